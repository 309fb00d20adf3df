import { Input, Segmented, Tabs } from 'antd'
import type { PageProps } from '../../shell/area.ts'
import { go, link, usePlace } from '../../shell/router.ts'
import { Answers } from './answers.tsx'
import type { Period } from './api.ts'
import { IntakeFigures } from './intake.tsx'
import { Kpi } from './kpi.tsx'
import { t } from './texts.ts'
import '../../shared/sheet.css'
import './styles.css'

const DAY = 86_400_000
const SPANS = [7, 30, 90] as const

function dayOf(time: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(time)
}

function lastDays(days: number): Period {
  const now = Date.now()
  return { from: dayOf(now - (days - 1) * DAY), to: dayOf(now) }
}

const TICKET_ROLES = [
  'community',
  'street',
  'district',
  'city',
  'department',
  'supervisor',
  'auditor',
]
/** Who may open a turn’s words; administrators see counts. */
const TURN_ROLES = ['city', 'supervisor', 'auditor', 'kb_editor', 'kb_reviewer']
const AI_ROLES = ['city', 'supervisor', 'auditor', 'admin', 'kb_editor', 'kb_reviewer']

export function Page({ me, path }: PageProps) {
  const { query } = usePlace()
  const fallback = lastDays(30)
  const period = { from: query.get('from') ?? fallback.from, to: query.get('to') ?? fallback.to }
  const may = (roles: readonly string[]): boolean => me.roles.some((role) => roles.includes(role))
  const tabs = [
    { key: 'kpi', roles: TICKET_ROLES, children: <Kpi period={period} /> },
    { key: 'intake', roles: TICKET_ROLES, children: <IntakeFigures period={period} /> },
    {
      key: 'answers',
      roles: AI_ROLES,
      children: <Answers period={period} mayOpen={may(TURN_ROLES)} />,
    },
  ].filter(({ roles }) => may(roles))
  const active = tabs.find(({ key }) => key === path[0])?.key ?? tabs[0]?.key ?? 'kpi'
  const show = (key: string, next: Period): void =>
    go(`${link('figures', key)}?${new URLSearchParams(next).toString()}`, 'replace')
  return (
    <div className="sheet">
      <h1 className="sheet-title">{t('title_figures')}</h1>
      <PeriodPicker period={period} onChange={(next) => show(active, next)} />
      <Tabs
        activeKey={active}
        onChange={(key) => show(key, period)}
        destroyOnHidden
        items={tabs.map(({ key, children }) => ({ key, children, label: tabLabel(key) }))}
      />
    </div>
  )
}

function tabLabel(key: string): string {
  switch (key) {
    case 'intake':
      return t('tab_intake')
    case 'answers':
      return t('tab_answers')
    default:
      return t('tab_kpi')
  }
}

type PickerProps = { period: Period; onChange: (period: Period) => void }

function PeriodPicker({ period, onChange }: PickerProps) {
  const span = SPANS.find((days) => {
    const { from, to } = lastDays(days)
    return from === period.from && to === period.to
  })
  const set = (change: Partial<Period>): void => {
    const next = { ...period, ...change }
    if (next.from !== '' && next.to !== '' && next.from <= next.to) onChange(next)
  }
  return (
    <div className="bar period">
      <Segmented<number>
        value={span ?? 0}
        onChange={(days) => onChange(lastDays(days))}
        options={SPANS.map((days) => ({ value: days, label: t('last_days', { days }) }))}
      />
      <Input
        type="date"
        className="period-day"
        aria-label={t('from')}
        value={period.from}
        max={period.to}
        onChange={(event) => set({ from: event.target.value })}
      />
      <span aria-hidden="true">–</span>
      <Input
        type="date"
        className="period-day"
        aria-label={t('to')}
        value={period.to}
        min={period.from}
        onChange={(event) => set({ to: event.target.value })}
      />
    </div>
  )
}
