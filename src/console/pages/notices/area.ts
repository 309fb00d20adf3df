import label from '../../locales/nav/notices.json'
import type { Area } from '../../shell/area.ts'
import { notices } from './api.ts'

export const area: Area = {
  key: 'notices',
  order: 25,
  label,
  icon: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20a2 2 0 0 0 4 0',
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
  shortcut: 'n',
  badge: async () => (await notices.list()).unread,
  load: () => import('./page.tsx'),
}
