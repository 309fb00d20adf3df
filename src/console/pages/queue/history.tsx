import { momentText } from '../../shared/time.ts'
import type { HistoryItem, TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

function what(row: HistoryItem): string {
  if (row.action === 'transition' || row.action === 'create') {
    return row.toStatus === null ? '' : tData('status', row.toStatus)
  }
  if (row.assignee !== null) return t('given_to', { name: row.assignee })
  return tData('event', row.action)
}

/** The machine writes why in codes, people in words. */
function why({ actorRole, diff: { stage }, reason }: HistoryItem): string {
  return actorRole === 'timer' && typeof stage === 'string'
    ? t('stage_overdue', { stage: tData('stage', stage) })
    : tData('reason', reason)
}

function details(row: HistoryItem): string {
  const parts: string[] = []
  const { corrected, lead_unit: unit, parent_no: parent } = row.diff
  if (Array.isArray(corrected)) {
    const names = corrected.map((name) => tData('field', String(name))).join('、')
    parts.push(t('corrected_fields', { names }))
  }
  if (typeof unit === 'string') parts.push(unit)
  if (typeof parent === 'string') parts.push(parent)
  if (row.reason !== '') parts.push(why(row))
  return parts.join(' · ')
}

export function History({ ticket }: { ticket: TicketDetail }) {
  return (
    <section className="history">
      <h2>{t('timeline')}</h2>
      <ol>
        {ticket.history.toReversed().map((row) => (
          <li key={row.seq}>
            <time dateTime={row.at}>{momentText(row.at)}</time>
            <b>{what(row)}</b>
            <span>{tData('actor', row.actor.split(':')[0] ?? '')}</span>
            {details(row) !== '' && <span className="hint">{details(row)}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
