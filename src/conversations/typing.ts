import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { ConflictError } from '../shared/errors.ts'
import { findLastTyping, replaceTyping } from './event-store.ts'
import { requireChatStaff, requireInArea } from './handoff.ts'
import { conversationTopic } from './live-events.ts'
import { findConversation, lockConversation, type Conversation } from './store.ts'

type Side = 'resident' | 'staff'
type TypingContext = Pick<ServiceContext, 'sql' | 'clock' | 'wakeup'>

/** Written at most this often for one side, however often a page says so. */
const WRITE_EVERY_MS = 2_000

/** Somebody's keys moved: never what they wrote, never a message, and past in a few seconds. */
async function noteTyping(
  ctx: TypingContext,
  input: { conversation: Conversation; by: Side },
): Promise<void> {
  const { conversation, by } = input
  const topic = conversationTopic(conversation.id)
  const at = ctx.clock.now()
  const last = await findLastTyping(ctx.sql, topic, by)
  if (last !== undefined && at.getTime() - last.getTime() < WRITE_EVERY_MS) return
  const told = await withTransaction(ctx.sql, async (tx) => {
    const now = await lockConversation(tx, conversation.id)
    if (now?.mode !== 'staff' || now.staffId !== conversation.staffId) return false
    await replaceTyping(tx, topic, { type: 'conversation.typing', by, at: at.toISOString() })
    return true
  })
  if (told) ctx.wakeup.notify(topic)
}

/** Only a person reads along: to the AI nobody is announced. */
export async function noteResidentTyping(
  ctx: TypingContext,
  conversation: Conversation,
): Promise<void> {
  if (conversation.mode === 'staff') await noteTyping(ctx, { conversation, by: 'resident' })
}

export async function noteStaffTyping(
  ctx: TypingContext & Pick<ServiceContext, 'actor'>,
  input: { conversationId: string },
): Promise<void> {
  const staff = requireChatStaff(ctx)
  const conversation = requireInArea(
    staff,
    await findConversation(ctx.sql, input.conversationId),
    input.conversationId,
  )
  if (conversation.mode !== 'staff' || conversation.staffId !== staff.id)
    throw new ConflictError('conversation_not_taken', 'take the conversation over first')
  await noteTyping(ctx, { conversation, by: 'staff' })
}
