import { useQuery } from '@tanstack/react-query'
import { Checkbox, Empty, Input, Segmented, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { api, type TicketItem } from '../../shared/api.ts'
import { t, tData } from './texts.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { TicketPanel } from './ticket-panel.tsx'

const FILTERS = [
  'open',
  'pending_review',
  'accepted',
  'dispatched',
  'processing',
  'returned',
  'resolved',
  'closed',
] as const
const REFRESH_MS = 5_000

export function Page() {
  const [status, setStatus] = useState<string>('open')
  const [text, setText] = useState('')
  const [overdue, setOverdue] = useState(false)
  const [picked, setPicked] = useState<string | null>(null)
  const query = new URLSearchParams({ status, text, overdue: String(overdue) })
  const list = useQuery({
    queryKey: ['tickets', query.toString()],
    queryFn: () => api.tickets(query),
    refetchInterval: REFRESH_MS,
  })
  return (
    <div className={`split ${picked === null ? '' : 'split-picked'}`}>
      <section className="split-list" aria-label={t('tickets')}>
        <Segmented
          className="filters"
          value={status}
          onChange={(value) => setStatus(String(value))}
          options={FILTERS.map((value) => ({
            value,
            label: `${tData('filter', value)}${countOf(list.data?.counts, value)}`,
          }))}
        />
        <Input.Search
          placeholder={t('search')}
          aria-label={t('search')}
          allowClear
          onSearch={setText}
        />
        <Checkbox checked={overdue} onChange={(event) => setOverdue(event.target.checked)}>
          {t('overdue_only')}
        </Checkbox>
        {list.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
        {list.isError && <LoadError error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.tickets.length === 0 && <Empty description={t('queue_empty')} />}
        <ul className="queue">
          {list.data?.tickets.map((ticket) => (
            <li key={ticket.ticket_no}>
              <Row
                ticket={ticket}
                picked={picked === ticket.ticket_no}
                onPick={() => setPicked(ticket.ticket_no)}
              />
            </li>
          ))}
        </ul>
      </section>
      <section className="split-main">
        {picked === null ? (
          <Empty description={t('pick_ticket')} />
        ) : (
          <TicketPanel key={picked} ticketNo={picked} onBack={() => setPicked(null)} />
        )}
      </section>
    </div>
  )
}

function countOf(counts: Record<string, number> | undefined, status: string): string {
  const count = counts?.[status]
  return count === undefined ? '' : ` ${count}`
}

const URGENCY_COLOR = { normal: 'default', urgent: 'orange', critical: 'red' } as const

function Row({
  ticket,
  picked,
  onPick,
}: {
  ticket: TicketItem
  picked: boolean
  onPick: () => void
}) {
  return (
    <button type="button" className="queue-row" aria-current={picked} onClick={onPick}>
      <span className="queue-title">
        {ticket.urgency !== 'normal' && (
          <Tag color={URGENCY_COLOR[ticket.urgency]}>{tData('urgency', ticket.urgency)}</Tag>
        )}
        {ticket.title}
      </span>
      <span className="queue-meta">
        {ticket.ticket_no} · {ticket.status_text}
        {ticket.address === null ? '' : ` · ${ticket.address}`}
      </span>
      <span className={ticket.overdue ? 'queue-due overdue' : 'queue-due'}>{ticket.due_text}</span>
    </button>
  )
}
