import type { Ports } from '../ports.ts'
import type { LiveEvent } from '../protocol/conversations.ts'
import { TYPING_SHOWN_MS } from '../protocol/typing.ts'
import { findLastTyping } from './event-store.ts'
import { conversationTopic } from './live-events.ts'

/** What the resident typed last is over when their message is there. */
export async function isResidentTyping(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  input: { conversationId: string; lastSaidAt: Date | undefined },
): Promise<boolean> {
  const at = await findLastTyping(ctx.sql, conversationTopic(input.conversationId), 'resident')
  if (at === undefined || !isFresh(at, ctx.clock.now())) return false
  return input.lastSaidAt === undefined || at > input.lastSaidAt
}

/** A page that comes back is not told of keys that moved while it was away, nor of its own. */
export function isForResident(event: LiveEvent, now: Date): boolean {
  if (event.type !== 'conversation.typing') return true
  return event.by === 'staff' && isFresh(new Date(event.at), now)
}

function isFresh(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < TYPING_SHOWN_MS
}
