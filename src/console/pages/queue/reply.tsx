import { Alert } from 'antd'
import type { TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

export function Reply({ ticket }: { ticket: TicketDetail }) {
  if (ticket.public_reply === null && ticket.pending_question === null) return null
  return (
    <section className="reply">
      {ticket.pending_question !== null && ticket.status === 'pending_info' && (
        <>
          <h2>{t('question')}</h2>
          <blockquote className="words">{ticket.pending_question}</blockquote>
        </>
      )}
      {ticket.public_reply !== null && (
        <>
          <h2>
            {t('public_reply')}
            {ticket.outcome !== null && ` · ${tData('outcome', ticket.outcome)}`}
          </h2>
          <blockquote className="words">{ticket.public_reply}</blockquote>
          {ticket.reply_warnings.map((warning) => (
            <Alert key={warning} type="warning" showIcon title={tData('warning', warning)} />
          ))}
          <p className="hint">
            {t('verdict')}：
            {ticket.resident_verdict === null
              ? t('no_verdict')
              : tData('verdict', ticket.resident_verdict)}{' '}
            · {t('satisfaction')}：{tData('satisfaction', ticket.satisfaction)}
          </p>
        </>
      )}
    </section>
  )
}
