import { PendingState } from '../pending.ts'
import type { Step, TurnContext, TurnDeps } from '../turn-context.ts'
import { askFor } from './ask-for.ts'
import { laterOf, offerNext } from './later-matters.ts'

/** A step that ends turns: below what it said, what the draft had asked before is asked again. */
export function thenAskAgain(step: Step): Step {
  return {
    name: step.name,
    async run(turn, deps) {
      const result = await step.run(turn, deps)
      if (result.kind === 'stop') await askAgain(turn, deps)
      return result
    },
  }
}

function waitingFor(turn: TurnContext, deps: TurnDeps): PendingState | null {
  if (turn.safetyMode !== null || turn.mode === 'staff') return null
  const { pending } = deps.effects
  return pending === undefined ? turn.pending : PendingState.nullable().parse(pending)
}

/** A draft waits for its answer: that is what the resident is asked, and no other way on is offered. */
export function draftWaits(turn: TurnContext, deps: TurnDeps): boolean {
  return waitingFor(turn, deps)?.kind === 'ticket'
}

async function askAgain(turn: TurnContext, deps: TurnDeps): Promise<void> {
  const waiting = waitingFor(turn, deps)
  if (waiting?.kind === 'ticket' && waiting.asking !== null)
    await askFor(turn, deps, waiting.asking)
  // Its card was drawn in an earlier turn; one that is drawn now brings the offer along.
  if (waiting?.kind === 'drafted' && waiting.ticket.draftIds.length === 0)
    await offerNext(turn, deps, laterOf(waiting))
}
