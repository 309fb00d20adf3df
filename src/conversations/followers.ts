import type { Ports, RunningTurns } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'
import { findConversation } from './store.ts'

/** How long a turn goes on that nobody listens to: a phone that changes networks is back well before. */
export const ABANDONED_AFTER_MS = 30_000

/** Counts one listener of a turn of this process; the function it returns takes the count back. */
export function joinFollowers(turns: RunningTurns, turnId: string): () => void {
  turns.followers.set(turnId, (turns.followers.get(turnId) ?? 0) + 1)
  return () => {
    const left = (turns.followers.get(turnId) ?? 1) - 1
    if (left > 0) turns.followers.set(turnId, left)
    else turns.followers.delete(turnId)
  }
}

/**
 * Calls `onAbandoned` once nobody has followed the turn for `ABANDONED_AFTER_MS`: a model must not go on talking to an
 * empty room. A resident who came back to another process shows in the conversation's last activity. Stop it when the
 * turn has ended.
 */
export function watchFollowers(
  ctx: Pick<Ports, 'sql' | 'clock' | 'turns' | 'logger'>,
  input: { turnId: string; conversationId: string; onAbandoned(): void },
): () => void {
  let aloneSince = ctx.clock.now().getTime()
  const look = async (): Promise<void> => {
    const now = ctx.clock.now().getTime()
    if (ctx.turns.followers.has(input.turnId)) aloneSince = now
    if (now - aloneSince < ABANDONED_AFTER_MS) return
    const conversation = await findConversation(ctx.sql, input.conversationId)
    const lastSeen = conversation?.lastActiveAt.getTime() ?? 0
    if (now - lastSeen < ABANDONED_AFTER_MS) aloneSince = lastSeen
    else input.onAbandoned()
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      ctx.logger.log('warn', 'turn.not_watched', { turn_id: input.turnId, ...errorFields(error) })
    })
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

const LOOK_EVERY_MS = 1_000
