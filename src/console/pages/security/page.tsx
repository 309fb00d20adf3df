import { Sessions } from '../../shared/sessions.tsx'
import type { PageProps } from '../../shell/area.ts'
import { OwnPassword } from './own-password.tsx'
import { SecondFactor } from './second-factor.tsx'
import { t } from './texts.ts'
import '../../shared/sheet.css'
import './styles.css'

export function Page({ me }: PageProps) {
  return (
    <div className="sheet stack security">
      <h1 className="sheet-title">{t('title_security')}</h1>
      <SecondFactor />
      <OwnPassword />
      <Sessions userId={me.id} own />
    </div>
  )
}
