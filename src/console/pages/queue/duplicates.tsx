import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { momentText } from '../../shared/time.ts'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { queueApi, type Duplicate, type TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

type Props = {
  ticket: TicketDetail
  onChanged: (ticket: TicketDetail) => void
  onDecided: () => void
}

/** Both matters side by side, as the residents said them; only a person merges, with a reason. */
export function Duplicates({ ticket, onChanged, onDecided }: Props) {
  const [open, setOpen] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['duplicates', ticket.ticket_no, ticket.category_code],
    queryFn: () => queueApi.duplicates(ticket.ticket_no),
    enabled: !ticket.closed,
  })
  // Of those equally alike the oldest leads.
  const found = (query.data?.suggestions ?? [])
    .filter(({ status }) => !['closed', 'rejected', 'merged', 'referred'].includes(status))
    .toSorted((a, b) => b.score - a.score || a.created_at.localeCompare(b.created_at))
  const canMerge = ticket.allowed.includes('merged')
  const first = found[0]
  useShortcuts(
    t('shortcuts_ticket'),
    canMerge && first !== undefined
      ? [{ keys: 'm', label: t('merge'), run: () => setOpen(first.ticket_no) }]
      : [],
  )
  if (first === undefined) return null
  return (
    <section className="duplicates">
      <h2>{t('duplicates', { count: found.length })}</h2>
      <ul>
        {found.slice(0, 5).map((item) => (
          <li key={item.ticket_no}>
            <button
              type="button"
              className="text-button"
              aria-expanded={open === item.ticket_no}
              onClick={() => setOpen(open === item.ticket_no ? null : item.ticket_no)}
            >
              {item.title}
            </button>
            <span className="hint">
              {item.ticket_no} · {tData('status', item.status)} ·{' '}
              {t('alike', { percent: Math.round(item.score * 100) })}
            </span>
            {item === first && canMerge && <Keys keys="m" />}
            {open === item.ticket_no && (
              <Compare
                ticket={ticket}
                item={item}
                canMerge={canMerge}
                onChanged={onChanged}
                onDecided={onDecided}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Compare({
  ticket,
  item,
  canMerge,
  ...on
}: Props & { item: Duplicate; canMerge: boolean }) {
  const { message } = App.useApp()
  const [reason, setReason] = useState(t('reason_same_matter'))
  const query = useQuery({
    queryKey: ['ticket', item.ticket_no],
    queryFn: () => queueApi.ticket(item.ticket_no),
  })
  const merge = (): void => {
    if (reason.trim() === '') return
    queueApi
      .transition(ticket.ticket_no, {
        to: 'merged',
        version: ticket.version,
        parent_no: item.ticket_no,
        reason,
      })
      .then((next) => {
        on.onChanged(next)
        on.onDecided()
      })
      .catch((error: Error) => message.error(error.message, 6))
  }
  return (
    <div className="pair">
      <Side title={t('this_one')} ticket={ticket} />
      {query.data === undefined ? <div /> : <Side title={t('other_one')} ticket={query.data} />}
      {canMerge && (
        <div className="pair-merge">
          <Input
            autoFocus
            aria-label={t('reason')}
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={merge}
          />
          <Button type="primary" disabled={reason.trim() === ''} onClick={merge}>
            {t('merge_into_no', { no: item.ticket_no })}
          </Button>
        </div>
      )}
    </div>
  )
}

function Side({ title, ticket }: { title: string; ticket: TicketDetail }) {
  return (
    <div>
      <h3>{title}</h3>
      <p>{ticket.address ?? ticket.division ?? t('not_said')}</p>
      <p className="hint">
        {momentText(ticket.created_at)} · {ticket.category}
      </p>
      <blockquote className="words">{ticket.description}</blockquote>
    </div>
  )
}
