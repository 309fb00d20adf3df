import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Empty, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Mark } from '../../shared/mark.tsx'
import { LoadError } from '../../shared/load-error.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { figures, type KpiValue, type Period } from './api.ts'
import { saveCsv } from './table.ts'
import { t, tData } from './texts.ts'

/** The three the law names come first; the rest says how the desk works. */
const ORDER = [
  'response_rate',
  'resolution_rate',
  'satisfaction_rate',
  'rating_coverage',
  'partial_rate',
  'basic_rate',
  'signed_on_time',
  'resolved_on_time',
  'resolved_on_time_extended',
  'dispatch_accuracy',
  'reopen_rate',
  'call_back_rate',
  'merge_rate',
  'ai_adoption',
]

export function percent(value: number | null): string {
  return value === null ? '—' : `${(value * 100).toFixed(1)}%`
}

export function Kpi({ period }: { period: Period }) {
  const [picked, setPicked] = useState<KpiValue | null>(null)
  const query = useQuery({
    queryKey: ['figures', 'kpi', period],
    queryFn: () => figures.kpi(period),
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const values = ORDER.flatMap((id) => query.data.values.find((value) => value.id === id) ?? [])
  const table = {
    name: `${t('tab_kpi')} ${period.from} ${period.to}`,
    columns: [t('figure'), t('value'), t('numerator'), t('denominator'), t('note')],
    rows: values.map((value) => [
      tData('kpi', value.id),
      percent(value.value),
      value.numerator,
      value.denominator,
      value.small_sample ? t('small_sample') : '',
    ]),
  }
  return (
    <div className="stack">
      <div className="bar figure-head">
        <p className="hint">{t('kpi_sample', { count: query.data.tickets })}</p>
        <Button size="small" onClick={() => saveCsv(table)}>
          {t('csv')}
        </Button>
      </div>
      <ul className="kpis">
        {values.map((value) => (
          <li key={value.id}>
            <KpiCard value={value} onOpen={() => setPicked(value)} />
          </li>
        ))}
      </ul>
      <Drawer
        open={picked !== null}
        title={picked === null ? '' : tData('kpi', picked.id)}
        onClose={() => setPicked(null)}
        destroyOnHidden
      >
        {picked !== null && <Behind key={picked.id} id={picked.id} period={period} />}
      </Drawer>
    </div>
  )
}

function KpiCard({ value, onOpen }: { value: KpiValue; onOpen: () => void }) {
  const content = (
    <>
      <span className="kpi-name">{tData('kpi', value.id)}</span>
      <span className="kpi-value">{percent(value.value)}</span>
      <span className="card-meta">
        {value.numerator} / {value.denominator}
        {value.small_sample && <Mark tone="warn">{t('small_sample')}</Mark>}
      </span>
    </>
  )
  if (value.denominator === 0) return <div className="kpi">{content}</div>
  return (
    <button type="button" className="kpi kpi-open" onClick={onOpen}>
      {content}
    </button>
  )
}

function Behind({ id, period }: { id: string; period: Period }) {
  const [part, setPart] = useState<'met' | 'missed'>('missed')
  const query = useQuery({
    queryKey: ['figures', 'behind', period, id, part],
    queryFn: () => figures.behind(period, id, part),
  })
  return (
    <div className="stack">
      <Segmented<'met' | 'missed'>
        block
        value={part}
        onChange={setPart}
        options={[
          { value: 'missed', label: t('missed') },
          { value: 'met', label: t('met') },
        ]}
      />
      {query.isPending && <Skeleton active />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.ticket_nos.length === 0 && <Empty description={t('no_tickets')} />}
      <ul className="plain">
        {query.data?.ticket_nos.map((no) => (
          <li key={no}>
            <Link href={link('tickets', no)}>{no}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
