import { withTransaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { cutTurn } from './cut-turn.ts'
import { conversationTopic } from './live-events.ts'
import { lockConversation, updateConversation } from './store.ts'
import { turnTopic } from './turn-log.ts'
import { listExpiredTurns, type TurnRow } from './turn-store.ts'

/** Grace after the deadline: the process that runs the turn ends it first if it still lives. */
const GRACE_MS = 5_000

/** Turns whose process died. What the resident had seen of them stays in the history. */
export async function endExpiredTurns(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup'>,
  input: { message: string },
): Promise<{ ended: number }> {
  const before = new Date(ctx.clock.now().getTime() - GRACE_MS)
  let ended = 0
  for (const turn of await listExpiredTurns(ctx.sql, before)) {
    if (!(await endExpired(ctx, turn, input.message))) continue
    ended += 1
    ctx.wakeup.notify(turnTopic(turn.id))
    ctx.wakeup.notify(conversationTopic(turn.conversationId))
  }
  return { ended }
}

async function endExpired(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  turn: TurnRow,
  message: string,
): Promise<boolean> {
  return withTransaction(ctx.sql, async (tx) => {
    const conversation = await lockConversation(tx, turn.conversationId)
    if (conversation === undefined) return false
    const ended = await cutTurn(tx, {
      turnId: turn.id,
      conversationId: turn.conversationId,
      status: 'failed',
      outcome: 'error_timeout',
      terminal: { type: 'turn.failed', turn_id: turn.id, code: 'timeout', message },
      at: ctx.clock.now(),
    })
    if (ended && conversation.runningTurnId === turn.id)
      await updateConversation(tx, conversation.id, { running_turn_id: null, lease_until: null })
    return ended
  })
}
