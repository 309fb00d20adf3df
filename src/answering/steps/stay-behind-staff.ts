import { proceed, stop, type Step } from '../turn-context.ts'
import { say } from '../say.ts'
import { turnText } from '../messages.ts'

/** A person has the conversation, or is about to: the AI says nothing of its own. */
export const stayBehindStaff: Step = {
  name: 'stay-behind-staff',
  async run(turn, deps) {
    if (turn.mode === 'ai') return proceed(turn)
    if (turn.mode === 'waiting') {
      await say(deps, {
        text: turnText(turn.locale, 'handoff_still_waiting'),
        origin: 'system',
        role: 'notice',
      })
    }
    return stop('handoff_waiting')
  },
}
