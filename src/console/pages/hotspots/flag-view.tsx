import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { hotspots, type FlagDetail, type TaskStatus } from './api.ts'
import { FlagLine } from './flags.tsx'
import { movesFor } from './rights.ts'
import { StepForm } from './step-form.tsx'
import { t, tData } from './texts.ts'

export function FlagView({ id, me }: { id: string; me: Me }) {
  const query = useQuery({ queryKey: ['hotspot', id], queryFn: () => hotspots.one(id) })
  return (
    <div className="sheet stack">
      <Link href={link('hotspots', 'flags')}>← {t('tab_flags')}</Link>
      {query.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Detail flag={query.data} me={me} />}
    </div>
  )
}

function moveLabel(flag: FlagDetail, to: TaskStatus): string {
  return flag.status === 'done' && to === 'in_progress' ? t('move_back') : tData('move', to)
}

function Detail({ flag, me }: { flag: FlagDetail; me: Me }) {
  const queries = useQueryClient()
  const [open, setOpen] = useState<TaskStatus | null>(null)
  const moves = movesFor(me, flag)
  return (
    <>
      <h1 className="sheet-title">
        {flag.category ?? t('no_category')} · {flag.division ?? t('no_area')}
      </h1>
      <section className="card">
        <FlagLine flag={flag} />
        {flag.plan !== null && flag.plan !== '' && <p>{t('plan_line', { plan: flag.plan })}</p>}
        {flag.result !== null && flag.result !== '' && (
          <p>{t('result_line', { result: flag.result })}</p>
        )}
        <Effect effect={flag.effect} />
        <div className="bar">
          {moves.map((to, at) => (
            <Button
              key={to}
              type={at === 0 ? 'primary' : 'default'}
              aria-expanded={open === to}
              onClick={() => setOpen(open === to ? null : to)}
            >
              {moveLabel(flag, to)}
            </Button>
          ))}
        </div>
        {open !== null && (
          <StepForm
            key={open}
            flag={flag}
            to={open}
            label={moveLabel(flag, open)}
            me={me}
            onDone={(next) => {
              queries.setQueryData(['hotspot', flag.id], next)
              void queries.invalidateQueries({ queryKey: ['hotspots'] })
              setOpen(null)
            }}
            onCancel={() => setOpen(null)}
          />
        )}
      </section>
      <Behind flag={flag} />
      <Steps flag={flag} />
    </>
  )
}

function Effect({ effect }: Pick<FlagDetail, 'effect'>) {
  if (effect === null) return null
  const { days, before, after, complete } = effect
  return (
    <p>
      {after === null
        ? t('effect_open', { days, before })
        : t('effect', { days, before, after }) + (complete ? '' : t('effect_part', { days }))}
    </p>
  )
}

function Behind({ flag }: { flag: FlagDetail }) {
  return (
    <section className="stack" aria-label={t('tickets')}>
      <h2 className="section-title">{t('tickets')}</h2>
      {flag.tickets.length === 0 && <p className="hint">{t('tickets_none')}</p>}
      <ul className="plain">
        {flag.tickets.map((ticket) => (
          <li key={ticket.ticket_no}>
            <Link href={link('tickets', ticket.ticket_no)}>{ticket.title}</Link>{' '}
            <span className="hint">
              {ticket.ticket_no} · {momentText(ticket.created_at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps({ flag }: { flag: FlagDetail }) {
  return (
    <section className="stack" aria-label={t('steps')}>
      <h2 className="section-title">{t('steps')}</h2>
      <ol className="plain">
        {flag.steps.map((step) => (
          <li key={`${step.at} ${step.to}`}>
            <b>{tData('hotspot', step.to)}</b> <span className="hint">{momentText(step.at)}</span>{' '}
            {step.reason}
          </li>
        ))}
      </ol>
    </section>
  )
}
