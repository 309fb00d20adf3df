import { draftTickets, withdrawDrafts, type DraftInput } from '../../tickets/index.ts'
import type { Urgency } from '../../protocol/tickets.ts'
import { assessEmergency, policyOf, type EmergencyKind } from '../emergency/index.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import {
  asks,
  findPlace,
  findSince,
  splitMatters,
  urgencyOf,
  urgentWords,
} from '../understanding/index.ts'
import type { PendingTicket } from '../pending.ts'
import {
  addToDraft,
  allWords,
  answersSlot,
  asksToRegister,
  firstMissing,
  mainWords,
  openOrContinue,
  takeAnswer,
} from '../ticket-state.ts'
import { adviceAskedFor, adviseFirst, openTicketTalk } from './advise.ts'
import { givesUp, talkAboutDraft, wantsCard } from './about-draft.ts'
import { readDraft } from './read-draft.ts'
import { answerSameMatter, offerSameMatter } from './same-matter.ts'
import {
  proceed,
  stop,
  type Step,
  type StepResult,
  type TurnContext,
  type TurnDeps,
} from '../turn-context.ts'

/** R-TKT-3: at most three questions, one at a time; "不知道/跳过" is an answer. */
const MAX_QUESTIONS = 3
export const draftTicket: Step = {
  name: 'draft-ticket',
  async run(turn, deps) {
    const { understanding, pending } = turn
    if (understanding === undefined) return proceed(turn)
    if (pending?.kind === 'same_matter') {
      const answered = await answerSameMatter(turn, deps, pending)
      if (answered === 'register') {
        const { ticket, place, since } = pending
        return showDrafts(turn, deps, { state: ticket, place, since, asNew: true })
      }
      if (answered !== undefined) return answered
      deps.effects.pending = null
    }
    if (turn.safetyMode !== null) return drawInSafetyMode(turn, deps)
    if (pending?.kind === 'ticket') {
      const said = await answerInTheMaking(turn, deps, pending)
      if (said !== undefined) return said
    }
    if (pending?.kind === 'drafted') {
      const said =
        (await talkAboutDraft(turn, deps, pending.ticket)) ??
        (await extend(turn, deps, pending.ticket))
      if (said !== undefined) return said
      deps.effects.pending = null
    }
    if (pending?.kind === 'offered' && asksToRegister(turn.text))
      return advance(turn, deps, pending.ticket)
    if (understanding.intent !== 'ticket') return proceed(turn)
    return begin(turn, deps, openOrContinue(turn))
  },
}

async function begin(turn: TurnContext, deps: TurnDeps, state: PendingTicket): Promise<StepResult> {
  const first = state.asked.length === 0
  const staysOpen = firstMissing(state) !== null
  const question = first ? adviceAskedFor(turn, staysOpen) : undefined
  if (question !== undefined) await adviseFirst(turn, deps, question)
  if (first && staysOpen) await openTicketTalk(turn, deps)
  return advance(turn, deps, state)
}

/** The answer to what was asked, the wish to leave it at that, or none; undefined when it is about something else. */
async function answerInTheMaking(
  turn: TurnContext,
  deps: TurnDeps,
  pending: PendingTicket,
): Promise<StepResult | undefined> {
  const text = turn.text.trim()
  if (givesUp(text)) {
    deps.effects.pending = null
    await say(deps, {
      text: turnText(turn.locale, 'draft_withdrawn'),
      origin: 'system',
      role: 'lead',
    })
    return stop('greeting')
  }
  if (wantsCard(text) && firstMissing({ ...pending, asked: [] }) !== 'what')
    return redraw(turn, deps, pending)
  return continues(turn) ? advance(turn, deps, takeAnswer(turn, pending)) : undefined
}

/** Beside the card with the numbers: nothing is asked, what is told goes into the ticket to confirm (R-EMG-6). */
async function drawInSafetyMode(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  const { pending } = turn
  if (pending?.kind === 'ticket' && continues(turn)) {
    await redraw(turn, deps, takeAnswer(turn, pending))
  } else if (pending?.kind === 'drafted') {
    await extend(turn, deps, pending.ticket)
  }
  return stop('emergency_safety_mode')
}

async function extend(
  turn: TurnContext,
  deps: TurnDeps,
  ticket: PendingTicket,
): Promise<StepResult | undefined> {
  const more = addToDraft(turn, ticket)
  if (more === undefined || !(await withdrawDrafts(deps.ctx, ticket.draftIds))) return undefined
  return redraw(turn, deps, more)
}

/** An answer to our question, unless the resident plainly asks something else. */
function continues(turn: TurnContext): boolean {
  const { understanding, pending } = turn
  if (understanding?.intent === 'track' || understanding?.intent === 'greeting') return false
  if (understanding?.decline != null) return false
  if (pending?.kind === 'ticket' && answersSlot(turn.text, pending)) return true
  return !(understanding?.intent === 'answer' && asks(turn.text))
}

async function advance(
  turn: TurnContext,
  deps: TurnDeps,
  state: PendingTicket,
): Promise<StepResult> {
  const missing = firstMissing(state)
  if (missing !== null && state.asked.length < MAX_QUESTIONS) {
    deps.effects.pending = { ...state, asked: [...state.asked, missing], asking: missing }
    await deps.emit({
      type: 'choices',
      prompt: turnText(turn.locale, `ask_${missing}`),
      choices:
        missing === 'what'
          ? []
          : [
              {
                label: turnText(turn.locale, 'choice_skip'),
                text: turnText(turn.locale, 'choice_skip'),
              },
            ],
      skippable: missing !== 'what',
    })
    return stop('ticket_question')
  }
  return redraw(turn, deps, state)
}

/** The cards as far as all that was said until now goes. */
export async function redraw(
  turn: TurnContext,
  deps: TurnDeps,
  state: PendingTicket,
): Promise<StepResult> {
  const { where: place = null, since = null } = state.answers
  return showDrafts(turn, deps, { state, place, since, asNew: false })
}

type Ready = {
  state: PendingTicket
  place: string | null
  since: string | null
  /** The resident has seen the open ticket on the same matter and registers all the same. */
  asNew: boolean
}

async function showDrafts(turn: TurnContext, deps: TurnDeps, ready: Ready): Promise<StepResult> {
  const { state } = ready
  const danger = (deps.effects.safetyMode ?? turn.safetyMode) as EmergencyKind | null
  const inputs = await readInputs(turn, deps, draftInputs(turn, ready, danger))
  const [only] = inputs
  if (!ready.asNew && inputs.length === 1 && only !== undefined) {
    const known = await offerSameMatter(turn, deps, { input: only, state })
    if (known !== undefined) return known
  }
  const cards = await draftTickets(deps.ctx, inputs)
  const draftIds = cards.map((card) => card.draft_id)
  deps.effects.pending = { kind: 'drafted', ticket: { ...state, draftIds } }
  await deps.emit({ type: 'ticket.draft', drafts: cards })
  const question = turn.understanding?.matters.find((matter) => matter.kind === 'question')
  return question === undefined || state.words.length > 1 || ready.asNew
    ? stop('ticket_drafted')
    : proceed({ ...turn, question: question.text })
}

const RANK: Record<Urgency, number> = { normal: 0, urgent: 1, critical: 2 }

function highest(found: readonly Urgency[]): Urgency {
  return found.toSorted((a, b) => RANK[b] - RANK[a])[0] ?? 'normal'
}

/** Several matters at once are left to the rules: a call for each would cost the card its three seconds. */
async function readInputs(
  turn: TurnContext,
  deps: TurnDeps,
  inputs: readonly DraftInput[],
): Promise<DraftInput[]> {
  const [only] = inputs
  if (only === undefined || inputs.length > 1) return [...inputs]
  const words = [only.matter, ...only.words.map(({ text }) => text)]
  const read = await readDraft(turn, deps, [...new Set(words)].join('\n'))
  if (read === undefined) return [only]
  return [
    {
      ...only,
      reading: read.reading,
      place: only.place ?? read.address,
      since: only.since ?? read.incidentAt,
      urgency: RANK[read.urgency] > RANK[only.urgency] ? read.urgency : only.urgency,
    },
  ]
}

/** `danger`: the alarm the gate raised. Words of several messages put together raise none of their own. */
function draftInputs(
  turn: TurnContext,
  { state, place, since, asNew }: Ready,
  danger: EmergencyKind | null,
): DraftInput[] {
  const { understanding } = turn
  const first = mainWords(state)
  const all = state.words.length === 1 ? (understanding?.matters ?? []) : splitMatters(first)
  const reports = all.filter((matter) => matter.kind === 'report')
  const matters =
    all.length > 1 && reports.length > 0 && !asNew ? reports.map(({ text }) => text) : [first]
  const alarm = danger === null ? undefined : assessEmergency(allWords(state), []).alarm
  const flags = danger === null ? [] : (alarm?.kinds ?? [danger])
  const urgency = highest([
    understanding?.urgency ?? 'normal',
    urgencyOf(allWords(state)),
    danger === null ? 'normal' : policyOf(danger).urgency,
  ])
  return matters.map((matter) => ({
    conversationId: turn.conversationId,
    matter,
    told: matters.length > 1 ? matter : allWords(state),
    words: state.words,
    // Two matters of one message may lie in two places.
    place: (matters.length > 1 ? findPlace(matter) : null) ?? place,
    since: (matters.length > 1 ? findSince(matter, false) : null) ?? since,
    urgency,
    urgencyWords: alarm?.evidence ?? urgentWords(allWords(state)),
    divisionCode: turn.divisionCode,
    divisionName: null,
    riskFlags: flags,
    locale: turn.locale,
  }))
}
