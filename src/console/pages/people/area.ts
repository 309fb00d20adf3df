import label from '../../locales/nav/people.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'people',
  order: 80,
  label,
  icon: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.5 6',
  roles: ['admin'],
  load: () => import('./page.tsx'),
}
