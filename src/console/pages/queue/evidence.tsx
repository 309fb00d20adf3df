import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { api, ApiError } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { isEnglish } from '../../../shared/english.ts'
import { momentText } from '../../shared/time.ts'
import type { TicketDetail } from './api.ts'
import { cutAtMarks, marksOf, type Mark } from './review.ts'
import { t, tData } from './texts.ts'

type Props = { ticket: TicketDetail; active: string | null }

/** The conversation as it was, masked; the words some field stands on are marked, the field one points at lights up. */
export function Evidence({ ticket, active }: Props) {
  const marks = marksOf(ticket.ai_fields)
  return (
    <section className="evidence">
      <h2>{t('words')}</h2>
      {isEnglish(ticket.description) && <p className="words-language">{t('words_english')}</p>}
      {ticket.conversation_id === null ? (
        <blockquote className="words">
          <Marked text={ticket.description} marks={marks} active={active} />
        </blockquote>
      ) : (
        <Conversation ticket={ticket} id={ticket.conversation_id} marks={marks} active={active} />
      )}
      <Photos ticket={ticket} />
      {ticket.followers > 0 && (
        <p className="followers">{t('followers', { n: ticket.followers })}</p>
      )}
      {ticket.supplements.length > 0 && <h3>{t('supplements')}</h3>}
      {ticket.supplements.map((item) => (
        <blockquote className="words" key={item.at}>
          <small>{momentText(item.at)}</small>
          {item.text}
        </blockquote>
      ))}
    </section>
  )
}

function Marked({
  text,
  marks,
  active,
}: {
  text: string
  marks: readonly Mark[]
  active: string | null
}) {
  return cutAtMarks(text, marks).map(({ text: piece, fields }, at) =>
    fields.length === 0 ? (
      piece
    ) : (
      <mark
        key={`${at}-${piece}`}
        data-active={active !== null && fields.includes(active)}
        title={fields.map((field) => tData('field', field)).join(' · ')}
      >
        {piece}
      </mark>
    ),
  )
}

type ConversationProps = Props & { id: string; marks: readonly Mark[] }

function Conversation({ ticket, id, marks, active }: ConversationProps) {
  const query = useQuery({
    queryKey: ['conversation', id],
    queryFn: () => api.conversation(id),
    retry: false,
    refetchInterval: 10_000,
  })
  const words = (
    <blockquote className="words">
      <Marked text={ticket.description} marks={marks} active={active} />
    </blockquote>
  )
  if (query.isPending) return <Skeleton active />
  // Departments and supervisors read the matter, and not the conversation around it.
  const hidden = query.error instanceof ApiError && [403, 404].includes(query.error.status)
  if (hidden) return words
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  if (query.data.erased) {
    return (
      <>
        {words}
        <p className="hint">{t('erased')}</p>
      </>
    )
  }
  // A card has no words of its own.
  const messages = query.data.messages.filter(({ text }) => text.trim() !== '')
  return (
    <>
      {messages.length === 0 ? words : null}
      <div className="log" tabIndex={0} role="log" aria-label={t('conversation')}>
        {messages.map((message) => (
          <div key={message.id} className={`log-line log-${message.role}`}>
            <small>
              {tData('label', message.label)} · {momentText(message.created_at)}
            </small>
            <p>
              {message.role === 'resident' ? (
                <Marked
                  text={message.text}
                  marks={marks.filter(
                    ({ messageId, text }) =>
                      messageId === message.id ||
                      (!messages.some(({ id: other }) => other === messageId) &&
                        message.text.includes(text)),
                  )}
                  active={active}
                />
              ) : (
                message.text
              )}
            </p>
          </div>
        ))}
      </div>
      <p className="hint">{t('masked_hint')}</p>
    </>
  )
}

function Photos({ ticket: { photos, ticket_no } }: { ticket: TicketDetail }) {
  if (photos.length === 0) return null
  return (
    <ul className="evidence-photos" aria-label={t('photos')}>
      {photos.map((id, at) => (
        <li key={id}>
          <a href={`/api/staff/tickets/${ticket_no}/photos/${id}`} target="_blank" rel="noreferrer">
            <img
              src={`/api/staff/tickets/${ticket_no}/photos/${id}`}
              alt={t('photo_n', { n: at + 1 })}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  )
}
