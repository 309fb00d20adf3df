import type { Ports } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { withTransaction } from '../db/client.ts'
import { findMessage, insertGap, upsertFeedback, type Conversation } from './store.ts'
import { findTurn } from './turn-store.ts'

/** A thumbs-down also feeds the gap queue (R-KB-8). One vote per message; the last one counts. */
export async function submitFeedback(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  input: {
    conversation: Conversation
    messageId: string
    vote: 'up' | 'down'
    reasons: readonly string[]
    comment: string
  },
): Promise<void> {
  const message = await findMessage(ctx.sql, input.messageId)
  if (
    message === undefined ||
    message.conversationId !== input.conversation.id ||
    message.role === 'resident'
  ) {
    throw new NotFoundError('message', input.messageId)
  }
  const at = ctx.clock.now()
  const turn = message.turnId === null ? undefined : await findTurn(ctx.sql, message.turnId)
  await withTransaction(ctx.sql, async (tx) => {
    await upsertFeedback(tx, { ...input, at })
    if (input.vote === 'down' && turn !== undefined) {
      await insertGap(tx, {
        id: newId('gap'),
        question: turn.text,
        reason: 'down_voted',
        turnId: turn.id,
        at,
      })
    }
  })
}
