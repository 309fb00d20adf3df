import { policyOf } from '../emergency/index.ts'
import { raiseAlarm } from './emergency.ts'
import { understandQuestion } from '../understanding/index.ts'
import { proceed, type Step } from '../turn-context.ts'

/** One structured model call with a deterministic fallback of the same type; without a model the rules alone. */
export const understand: Step = {
  name: 'understand',
  async run(turn, deps) {
    await deps.emit({ type: 'turn.progress', stage: 'understanding' })
    const { understanding, danger, call } = await understandQuestion(deps.ctx, {
      text: turn.text,
      history: turn.history,
      signal: deps.signal,
    })
    if (call !== undefined) {
      const { failed, ...made } = call
      const details = failed === undefined ? {} : { details: { failed } }
      deps.record({ step: 'understand:model', ...made, ...details })
    }
    if (danger !== undefined) {
      return raiseAlarm(turn, deps, { kind: danger.kind, policy: policyOf(danger.kind) })
    }
    return proceed({ ...turn, understanding, question: understanding.standaloneQuestion })
  },
}
