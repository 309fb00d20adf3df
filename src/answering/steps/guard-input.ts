import { findSecretMarker } from '../../llm/index.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import { proceed, stop, type Step } from '../turn-context.ts'

/** R-PRV-8: marked material goes to no model and to no index; the resident is told. */
export const guardInput: Step = {
  name: 'guard-input',
  async run(turn, deps) {
    const secret = findSecretMarker(turn.text)
    if (secret === undefined) return proceed(turn)
    await say(deps, {
      text: turnText(turn.locale, 'secret', { marker: secret.marker }),
      origin: 'system',
      role: 'notice',
    })
    return stop('guardrail_secret')
  },
}
