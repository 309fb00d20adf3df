import { draftTickets, withdrawDrafts, type DraftInput } from '../../tickets/index.ts'
import type { Urgency } from '../../protocol/tickets.ts'
import { assessEmergency, policyOf, type EmergencyKind } from '../emergency/index.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import {
  asks,
  findEnglishPlace,
  findPlace,
  findSince,
  splitMatters,
  understandByRules,
  urgencyOf,
  urgentWords,
} from '../understanding/index.ts'
import { asksWhoSees, givesUp, wantsCard } from '../draft-words.ts'
import { readDraftReply } from '../draft-reply.ts'
import type { PendingTicket } from '../pending.ts'
import {
  addToDraft,
  allWords,
  answersSlot,
  asksToRegister,
  firstMissing,
  mainWords,
  noteMatter,
  openOrContinue,
  takeAddition,
  takeAnswer,
  type Slot,
} from '../ticket-state.ts'
import { adviceAskedFor, adviseFirst, openTicketTalk } from './advise.ts'
import { talkAboutDraft } from './about-draft.ts'
import { askFor } from './ask-for.ts'
import { laterOf, offerNext, takeUpNext, tellNoted, waitingAfter } from './later-matters.ts'
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
      deps.effects.pending = waitingAfter(pending.ticket)
      if (answered !== undefined) {
        await offerNext(turn, deps, pending.ticket.later)
        return answered
      }
    }
    if (turn.safetyMode !== null) return drawInSafetyMode(turn, deps)
    const next = await takeUpNext(turn, deps)
    if (next !== undefined) return begin(next.turn, deps, next.state)
    if (pending?.kind === 'ticket') {
      const said = await answerInTheMaking(turn, deps, pending)
      if (said !== undefined) return said
    }
    if (pending?.kind === 'drafted') {
      const said =
        (await talkAboutDraft(turn, deps, pending.ticket)) ??
        (await extend(turn, deps, pending.ticket))
      if (said !== undefined) return said
      deps.effects.pending = waitingAfter(pending.ticket)
    }
    if (pending?.kind === 'offered' && asksToRegister(turn.text))
      return advance(turn, deps, pending.ticket)
    if (understanding.intent !== 'ticket') return proceed(turn)
    return begin(turn, deps, { ...openOrContinue(turn), later: laterOf(pending) })
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

/** What is said while the draft asks, and where it belongs; undefined when it is about something else. */
async function answerInTheMaking(
  turn: TurnContext,
  deps: TurnDeps,
  pending: PendingTicket,
): Promise<StepResult | undefined> {
  const text = turn.text.trim()
  if (givesUp(text)) {
    deps.effects.pending = waitingAfter(pending)
    const withdrawn = turnText(turn.locale, 'draft_withdrawn')
    await say(deps, { text: withdrawn, origin: 'system', role: 'lead' })
    await offerNext(turn, deps, pending.later)
    return stop('greeting')
  }
  if (wantsCard(text) && firstMissing({ ...pending, asked: [] }) !== 'what')
    return redraw(turn, deps, pending)
  if (leavesDraft(turn)) return undefined
  const reply = readDraftReply(text, pending)
  switch (reply.kind) {
    case 'answer':
      return advance(turn, deps, takeAnswer(turn, pending))
    case 'addition':
      return advance(turn, deps, takeAddition(turn, pending))
    case 'new':
      return noteAnother(turn, deps, { pending, ...reply })
    case 'question':
      return answerBetween(turn, deps, { pending, ...reply })
  }
}

/** Two matters are two tickets (R-TKT-2): the first keeps its question, the second waits for its turn. */
async function noteAnother(
  turn: TurnContext,
  deps: TurnDeps,
  said: { pending: PendingTicket; before: string | null; matter: string },
): Promise<StepResult> {
  const { pending, before, matter } = said
  const told = before === null ? undefined : partOf(turn, before)
  const state = told === undefined ? pending : takePart(told, pending)
  const noted = noteMatter(state, { messageId: turn.residentMessageId, text: matter })
  await tellNoted(turn, deps, matter)
  if (told !== undefined) return advance(told, deps, noted)
  deps.effects.pending = noted
  if (noted.asking !== null) await askFor(turn, deps, noted.asking)
  return stop('ticket_question')
}

/** A question in between is answered; the draft keeps what it has and asks again below. */
async function answerBetween(
  turn: TurnContext,
  deps: TurnDeps,
  said: { pending: PendingTicket; answer: string | null; question: string },
): Promise<StepResult> {
  const { pending, answer, question } = said
  if (asksWhoSees(question)) {
    await say(deps, {
      text: turnText(turn.locale, 'draft_who_sees'),
      origin: 'system',
      role: 'lead',
    })
    if (pending.asking !== null) await askFor(turn, deps, pending.asking)
    return stop('answered')
  }
  if (answer !== null) {
    const state = takeAnswer(partOf(turn, answer), pending)
    const missing = nextToAsk(state)
    if (missing === null) await redraw(partOf(turn, answer), deps, state)
    else deps.effects.pending = asking(state, missing)
  }
  const { understanding, ...asked } = partOf(turn, question)
  return proceed({
    ...asked,
    question,
    understanding: { ...understanding, intent: 'answer', clarify: null },
  })
}

/** One part of a message, read as if it were all of it. */
function partOf(turn: TurnContext, text: string) {
  return { ...turn, text, understanding: understandByRules(text) }
}

function takePart(told: TurnContext, pending: PendingTicket): PendingTicket {
  return answersSlot(told.text, pending) ? takeAnswer(told, pending) : takeAddition(told, pending)
}

/** Beside the card with the numbers: nothing is asked, what is told goes into the ticket to confirm (R-EMG-6). */
async function drawInSafetyMode(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  const { pending } = turn
  if (pending?.kind === 'ticket' && !leavesDraft(turn) && tellsOfIt(turn, pending)) {
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

function tellsOfIt(turn: TurnContext, pending: PendingTicket): boolean {
  return (
    answersSlot(turn.text, pending) || !(turn.understanding?.intent === 'answer' && asks(turn.text))
  )
}

function leavesDraft({ understanding }: TurnContext): boolean {
  const intent = understanding?.intent
  return intent === 'track' || intent === 'greeting' || understanding?.decline != null
}

function nextToAsk(state: PendingTicket): Slot | null {
  const asked = state.asked.length + (state.repeated ?? 0)
  return asked < MAX_QUESTIONS ? firstMissing(state) : null
}

function asking(state: PendingTicket, slot: Slot): PendingTicket {
  return { ...state, asked: [...state.asked, slot], asking: slot }
}

async function advance(
  turn: TurnContext,
  deps: TurnDeps,
  state: PendingTicket,
): Promise<StepResult> {
  const missing = nextToAsk(state)
  if (missing === null) return redraw(turn, deps, state)
  deps.effects.pending = asking(state, missing)
  await askFor(turn, deps, missing)
  return stop('ticket_question')
}

/** The cards as far as all that was said until now goes. */
export async function redraw(
  turn: TurnContext,
  deps: TurnDeps,
  state: PendingTicket,
): Promise<StepResult> {
  const { where: place = findEnglishPlace(mainWords(state), true), since = null } = state.answers
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
  await offerNext(turn, deps, state.later)
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
