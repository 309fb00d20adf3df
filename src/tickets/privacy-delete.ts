import {
  eraseConversation,
  findErasureReceipt,
  requireConversation,
  stopErasedTurns,
  type ReceiptRow,
} from '../conversations/index.ts'
import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { deleteFollowersOf } from './follower-store.ts'
import { forgetContact } from './notices/tell-contacts.ts'
import { deletePhotosOf } from './photos/photo-store.ts'
import { eraseIdentity } from './privacy-identity.ts'
import { deleteDraftsOf, detachTicket, lockTicketsOf } from './privacy-store.ts'

type DeleteContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'turns' | 'wakeup'>
export type Deletion = { receipt: ReceiptRow; ticketNos: string[] }

/**
 * The resident deletes the conversation (R-PRV-3), done when this returns. Open tickets keep their facts and lose the
 * person when they are closed, or now with `withdrawIdentity`. A second call finds the first one's receipt.
 */
export async function deleteConversation(
  ctx: DeleteContext,
  input: { id: string; token: string | undefined; withdrawIdentity: boolean },
): Promise<Deletion> {
  const earlier = await findErasureReceipt(ctx, input)
  if (earlier !== undefined) return { receipt: earlier, ticketNos: [] }
  const conversation = await requireConversation(ctx, input)
  const at = ctx.clock.now()
  const ticketNos: string[] = []
  const erased = await withTransaction(ctx.sql, (tx) =>
    eraseConversation(tx, {
      conversationId: conversation.id,
      at,
      identityWithdrawn: input.withdrawIdentity,
      alsoErase: async () => {
        const drafts = await deleteDraftsOf(tx, conversation.id)
        await deleteFollowersOf(tx, conversation.id)
        const photos = await deletePhotosOf(tx, { conversationId: conversation.id })
        ticketNos.push(...(await releaseTickets(tx, ctx, { ...input, at })))
        return { deleted: { drafts, photos }, tickets: ticketNos.length }
      },
    }),
  )
  if (erased === undefined) {
    const receipt = await findErasureReceipt(ctx, input)
    if (receipt === undefined) throw new NotFoundError('conversation', input.id)
    return { receipt, ticketNos: [] }
  }
  stopErasedTurns(ctx, { conversationId: conversation.id, turnIds: erased.turnIds })
  ctx.wakeup.notify('tickets')
  return { receipt: erased.receipt, ticketNos }
}

async function releaseTickets(
  tx: Transaction,
  ctx: Pick<ServiceContext, 'vault'>,
  input: { id: string; withdrawIdentity: boolean; at: Date },
): Promise<string[]> {
  const { at } = input
  const tickets = await lockTicketsOf(tx, input.id)
  for (const ticket of tickets) {
    const isClosed = ticket.closed_at !== null
    await detachTicket(tx, { id: ticket.id, eraseOnClose: true })
    // The case can go on without it, so it does not wait for the case.
    await forgetContact(tx, { id: ticket.id, ticketNo: ticket.ticket_no })
    if (!isClosed && !input.withdrawIdentity) continue
    await eraseIdentity(tx, ctx, {
      ticket,
      actor: { kind: 'resident', ticketNo: ticket.ticket_no },
      role: 'resident',
      reason: 'conversation_deleted',
      at,
      keepPlace: !isClosed,
    })
  }
  return tickets.map(({ ticket_no }) => ticket_no)
}
