import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { figures, type Intake, type Period } from './api.ts'
import { Figure } from './figure.tsx'
import { t, tData } from './texts.ts'

export function IntakeFigures({ period }: { period: Period }) {
  const query = useQuery({
    queryKey: ['figures', 'intake', period],
    queryFn: () => figures.intake(period),
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const intake = query.data
  return (
    <div className="figures">
      <Clocks intake={intake} />
      <ByHour intake={intake} />
      <ByDay intake={intake} />
      <HeatMap intake={intake} />
    </div>
  )
}

function Clocks({ intake: { clocks } }: { intake: Intake }) {
  const queue = link('tickets')
  const items = [
    { key: 'open', count: clocks.open, view: 'area' },
    { key: 'overdue', count: clocks.overdue, view: 'overdue' },
    { key: 'dueToday', count: clocks.dueToday, view: 'due_today' },
    { key: 'paused', count: clocks.paused, view: 'paused' },
  ]
  return (
    <section className="card figure" aria-label={t('clocks_title')}>
      <h2 className="section-title">{t('clocks_title')}</h2>
      <ul className="kpis">
        {items.map(({ key, count, view }) => (
          <li key={key}>
            <Link className="kpi kpi-open" href={`${queue}?view=${view}`}>
              <span className="kpi-name">{tData('clock', key)}</span>
              <span className={key === 'overdue' && count > 0 ? 'kpi-value overdue' : 'kpi-value'}>
                {count}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const axis = { type: 'value' as const, minInterval: 1 }
const grid = { left: 8, right: 16, top: 24, bottom: 8, containLabel: true }

function ByHour({ intake }: { intake: Intake }) {
  const hours = intake.by_hour.map((_, hour) => t('hour', { hour }))
  return (
    <Figure
      title={t('by_hour_title')}
      sample={t('tickets_sample', { count: intake.tickets })}
      empty={intake.tickets === 0}
      table={{
        name: t('by_hour_title'),
        columns: [t('hour_column'), t('tickets')],
        rows: intake.by_hour.map((count, hour) => [hours[hour] ?? '', count]),
      }}
      option={{
        grid,
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'category', data: hours },
        yAxis: { ...axis, name: t('tickets') },
        series: [{ type: 'bar', name: t('tickets'), data: intake.by_hour }],
      }}
    />
  )
}

function ByDay({ intake }: { intake: Intake }) {
  return (
    <Figure
      title={t('by_day_title')}
      sample={t('tickets_sample', { count: intake.tickets })}
      empty={intake.tickets === 0}
      table={{
        name: t('by_day_title'),
        columns: [t('day'), t('tickets')],
        rows: intake.by_day.map(({ day, count }) => [day, count]),
      }}
      option={{
        grid,
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'category', data: intake.by_day.map(({ day }) => day.slice(5)) },
        yAxis: { ...axis, name: t('tickets') },
        series: [
          { type: 'bar', name: t('tickets'), data: intake.by_day.map(({ count }) => count) },
        ],
      }}
    />
  )
}

function HeatMap({ intake }: { intake: Intake }) {
  const { groups, areas, cells } = intake
  const at = (group: string, area: string): number =>
    cells.find((cell) => cell.group === group && cell.area === area)?.count ?? 0
  const groupName = (group: string): string => (group === '' ? t('no_category') : group)
  const areaName = ({ code, name }: { code: string; name: string }): string =>
    code === '' ? t('no_area') : name
  const data = cells.map(({ group, area, count }) => [
    areas.findIndex(({ code }) => code === area),
    groups.indexOf(group),
    count,
  ])
  return (
    <Figure
      title={t('heat_title')}
      sample={t('heat_sample', { count: intake.tickets })}
      empty={intake.tickets === 0}
      height={Math.max(220, 80 + groups.length * 32)}
      table={{
        name: t('heat_title'),
        columns: [t('category'), ...areas.map(areaName)],
        rows: groups.map((group) => [
          groupName(group),
          ...areas.map(({ code }) => at(group, code)),
        ]),
      }}
      option={{
        grid: { ...grid, bottom: 56 },
        tooltip: {},
        xAxis: { type: 'category', data: areas.map(areaName), axisLabel: { rotate: 30 } },
        yAxis: { type: 'category', data: groups.map(groupName) },
        visualMap: {
          min: 0,
          max: Math.max(1, ...cells.map(({ count }) => count)),
          orient: 'horizontal',
          left: 'center',
          bottom: 0,
          itemHeight: 120,
          inRange: { color: ['#E6F1F7', '#0A5C8C'] },
        },
        series: [{ type: 'heatmap', data, label: { show: true } }],
      }}
    />
  )
}
