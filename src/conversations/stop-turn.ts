import type { Ports } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import type { Conversation } from './store.ts'
import { turnTopic } from './turn-log.ts'
import { findTurn, insertTerminalEvent, supersedeTurn } from './turn-store.ts'
import { withTransaction } from '../db/client.ts'

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
    abort.abort(new DOMException('stopped by the resident', 'AbortError'))
    return
  }
  await withTransaction(ctx.sql, async (tx) => {
    const stopped = await supersedeTurn(tx, {
      id: turn.id,
      by: null,
      at: ctx.clock.now(),
      outcome: 'superseded_by_restart',
      evenAfterFirstSentence: true,
    })
    if (!stopped) return
    await insertTerminalEvent(tx, turn.id, {
      type: 'turn.failed',
      turn_id: turn.id,
      code: 'superseded',
      message: '',
    })
  })
  ctx.wakeup.notify(turnTopic(turn.id))
}
