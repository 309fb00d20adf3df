import type { Transaction } from '../db/client.ts'
import { newId } from '../shared/ids.ts'
import { conversationTopic, recordLiveEvent } from './live-events.ts'
import { insertMessage, lockConversation, updateConversation, type MessageRow } from './store.ts'
import { NO_MASKS, toMessageView } from './view.ts'

/**
 * Reviewed words of the service outside a turn; they never make a conversation count as used. Call `wakeup.notify` for its topic after
 * commit. False when the conversation is gone.
 */
export async function tellConversation(
  tx: Transaction,
  input: { conversationId: string; text: string; at: Date },
): Promise<boolean> {
  const conversation = await lockConversation(tx, input.conversationId)
  if (conversation === undefined) return false
  const message = {
    id: newId('msg'),
    conversationId: conversation.id,
    role: 'assistant' as const,
    label: 'system' as const,
    text: input.text,
    events: [
      {
        type: 'answer.sentence' as const,
        index: 0,
        text: input.text,
        role: 'lead' as const,
        citations: [],
        origin: 'system' as const,
      },
    ],
    at: input.at,
  }
  const seq = await insertMessage(tx, message)
  await updateConversation(tx, conversation.id, { last_active_at: conversation.lastActiveAt })
  const row: MessageRow = {
    ...message,
    seq,
    turnId: null,
    outcome: null,
    staffId: null,
    staffName: null,
    staffUnit: null,
    createdAt: input.at,
    feedback: null,
  }
  await recordLiveEvent(tx, conversationTopic(conversation.id), {
    type: 'message.created',
    message: toMessageView(row, NO_MASKS),
  })
  return true
}
