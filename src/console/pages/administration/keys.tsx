import { ApiKeys } from './api-keys.tsx'
import { SiteKeys } from './site-keys.tsx'

export function Keys() {
  return (
    <div className="stack">
      <ApiKeys />
      <SiteKeys />
    </div>
  )
}
