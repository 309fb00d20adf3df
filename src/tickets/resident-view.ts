import type { ServiceContext } from '../ports.ts'
import type { ResidentTicketView } from '../protocol/tickets.ts'
import { categoryPath } from './catalogue.ts'
import { dueText, nextDueAt } from './due-text.ts'
import { MAX_REOPENS } from './lifecycle.ts'
import { statusText } from './status-text.ts'
import type { HistoryRow } from './store.ts'
import type { Ticket } from './ticket.ts'

type Action = ResidentTicketView['actions'][number]

const OPEN = ['pending_review', 'accepted', 'dispatched', 'processing', 'returned']

/** A merged report follows the case it was merged into (R-LIFE-6); its own verdict stays its own. */
export function residentActions(ticket: Ticket, parent: Ticket | undefined): Action[] {
  const actions: Action[] = []
  if (ticket.status === 'merged') {
    const answered = parent !== undefined && ['resolved', 'closed'].includes(parent.status)
    return answered && ticket.residentVerdict === null ? ['rate'] : actions
  }
  if (OPEN.includes(ticket.status)) actions.push('supplement', 'withdraw')
  if (ticket.status === 'pending_info') actions.push('answer', 'withdraw')
  if (ticket.status === 'resolved') actions.push('rate')
  if (ticket.status === 'closed' && ticket.reopenCount < MAX_REOPENS) actions.push('reopen')
  if (ticket.status === 'rejected' && ticket.appealCount === 0) actions.push('appeal')
  return actions
}

type ViewInput = {
  ticket: Ticket
  history: readonly HistoryRow[]
  /** The case a merged report follows, and its history. */
  parent: { ticket: Ticket; history: readonly HistoryRow[] } | undefined
  now: Date
  locale?: ServiceContext['locale']
}

/** An allow-list: notes, staff names, other reporters and internal reasons have no way into it. */
export function toResidentView({
  ticket,
  history,
  parent,
  now,
  locale,
}: ViewInput): ResidentTicketView {
  // State and answer are the followed case's; words, number, verdict and dates of filing stay the reporter's own.
  const shown = parent?.ticket ?? ticket
  return {
    ticket_no: ticket.ticketNo,
    title: ticket.title,
    description: ticket.description,
    category: ticket.categoryCode === null ? null : categoryPath(ticket.categoryCode, locale),
    address: ticket.address,
    status: shown.status,
    status_text:
      parent === undefined
        ? statusText(ticket.status)
        : `${statusText('merged')}：${statusText(shown.status)}`,
    lead_unit: shown.leadUnitName,
    created_at: ticket.createdAt.toISOString(),
    updated_at: shown.updatedAt.toISOString(),
    due_at: shown.closedAt === null ? shown.resolveDueAt.toISOString() : null,
    due_text: dueText(shown, now) || null,
    next_due_at: nextDueAt(shown)?.toISOString() ?? null,
    outcome: shown.outcome,
    public_reply: replyOf(ticket, shown),
    reject_reason: ['rejected', 'referred'].includes(shown.status) ? shown.rejectReason : null,
    resident_verdict: ticket.residentVerdict,
    satisfaction: ticket.satisfaction,
    timeline: timelineOf(history, parent?.history ?? []),
    actions: residentActions(ticket, parent?.ticket),
  }
}

/** The question of a pause goes to the reporter it was put to, not to everybody who follows the case. */
function replyOf(ticket: Ticket, shown: Ticket): string | null {
  if (shown.status !== 'pending_info') return shown.publicReply
  return shown === ticket ? shown.pendingQuestion : null
}

function timelineOf(
  own: readonly HistoryRow[],
  followed: readonly HistoryRow[],
): ResidentTicketView['timeline'] {
  const mergedAt = own.find(({ toStatus }) => toStatus === 'merged')?.at
  const since = mergedAt === undefined ? [] : followed.filter(({ at }) => at > mergedAt)
  return [...own, ...since].flatMap((row) =>
    row.toStatus === null || row.toStatus === row.fromStatus
      ? []
      : [
          {
            at: row.at.toISOString(),
            status: row.toStatus as Ticket['status'],
            text: statusText(row.toStatus as Ticket['status']),
          },
        ],
  )
}
