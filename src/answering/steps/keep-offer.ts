import { openOrContinue } from '../ticket-state.ts'
import type { TurnContext, TurnDeps } from '../turn-context.ts'

/** Whatever the answer will be, its question can still become a ticket; what the conversation waits for otherwise stays. */
export function keepOffer(turn: TurnContext, deps: TurnDeps): void {
  const { pending } = deps.effects
  const waiting = pending === undefined ? turn.pending : pending
  if (waiting !== null && !(waiting === turn.pending && turn.pending?.kind === 'offered')) return
  deps.effects.pending = { kind: 'offered', ticket: openOrContinue(turn) }
}
