import label from '../../locales/nav/administration.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'administration',
  order: 80,
  label,
  icon: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4',
  roles: ['admin', 'auditor', 'city'],
  shortcut: 'a',
  load: () => import('./page.tsx'),
}
