import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, InputNumber, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type Seeding } from './api.ts'
import { t } from './texts.ts'

/** Do reviewers read before they accept? A few suggestions are wrong on purpose; nobody is named. */
export function SeedingCard({ mayChange }: { mayChange: boolean }) {
  const query = useQuery({ queryKey: ['seeding'], queryFn: administration.seeding })
  return (
    <section className="card" aria-label={t('seeding_title')}>
      <h2 className="section-title">{t('seeding_title')}</h2>
      <p className="hint">{t('seeding_hint')}</p>
      {query.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Report seeding={query.data} />}
      {query.data !== undefined && mayChange && (
        <Share key={query.data.percent} percent={query.data.percent} />
      )}
    </section>
  )
}

function Report({ seeding }: { seeding: Seeding }) {
  const { days, shown, judged, accepted, share } = seeding
  if (shown === 0) return <p>{t('seeding_none', { days })}</p>
  return (
    <p>
      {t('seeding_line', { days, shown, judged, accepted })}{' '}
      {share !== null && <b>{t('seeding_share', { share: `${(share * 100).toFixed(1)}%` })}</b>}{' '}
      {seeding.small_sample && <Mark tone="warn">{t('small_sample')}</Mark>}
    </p>
  )
}

function Share({ percent }: { percent: number }) {
  const queries = useQueryClient()
  const [value, setValue] = useState<number | null>(percent)
  const act = useAct()
  const save = (): void =>
    void act(async () => {
      queries.setQueryData(['seeding'], await administration.setSeeding(value ?? 0))
    }, t('seeding_saved'))
  return (
    <div className="bar">
      <label>
        {t('seeding_percent')}{' '}
        <InputNumber min={0} max={10} step={0.5} value={value} onChange={setValue} />
      </label>
      <Button disabled={value === null || value === percent} onClick={save}>
        {t('seeding_save')}
      </Button>
    </div>
  )
}
