import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { queueApi, type QueueItem, type TicketDetail } from './api.ts'
import { Clocks } from './clocks.tsx'
import { CoUnits } from './co-units.tsx'
import { Decide } from './decide.tsx'
import { Duplicates } from './duplicates.tsx'
import { Evidence } from './evidence.tsx'
import { Fields } from './fields.tsx'
import { History } from './history.tsx'
import { Notes } from './notes.tsx'
import { ClockText } from './queue-row.tsx'
import { Reply } from './reply.tsx'
import { NO_EDITS, type Edits } from './review.ts'
import { t, tData } from './texts.ts'
import { TicketMenu } from './ticket-menu.tsx'

type Props = {
  ticketNo: string
  onBack: () => void
  onChanged: (row: QueueItem) => void
  onDecided: () => void
  keysOn: boolean
}

/** Evidence first, suggestion second: a wrong suggestion misleads most when it is read first. */
export function TicketView({ ticketNo, onBack, onChanged, onDecided, keysOn }: Props) {
  const queries = useQueryClient()
  const [edits, setEdits] = useState<Edits>(NO_EDITS)
  const [active, setActive] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['ticket', ticketNo],
    queryFn: () => queueApi.ticket(ticketNo),
    refetchInterval: 10_000,
  })
  if (query.isPending) return <Skeleton active className="page-skeleton" paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const ticket = query.data
  const changed = (next: TicketDetail): void => {
    queries.setQueryData(['ticket', ticketNo], next)
    setEdits(NO_EDITS)
    onChanged(next)
  }
  const reload = (): void => void query.refetch()
  return (
    <article className="ticket" aria-label={ticket.title}>
      <header className="ticket-head">
        <Button className="only-narrow" size="small" onClick={onBack}>
          {t('back')}
        </Button>
        <h1>{ticket.title}</h1>
        <TicketMenu ticket={ticket} onChanged={changed} />
        <TicketMeta ticket={ticket} />
      </header>
      <Decide
        ticket={ticket}
        edits={edits}
        keysOn={keysOn}
        onChanged={changed}
        onDecided={onDecided}
        onStale={reload}
      />
      <div className="evidence-and-fields">
        <Evidence ticket={ticket} active={active} />
        <Fields ticket={ticket} edits={edits} onEdits={setEdits} onActive={setActive} />
      </div>
      <Reply ticket={ticket} />
      <Duplicates ticket={ticket} onChanged={changed} onDecided={onDecided} />
      <CoUnits ticket={ticket} />
      <Clocks ticket={ticket} />
      <Notes ticket={ticket} onChanged={reload} />
      <History ticket={ticket} />
    </article>
  )
}

function TicketMeta({ ticket }: { ticket: TicketDetail }) {
  return (
    <p className="ticket-meta">
      <span>{ticket.ticket_no}</span>
      <span className={`dot dot-${ticket.status}`} aria-hidden="true" />
      <b>{tData('status', ticket.status)}</b>
      {ticket.urgency !== 'normal' && (
        <b className={`urgency urgency-${ticket.urgency}`}>{tData('urgency', ticket.urgency)}</b>
      )}
      <ClockText due={ticket.clock_due_at} />
      {ticket.lead_unit !== null && <span>{ticket.lead_unit}</span>}
      {ticket.assignee !== null && <span>{t('assigned_to', { name: ticket.assignee })}</span>}
    </p>
  )
}
