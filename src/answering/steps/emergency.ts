import {
  assessEmergency,
  correctNumbers,
  emergencyCard,
  type AlarmPolicy,
  type EmergencyAssessment,
  type EmergencyKind,
} from '../emergency/index.ts'
import { say } from '../say.ts'
import { openTicket, takeAnswer } from '../ticket-state.ts'
import { redraw } from './ticket.ts'
import { asks, understandByRules } from '../understanding/index.ts'
import { isButton, turnText } from '../messages.ts'
import {
  proceed,
  stop,
  type Step,
  type StepResult,
  type TurnContext,
  type TurnDeps,
} from '../turn-context.ts'

/**
 * Deterministic, first, and not switched off by anything a resident, a document or a web page says (R-EMG-7). Texts and
 * numbers are bundled: it needs neither model nor retrieval.
 */
export const checkEmergency: Step = {
  name: 'check-emergency',
  async run(turn, deps) {
    // 跳过, tapped twice, adds nothing to what was weighed when it was said.
    const said = isButton(turn.text) ? '' : turn.text
    const history = said === '' ? [] : turn.history.filter(({ text }) => !isButton(text))
    const assessment = assessEmergency(said, history, {
      safetyMode: turn.safetyMode as EmergencyKind | null,
      answering: turn.pending?.kind === 'ticket',
    })
    const { alarm } = assessment
    // Going on about the danger already answered is no new alarm.
    const known = alarm?.fromHistory === true && turn.safetyMode !== null
    if (alarm !== undefined && !known) return raiseAlarm(turn, deps, alarm)
    if (known) {
      return inSafetyMode(turn, deps, { kind: turn.safetyMode as EmergencyKind, ended: false })
    }
    if (assessment.safety !== undefined) return inSafetyMode(turn, deps, assessment.safety)
    if (assessment.soft !== undefined) {
      await say(deps, { text: assessment.soft.text, origin: 'system', role: 'notice' })
    }
    return proceed(turn)
  },
}

/** Found by the rules, or added by the model's second look: the same card, alert and hand-over. */
export async function raiseAlarm(
  turn: TurnContext,
  deps: TurnDeps,
  alarm: { kind: EmergencyKind; policy: AlarmPolicy },
): Promise<StepResult> {
  const { kind, policy } = alarm
  const alerted = policy.staffAlert !== 'none'
  if (alerted) deps.effects.alert = { kind, summary: turn.text.slice(0, 200) }
  deps.effects.safetyMode = kind
  if (policy.handover) deps.effects.requestHandoff = { reason: `emergency_${kind}`, urgent: true }
  await showCard(deps, kind, alerted)
  await keepForTicket(turn, deps, policy)
  return stop('emergency_alarm')
}

/** R-EMG-6: the session stays in safety mode until the resident or a person ends it. */
async function inSafetyMode(
  turn: TurnContext,
  deps: TurnDeps,
  safety: NonNullable<EmergencyAssessment['safety']>,
): Promise<StepResult> {
  if (safety.ended) {
    deps.effects.safetyMode = null
    deps.effects.pending = null
    // 没事了，那垃圾谁来清? goes on with its question.
    if (asks(turn.text)) return proceed({ ...turn, safetyMode: null, pending: null })
    const earlier = leftUnanswered(turn, safety.denied)
    const text = turnText(turn.locale, 'safety_over')
    await say(deps, { text, origin: 'system', role: earlier === undefined ? 'lead' : 'notice' })
    if (earlier === undefined) return stop('greeting')
    return proceed({ ...turn, ...earlier, safetyMode: null, pending: null })
  }
  // A person is one step away, also from inside safety mode.
  if (understandByRules(turn.text, turn.history).intent === 'handover') return proceed(turn)
  await showCard(deps, safety.kind, false)
  // The call comes first; who then goes on telling where and since when gets the ticket to confirm as well (R-EMG, last column).
  const told = turn.pending?.kind === 'ticket' || turn.pending?.kind === 'drafted'
  return told ? proceed(turn) : stop('emergency_safety_mode')
}

/** What the card stood in front of: the last question or report, unless it was the danger that is over now. */
function leftUnanswered(
  turn: TurnContext,
  denied: boolean,
): Pick<TurnContext, 'text' | 'history' | 'residentMessageId'> | undefined {
  const at = turn.history.findLastIndex(({ role }) => role === 'resident')
  const text = turn.history[at]?.text
  if (text === undefined) return undefined
  const history = turn.history.slice(0, at)
  if (!denied && assessEmergency(text, history).alarm !== undefined) return undefined
  const reported = denied && understandByRules(text, history).intent === 'ticket'
  if (!reported && !asks(text)) return undefined
  // A ticket names the message its words stand in.
  const kept = turn.pending?.kind === 'ticket' ? turn.pending.words : []
  const { messageId = turn.residentMessageId } = kept.find((words) => words.text === text) ?? {}
  return { text, history, residentMessageId: messageId }
}

/**
 * What was told is kept for a ticket after the call, except where a person takes over or nobody may know. A ticket in the making that
 * knows its place already stands below the card.
 */
async function keepForTicket(
  turn: TurnContext,
  deps: TurnDeps,
  policy: AlarmPolicy,
): Promise<void> {
  if (policy.handover || policy.confidentiality === 'secret_identity') {
    deps.effects.pending = null
    return
  }
  const { pending } = turn
  if (pending?.kind === 'ticket' && pending.answers['where'] !== undefined) {
    await redraw(turn, deps, takeAnswer(turn, pending))
    return
  }
  const state = pending?.kind === 'ticket' ? takeAnswer(turn, pending) : openTicket(turn)
  const asking = state.answers['where'] === undefined ? 'where' : 'since'
  deps.effects.pending = {
    ...state,
    asking,
    asked: [...new Set([...state.asked, asking] as const)],
  }
}

async function showCard(deps: TurnDeps, kind: EmergencyKind, alerted: boolean): Promise<void> {
  await deps.emit({
    type: 'emergency',
    card: await correctNumbers(deps.ctx, emergencyCard(kind, alerted)),
  })
}
