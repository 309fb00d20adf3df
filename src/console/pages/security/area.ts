import { STAFF_ROLES } from '../../../shared/actor.ts'
import label from '../../locales/nav/security.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'security',
  order: 90,
  label,
  icon: 'M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6zM9 12l2 2 4-4',
  roles: STAFF_ROLES,
  own: true,
  load: () => import('./page.tsx'),
}
