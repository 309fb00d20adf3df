import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { TicketStatus } from '../protocol/tickets.ts'
import { NotFoundError } from '../shared/errors.ts'
import { insertFollower, listUntold, markTold, type Untold } from './follower-store.ts'
import { findTicketById } from './store.ts'

/** What a resident wants to hear of; steps inside the office are none of it. */
const NEWS: readonly TicketStatus[] = [
  'processing',
  'pending_info',
  'resolved',
  'closed',
  'rejected',
  'referred',
]
const AT_ONCE = 200

/** R-LIFE-6 合并关注: no second ticket, and the resident still hears what becomes of the first. */
export async function followTicket(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: { ticketId: string; conversationId: string },
): Promise<void> {
  const ticket = await findTicketById(ctx.sql, input.ticketId)
  if (ticket === undefined || ticket.confidentiality === 'secret_identity') {
    throw new NotFoundError('ticket', input.ticketId)
  }
  await insertFollower(ctx.sql, { ...input, status: ticket.status, at: ctx.clock.now() })
}

/** Calls `tell` once per follower and change, in the transaction that remembers it; returns how many were told. */
export async function forEachUntold(
  ctx: Pick<ServiceContext, 'sql'>,
  tell: (tx: Transaction, news: Untold) => Promise<void>,
): Promise<Untold[]> {
  const told: Untold[] = []
  for (const news of await listUntold(ctx.sql, { news: NEWS, limit: AT_ONCE })) {
    const first = await withTransaction(ctx.sql, async (tx) => {
      if (!(await markTold(tx, news))) return false
      await tell(tx, news)
      return true
    })
    if (first) told.push(news)
  }
  return told
}
