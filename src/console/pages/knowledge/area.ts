import label from '../../locales/nav/knowledge.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'knowledge',
  order: 40,
  label,
  icon: 'M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 19.5A1.5 1.5 0 0 0 6.5 21H19M9 7h6M9 11h4',
  roles: ['kb_editor', 'kb_reviewer', 'city', 'supervisor', 'auditor', 'admin'],
  shortcut: 'k',
  load: () => import('./page.tsx'),
}
