import type { ResidentTicketView } from '../protocol/tickets.ts'
import { categoryPath } from './catalogue.ts'
import { dueText } from './due-text.ts'
import { MAX_REOPENS } from './lifecycle.ts'
import { statusText } from './status-text.ts'
import type { HistoryRow } from './store.ts'
import type { Ticket } from './ticket.ts'

type Action = ResidentTicketView['actions'][number]

const OPEN = ['pending_review', 'accepted', 'dispatched', 'processing', 'returned']

export function residentActions(ticket: Ticket): Action[] {
  const actions: Action[] = []
  if (OPEN.includes(ticket.status)) actions.push('supplement', 'withdraw')
  if (ticket.status === 'pending_info') actions.push('answer', 'withdraw')
  if (ticket.status === 'resolved') actions.push('rate')
  if (ticket.status === 'closed' && ticket.reopenCount < MAX_REOPENS) actions.push('reopen')
  if (ticket.status === 'rejected' && ticket.appealCount === 0) actions.push('appeal')
  return actions
}

/** An allow-list: notes, staff names, other reporters and internal reasons have no way into it. */
export function toResidentView(
  ticket: Ticket,
  history: readonly HistoryRow[],
  now: Date,
): ResidentTicketView {
  return {
    ticket_no: ticket.ticketNo,
    title: ticket.title,
    description: ticket.description,
    category: ticket.categoryCode === null ? null : categoryPath(ticket.categoryCode),
    address: ticket.address,
    status: ticket.status,
    status_text: statusText(ticket.status),
    lead_unit: ticket.leadUnitName,
    created_at: ticket.createdAt.toISOString(),
    updated_at: ticket.updatedAt.toISOString(),
    due_at: ticket.closedAt === null ? ticket.resolveDueAt.toISOString() : null,
    due_text: dueText(ticket, now) || null,
    outcome: ticket.outcome,
    public_reply: ticket.status === 'pending_info' ? ticket.pendingQuestion : ticket.publicReply,
    reject_reason: ['rejected', 'referred'].includes(ticket.status) ? ticket.rejectReason : null,
    resident_verdict: ticket.residentVerdict,
    satisfaction: ticket.satisfaction,
    timeline: history.flatMap((row) =>
      row.toStatus === null || row.toStatus === row.fromStatus
        ? []
        : [
            {
              at: row.at.toISOString(),
              status: row.toStatus as Ticket['status'],
              text: statusText(row.toStatus as Ticket['status']),
            },
          ],
    ),
    actions: residentActions(ticket),
  }
}
