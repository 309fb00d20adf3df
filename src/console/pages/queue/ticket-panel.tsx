import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Descriptions, Input, Skeleton, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { api, type AiField, type TicketDetail } from '../../shared/api.ts'
import { t, tData } from './texts.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { MessageLog } from '../handover/message-log.tsx'
import { TransitionForm } from './transition-form.tsx'

/** Evidence first, suggestion second: a wrong suggestion misleads most when it is read first. */
export function TicketPanel({ ticketNo, onBack }: { ticketNo: string; onBack: () => void }) {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['ticket', ticketNo], queryFn: () => api.ticket(ticketNo) })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const ticket = query.data
  const changed = (): void => void queries.invalidateQueries()
  return (
    <article className="ticket">
      <header className="ticket-head">
        <Button className="only-narrow" onClick={onBack}>
          {t('back')}
        </Button>
        <h2>{ticket.title}</h2>
        <p>
          {ticket.ticket_no} · <Tag color="blue">{ticket.status_text}</Tag>
          <span className={ticket.overdue ? 'overdue' : ''}>{ticket.due_text}</span>
        </p>
      </header>
      <TransitionForm ticket={ticket} onChanged={changed} />
      <div className="evidence-and-fields">
        <Evidence ticket={ticket} />
        <Fields ticket={ticket} />
      </div>
      <Notes ticket={ticket} onChanged={changed} />
      <h3>{t('timeline')}</h3>
      <Timeline
        items={ticket.history.map((row) => ({
          key: row.seq,
          content: `${new Date(row.at).toLocaleString()} · ${row.actor} · ${row.action} ${row.fromStatus ?? ''} → ${row.toStatus ?? ''} ${row.reason}`,
        }))}
      />
    </article>
  )
}

function Evidence({ ticket }: { ticket: TicketDetail }) {
  return (
    <section>
      <h3>{t('words')}</h3>
      <blockquote className="words">{highlight(ticket)}</blockquote>
      {ticket.supplements.length > 0 && <h4>{t('supplements')}</h4>}
      {ticket.supplements.map((item) => (
        <blockquote className="words" key={item.at}>
          {item.text}
        </blockquote>
      ))}
      {ticket.conversation_id !== null && (
        <>
          <h3>{t('conversation')}</h3>
          <MessageLog conversationId={ticket.conversation_id} />
        </>
      )}
    </section>
  )
}

/** Marks every stretch of the description that some field stands on. */
function highlight(ticket: TicketDetail) {
  const pieces = Object.entries(ticket.ai_fields)
    .filter(([name]) => !['title', 'description', 'category_candidates'].includes(name))
    .map(([, field]) => field.evidence?.text ?? '')
    .filter((text) => text !== '')
  if (pieces.length === 0) return ticket.description
  const pattern = new RegExp(
    `(${pieces.map((text) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|')})`,
  )
  return ticket.description
    .split(pattern)
    .map((part, index) => (pieces.includes(part) ? <mark key={index}>{part}</mark> : part))
}

function Fields({ ticket }: { ticket: TicketDetail }) {
  const row = (key: string, label: string, value: string | null, field?: AiField) => ({
    key,
    label,
    children: (
      <>
        {value ?? '—'}
        {field !== undefined && <Suggestion field={field} />}
      </>
    ),
  })
  const ai = ticket.ai_fields
  return (
    <section>
      <h3>{t('fields')}</h3>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          row('type', t('field_type'), tData('type', ticket.appeal_type), ai['appeal_type']),
          row('category', t('field_category'), ticket.category, ai['category_code']),
          row('address', t('field_address'), ticket.address, ai['address']),
          row('since', t('field_since'), ticket.incident_at, ai['incident_at']),
          row('urgency', t('field_urgency'), tData('urgency', ticket.urgency), ai['urgency']),
          row('unit', t('field_unit'), ticket.lead_unit),
          { key: 'reporter', label: t('field_reporter'), children: <Reporter ticket={ticket} /> },
        ]}
      />
    </section>
  )
}

function Suggestion({ field }: { field: AiField }) {
  const word =
    field.confidence >= 0.8
      ? 'confidence_high'
      : field.confidence >= 0.6
        ? 'confidence_mid'
        : 'confidence_low'
  return (
    <p className="suggestion">
      {t('ai_suggested')} · <span title={field.confidence.toFixed(2)}>{t(word)}</span> ·{' '}
      {field.evidence === null ? t('no_evidence') : t('evidence', { text: field.evidence.text })}
    </p>
  )
}

function Reporter({ ticket }: { ticket: TicketDetail }) {
  const { message } = App.useApp()
  const [purpose, setPurpose] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  if (!ticket.has_reporter) return <>{t('reporter_anonymous')}</>
  if (shown !== null) return <>{shown}</>
  const show = (): void =>
    void api
      .reporter(ticket.ticket_no, purpose)
      .then(({ name, phone }) => setShown(`${name ?? ''} ${phone ?? ''}`))
      .catch((error: Error) => message.error(error.message))
  return (
    <>
      {t('reporter_sealed')}
      <Input.Search
        aria-label={t('reporter_purpose')}
        placeholder={t('reporter_purpose')}
        value={purpose}
        enterButton={t('reporter_show')}
        onChange={(event) => setPurpose(event.target.value)}
        onSearch={show}
      />
    </>
  )
}

function Notes({ ticket, onChanged }: { ticket: TicketDetail; onChanged: () => void }) {
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const add = (): void =>
    void api
      .note(ticket.ticket_no, text)
      .then(() => {
        setText('')
        onChanged()
      })
      .catch((error: Error) => message.error(error.message))
  return (
    <section>
      <h3>{t('notes')}</h3>
      {ticket.notes.map((note) => (
        <p key={note.at}>
          {note.staffName}：{note.text}
        </p>
      ))}
      <Input.Search
        aria-label={t('notes')}
        value={text}
        enterButton={t('add_note')}
        onChange={(event) => setText(event.target.value)}
        onSearch={add}
      />
    </section>
  )
}
