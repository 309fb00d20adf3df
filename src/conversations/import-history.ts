import { withTransaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { newId } from '../shared/ids.ts'
import { NotFoundError } from '../shared/errors.ts'
import { maskIntoConversation } from './sealed-text.ts'
import { insertMessage, lockConversation, updateConversation } from './store.ts'

/**
 * What was said before, as a program that keeps its own history tells it. The turn reads it like any other history: it
 * gives context to a question and grounds nothing.
 */
export async function importHistory(
  ctx: Pick<Ports, 'sql' | 'clock' | 'vault'>,
  input: {
    conversationId: string
    messages: readonly { role: 'resident' | 'assistant'; text: string }[]
  },
): Promise<void> {
  if (input.messages.length === 0) return
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const conversation = await lockConversation(tx, input.conversationId)
    if (conversation === undefined) throw new NotFoundError('conversation', input.conversationId)
    let sealed = conversation.private
    for (const { role, text } of input.messages) {
      const masked = await maskIntoConversation(ctx.vault, { sealed, text })
      sealed = masked.sealed
      await insertMessage(tx, {
        id: newId('msg'),
        conversationId: conversation.id,
        role,
        label: role === 'resident' ? 'resident' : 'ai',
        text: masked.text,
        at,
      })
    }
    await updateConversation(tx, conversation.id, { private: sealed })
  })
}
