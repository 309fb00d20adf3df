import type { Ports } from '../ports.ts'
import { turnTopic } from './turn-log.ts'
import { findTurn } from './turn-store.ts'

const POLL_MS = 400
/** Past this a turn is the sweep's, not somebody's who still speaks. */
const GRACE_MS = 5_000

/** Resolves when a turn has ended, in whichever process it runs; its own deadline bounds the wait. */
export async function waitForTurnEnd(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup'>,
  input: { turnId: string; signal: AbortSignal },
): Promise<void> {
  for (;;) {
    const turn = await findTurn(ctx.sql, input.turnId)
    if (turn?.status !== 'running') return
    if (turn.deadlineAt.getTime() + GRACE_MS < ctx.clock.now().getTime()) return
    await ctx.wakeup.wait(turnTopic(input.turnId), POLL_MS, input.signal)
    input.signal.throwIfAborted()
  }
}
