import type { Outcome } from '../../protocol/outcomes.ts'
import { isThanks, routeReply, type DeclineReason } from '../understanding/index.ts'
import { draftWaits } from './ask-again.ts'
import { turnText } from '../messages.ts'
import { say, sayLines } from '../say.ts'
import { proceed, stop, type Step, type TurnContext, type TurnDeps } from '../turn-context.ts'

const OUTCOME: Record<DeclineReason, Outcome> = {
  abusive: 'declined_abusive',
  empty: 'clarification',
  persona: 'declined_persona',
  other_jurisdiction: 'declined_other_jurisdiction',
  individual_decision: 'declined_individual_decision',
  legal_channel: 'declined_legal_channel',
  legal_advice: 'declined_individual_decision',
  medical_advice: 'declined_individual_decision',
  personal_data: 'declined_personal_data',
  injection: 'guardrail_injection',
  illegal: 'guardrail_illegal',
  out_of_scope: 'declined_out_of_scope',
}

const OFFER_TEXT = {
  ticket: 'offer_ticket',
  handover: 'offer_handover',
  continue: 'offer_continue',
} as const

/** The non-emergency routing table, greetings and clarifying questions: fixed words, never generated. */
export const declineOrRedirect: Step = {
  name: 'decline-or-redirect',
  async run(turn, deps) {
    const { understanding } = turn
    if (understanding === undefined) return proceed(turn)
    if (understanding.intent === 'greeting') {
      const key = isThanks(turn.text.trim()) ? 'thanks' : 'greeting'
      await say(deps, { text: turnText(turn.locale, key), origin: 'system', role: 'lead' })
      return stop('greeting')
    }
    if (understanding.intent === 'clarify' && understanding.clarify !== null) {
      const { question, choices } = understanding.clarify
      deps.effects.pending = { kind: 'clarify', question: turn.text }
      await deps.emit({ type: 'choices', prompt: question, choices, skippable: false })
      return stop('clarification')
    }
    const reply = routeReply(understanding)
    if (reply === undefined || understanding.decline === null) return proceed(turn)
    // The last line introduces the rules, if any are found.
    await sayLines(deps, reply.lookUp ? reply.lines.slice(0, -1) : reply.lines)
    if (reply.lookUp) return proceed(turn)
    await offer(turn, deps, reply.offers)
    return stop(OUTCOME[understanding.decline])
  },
}

async function offer(
  turn: TurnContext,
  deps: TurnDeps,
  offers: readonly ('ticket' | 'handover' | 'continue')[],
): Promise<void> {
  const ways = offers.filter((item) => item !== 'continue')
  if (ways.length === 0 || draftWaits(turn, deps)) return
  await deps.emit({
    type: 'choices',
    prompt: '',
    choices: ways.map((item) => {
      const text = turnText(turn.locale, OFFER_TEXT[item])
      return { label: text, text }
    }),
    skippable: true,
  })
}
