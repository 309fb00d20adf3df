import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText, useNow } from '../../shared/time.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { hotspots, type Flag } from './api.ts'
import { Propose } from './propose.tsx'
import { decides } from './rights.ts'
import { t, tData } from './texts.ts'

const DAY = 86_400_000

function dayOf(time: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(time)
}

export function Flags({ me }: { me: Me }) {
  const [status, setStatus] = useState<'open' | 'all'>('open')
  const [proposing, setProposing] = useState(false)
  const query = useQuery({
    queryKey: ['hotspots', status],
    queryFn: () => hotspots.list(status),
  })
  return (
    <div className="stack">
      <HandlingCounts />
      <section className="stack" aria-label={t('flags_title')}>
        <div className="bar">
          <h2 className="section-title">{t('flags_title')}</h2>
          <Segmented<'open' | 'all'>
            value={status}
            onChange={setStatus}
            options={[
              { value: 'open', label: t('status_open') },
              { value: 'all', label: t('status_all') },
            ]}
          />
          {decides(me) && <Button onClick={() => setProposing(true)}>{t('propose')}</Button>}
        </div>
        <p className="hint">{t('flags_hint')}</p>
        {query.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
        {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
        {query.data?.hotspots.length === 0 && <Empty description={t('flags_empty')} />}
        <ul className="cards">
          {query.data?.hotspots.map((flag) => (
            <li key={flag.id}>
              <Link className="card-link" href={link('hotspots', 'flags', flag.id)}>
                <FlagLine flag={flag} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
      {proposing && <Propose me={me} onClose={() => setProposing(false)} />}
    </div>
  )
}

export function FlagLine({ flag }: { flag: Flag }) {
  const tone = flag.status === 'proposed' ? 'warn' : flag.status === 'done' ? 'ok' : 'plain'
  return (
    <>
      <span className="card-title">
        {flag.category ?? t('no_category')} · {flag.division ?? t('no_area')}
      </span>
      <span className="card-meta">
        <Mark tone={tone}>{tData('hotspot', flag.status)}</Mark>
        {flag.small_sample && <Mark tone="warn">{t('small_sample')}</Mark>}
        {flag.ticket_count === 0
          ? t('proactive')
          : t('flag_line', {
              tickets: flag.ticket_count,
              reporters: flag.reporter_count,
              baseline: flag.baseline,
              at: momentText(flag.last_at),
            })}
        {flag.weak_signals > 0 && ` · ${t('weak_signals', { count: flag.weak_signals })}`}
        {flag.owner_name !== null &&
          ` · ${t('by_owner', { name: flag.owner_name, due: flag.due_on ?? '' })}`}
      </span>
    </>
  )
}

/** R-HOT-5: side by side and never added up. */
function HandlingCounts() {
  const now = useNow(DAY)
  const [from, to] = [dayOf(now - 29 * DAY), dayOf(now)]
  const query = useQuery({
    queryKey: ['handling', from, to],
    queryFn: () => hotspots.handling(from, to),
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 1 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { reported, proactive, found_by_staff: found } = query.data
  const items = [
    { name: t('handling_reported'), count: reported, hint: t('handling_reported_hint') },
    {
      name: t('handling_proactive'),
      count: proactive.started,
      hint: t('handling_proactive_hint', { finished: proactive.finished }),
    },
    { name: t('handling_found'), count: found, hint: t('handling_found_hint') },
  ]
  return (
    <section className="stack" aria-label={t('handling_title')}>
      <h2 className="section-title">{t('handling_title')}</h2>
      <ul className="handling">
        {items.map(({ name, count, hint }) => (
          <li key={name} className="card">
            <span>{name}</span>
            <b>{count}</b>
            <span className="hint">{hint}</span>
          </li>
        ))}
      </ul>
      <p className="hint">{t('handling_note')}</p>
    </section>
  )
}
