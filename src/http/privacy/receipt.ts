import type { DeletionReceipt } from '../../protocol/privacy.ts'
import { RETENTION_DAYS, type Deletion } from '../../tickets/index.ts'
import { periodText, type Say } from './texts.ts'

const DELETED = ['messages', 'turns', 'feedback', 'notes', 'gaps', 'events', 'drafts'] as const

/** What is gone, what stays, until when and why (R-PRV-3). */
export function toReceipt({ receipt, ticketNos }: Deletion, say: Say): DeletionReceipt {
  return {
    receipt_no: receipt.receiptNo,
    at: receipt.at.toISOString(),
    deleted: DELETED.map((name) => ({
      what: say(`deleted_${name}`),
      count: receipt.deleted[name] ?? 0,
    })).filter(({ count }) => count > 0),
    kept: [
      ...(receipt.tickets > 0 ? keptOfTickets(receipt, say) : []),
      {
        what: say('kept_receipt'),
        until: say('kept_receipt_until', { receipt: periodText(RETENTION_DAYS.receipt, say) }),
        why: say('kept_receipt_why'),
      },
    ],
    tickets: ticketNos,
  }
}

function keptOfTickets(receipt: Deletion['receipt'], say: Say): DeletionReceipt['kept'] {
  const facts = {
    what: say('kept_tickets', { count: receipt.tickets }),
    until: say('kept_tickets_until', { facts: periodText(RETENTION_DAYS.ticket_facts, say) }),
    why: receipt.identityWithdrawn ? say('kept_identity_withdrawn') : say('kept_tickets_why'),
  }
  if (receipt.identityWithdrawn) return [facts]
  return [
    facts,
    {
      what: say('kept_identity'),
      until: say('kept_identity_until'),
      why: say('kept_identity_why'),
    },
  ]
}
