import { findSecretMarker } from '../../llm/index.ts'
import { proceed, stop, type Step, type StepResult, type TurnContext } from '../turn-context.ts'
import { say } from '../say.ts'
import { turnText } from '../messages.ts'
import { understandByRules } from '../understanding/index.ts'
import { draftTicket } from './ticket.ts'

/**
 * A person has the conversation, or is about to: the AI says nothing of its own. While nobody has come yet, a matter that is to
 * be registered still gets its card, because the desk may be empty until morning.
 */
export const stayBehindStaff: Step = {
  name: 'stay-behind-staff',
  async run(turn, deps) {
    if (turn.mode === 'ai') return proceed(turn)
    if (turn.mode === 'waiting') {
      if (wantsRegistered(turn)) {
        const understanding = understandByRules(turn.text, turn.history)
        const drafted = await draftTicket.run({ ...turn, understanding }, deps)
        return stillWaiting(drafted)
      }
      await say(deps, {
        text: turnText(turn.locale, 'handoff_still_waiting'),
        origin: 'system',
        role: 'notice',
      })
    }
    return stop('handoff_waiting')
  },
}

const REGISTERS =
  /(?:帮|替|给)我(?:先)?(?:登记|上报|报(?!销)|反映|记(?:一?下|上))|(?:先|就)(?:登记|上报|反映)|(?:我)?要(?:报修|登记|上报)|登记工单|\b(?:report|register|file a)\b/iu

/** Asked for in so many words, or the answer to what was asked for its card. */
function wantsRegistered(turn: TurnContext): boolean {
  if (findSecretMarker(turn.text) !== undefined) return false
  if (turn.text.trim() === turnText(turn.locale, 'next_matter')) return true
  const { intent } = understandByRules(turn.text, turn.history)
  if (intent === 'handover') return false
  return turn.pending?.kind === 'ticket' || (intent === 'ticket' && REGISTERS.test(turn.text))
}

/** Whatever the card step left to others is not said while a person is awaited. */
function stillWaiting(result: StepResult): StepResult {
  return result.kind === 'stop' ? result : stop('handoff_waiting')
}
