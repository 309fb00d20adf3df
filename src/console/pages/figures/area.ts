import label from '../../locales/nav/figures.json'
import type { Area } from '../../shell/area.ts'

export const area: Area = {
  key: 'figures',
  order: 50,
  label,
  icon: 'M4 20V4M4 20h16M8 16v-5M12 16V8M16 16v-3',
  roles: [
    'community',
    'street',
    'district',
    'city',
    'department',
    'supervisor',
    'auditor',
    'admin',
    'kb_editor',
    'kb_reviewer',
  ],
  shortcut: 'f',
  load: () => import('./page.tsx'),
}
