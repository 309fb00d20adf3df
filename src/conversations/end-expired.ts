import type { Ports } from '../ports.ts'
import { endTurn } from './end-turn.ts'
import { turnTopic } from './turn-log.ts'
import { listExpiredTurns } from './turn-store.ts'
import { NO_MASKS } from './view.ts'

/** Grace after the deadline: the process that runs the turn ends it first if it still lives. */
const GRACE_MS = 5_000

export async function endExpiredTurns(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup'>,
  input: { message: string },
): Promise<{ ended: number }> {
  const before = new Date(ctx.clock.now().getTime() - GRACE_MS)
  let ended = 0
  for (const turn of await listExpiredTurns(ctx.sql, before)) {
    const terminal = await endTurn(ctx, {
      turnId: turn.id,
      conversationId: turn.conversationId,
      status: 'failed',
      outcome: 'error_timeout',
      events: [],
      text: '',
      label: 'system',
      suggestions: [],
      failure: { code: 'timeout', message: input.message },
      masks: NO_MASKS,
      effects: {},
      steps: [],
      passages: [],
    })
    if (terminal === undefined) continue
    ended += 1
    ctx.wakeup.notify(turnTopic(turn.id))
  }
  return { ended }
}
