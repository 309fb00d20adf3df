import { withTransaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { cutTurn, supersededEvent } from './cut-turn.ts'
import { conversationTopic } from './live-events.ts'
import { lockConversation, updateConversation, type Conversation } from './store.ts'
import { turnTopic } from './turn-log.ts'
import { findTurn } from './turn-store.ts'

/** Why a turn's work is given up: nobody waits for the rest of it, and what was said stays. */
export class TurnStoppedError extends Error {
  constructor(reason: 'resident' | 'abandoned') {
    super(`turn stopped: ${reason}`)
    this.name = 'TurnStoppedError'
  }
}

/** The resident's stop button: what was said stays, the model call is aborted. A turn that already ended stays as it is. */
export async function stopTurn(
  ctx: Pick<Ports, 'sql' | 'clock' | 'turns' | 'wakeup'>,
  input: { conversation: Conversation; turnId: string },
): Promise<void> {
  const turn = await findTurn(ctx.sql, input.turnId)
  if (turn === undefined || turn.conversationId !== input.conversation.id) {
    throw new NotFoundError('turn', input.turnId)
  }
  const abort = ctx.turns.aborts.get(turn.id)
  if (abort !== undefined) {
    // This process runs it: its own end stores what was said so far.
    abort.abort(new TurnStoppedError('resident'))
    return
  }
  await withTransaction(ctx.sql, async (tx) => {
    const conversation = await lockConversation(tx, turn.conversationId)
    if (conversation === undefined) return
    const at = ctx.clock.now()
    const stopped = await cutTurn(tx, {
      turnId: turn.id,
      conversationId: conversation.id,
      status: 'superseded',
      outcome: 'superseded_by_restart',
      terminal: supersededEvent(turn.id),
      at,
    })
    if (!stopped || conversation.runningTurnId !== turn.id) return
    await updateConversation(tx, conversation.id, { running_turn_id: null, lease_until: null })
  })
  ctx.wakeup.notify(turnTopic(turn.id))
  ctx.wakeup.notify(conversationTopic(turn.conversationId))
}
