import label from '../../locales/nav/queue.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'tickets',
  order: 10,
  label,
  icon: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  roles: [
    'grid_worker',
    'community',
    'street',
    'district',
    'city',
    'department',
    'partner',
    'supervisor',
    'auditor',
  ],
  shortcut: 't',
  load: () => import('./page.tsx'),
}
