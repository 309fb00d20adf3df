import { Tabs } from 'antd'
import type { PageProps } from '../../shell/area.ts'
import { go, link } from '../../shell/router.ts'
import { CalendarView } from './calendar.tsx'
import { FlagView } from './flag-view.tsx'
import { Flags } from './flags.tsx'
import { Ideas } from './ideas.tsx'
import { t } from './texts.ts'
import '../../shared/sheet.css'
import './styles.css'

const TABS = ['flags', 'ideas', 'calendar'] as const

export function Page({ me, path }: PageProps) {
  const [part = 'flags', id] = path
  const tab = TABS.find((name) => name === part) ?? 'flags'
  if (tab === 'flags' && id !== undefined) return <FlagView key={id} id={id} me={me} />
  return (
    <div className="sheet">
      <h1 className="sheet-title">{t('title')}</h1>
      <Tabs
        activeKey={tab}
        onChange={(key) => go(link('hotspots', key))}
        destroyOnHidden
        items={[
          { key: 'flags', label: t('tab_flags'), children: <Flags me={me} /> },
          { key: 'ideas', label: t('tab_ideas'), children: <Ideas /> },
          { key: 'calendar', label: t('tab_calendar'), children: <CalendarView me={me} /> },
        ]}
      />
    </div>
  )
}
