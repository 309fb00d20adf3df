import { spanText, timeLeft, useNow } from '../../shared/time.ts'
import type { TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

/** One bar per limit: how much of the time is used, in words beside it. */
export function Clocks({ ticket }: { ticket: TicketDetail }) {
  const now = useNow()
  const start = new Date(ticket.created_at).getTime()
  return (
    <section className="clocks">
      <h2>{t('clocks')}</h2>
      <ul>
        {ticket.clocks.map(({ stage, due_at, met_at }) => {
          const due = new Date(due_at).getTime()
          const end = met_at === null ? now : new Date(met_at).getTime()
          const share = Math.min(
            1,
            Math.max(met_at === null ? 0 : 0.04, (end - start) / Math.max(1, due - start)),
          )
          const late = end > due
          const idle = met_at === null && (ticket.closed || ticket.status === 'pending_info')
          return (
            <li key={stage} data-late={late && !idle} data-met={met_at !== null}>
              <span>{tData('stage', stage)}</span>
              <span className="clock-bar" aria-hidden="true">
                <i style={{ inlineSize: `${idle ? 0 : share * 100}%` }} />
              </span>
              <span className="clock-words">{clockWords()}</span>
            </li>
          )
          function clockWords(): string {
            if (met_at !== null && late) return t('met_late', { span: spanText(end - due) })
            if (met_at !== null) return t('met')
            if (ticket.status === 'pending_info') return t('paused')
            return idle ? t('not_counted') : timeLeft(due_at, now).text
          }
        })}
      </ul>
      {ticket.extension !== null && (
        <p className="hint">
          {t('extension', { days: ticket.extension.days, reason: ticket.extension.reason })}
        </p>
      )}
    </section>
  )
}
