import label from '../../locales/nav/hotspots.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'hotspots',
  order: 40,
  label,
  icon: 'M12 3c3 4 6 6 6 11a6 6 0 0 1-12 0c0-2 1-4 2-5 1 2 2 3 3 3 1-3 0-6 1-9z',
  roles: ['grid_worker', 'community', 'street', 'district', 'city', 'supervisor', 'auditor'],
  shortcut: 'h',
  load: () => import('./page.tsx'),
}
