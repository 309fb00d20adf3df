import label from '../../locales/nav/handover.json'
import type { Area } from '../../shell/area.ts'
import { chatApi } from './api.ts'

export const area: Area = {
  key: 'chats',
  order: 20,
  label,
  icon: 'M4 5h16v11H9l-5 4z',
  roles: ['grid_worker', 'community', 'street', 'district', 'city', 'department'],
  shortcut: 'c',
  badge: async () =>
    (await chatApi.handoffs()).handoffs.filter(({ state }) => state === 'waiting').length,
  load: () => import('./page.tsx'),
}
