import { draftTickets, type DraftInput } from '../../tickets/index.ts'
import type { Urgency } from '../../protocol/tickets.ts'
import { assessEmergency } from '../emergency/index.ts'
import { turnText } from '../messages.ts'
import { findPlace, findTime } from '../understanding/index.ts'
import type { PendingTicket } from '../pending.ts'
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
const SKIP = /^(?:不知道|不清楚|跳过|没有|算了|不记得|不想说|随便)[，,。跳过不]*$|跳过$/
const SOMETHING = 6
/** Words that name no place anybody could go to. */
const VAGUE_PLACE =
  /^(?:我们|我|这个|那个|本)?(?:小区|家|楼下|门口|这里|那里|附近|路上|家里|楼道|院子|小区门口|小区里)(?:里|门口|附近|旁边)?$/

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
    if (pending?.kind === 'ticket' && continues(turn)) {
      return advance(turn, deps, takeAnswer(turn, pending))
    }
    if (understanding.intent !== 'ticket') return proceed(turn)
    return advance(turn, deps, {
      kind: 'ticket',
      words: [{ messageId: turn.residentMessageId, text: turn.text }],
      asked: [],
      asking: null,
      answers: understanding.time === null ? {} : { since: understanding.time },
      skipped: [],
      draftIds: [],
    })
  },
}

/** An answer to our question, unless the resident plainly asks something else. */
function continues(turn: TurnContext): boolean {
  const { understanding } = turn
  if (understanding?.intent === 'track' || understanding?.intent === 'greeting') return false
  if (understanding?.decline != null) return false
  return !(
    understanding?.intent === 'answer' && /[?？吗呢]$|怎么|多少|几[天个]|什么/.test(turn.text)
  )
}

function takeAnswer(turn: TurnContext, pending: PendingTicket): PendingTicket {
  const words = [...pending.words, { messageId: turn.residentMessageId, text: turn.text }]
  const slot = pending.asking
  if (slot === null) return { ...pending, words }
  const skipped = SKIP.test(turn.text.trim())
  return {
    ...pending,
    asking: null,
    words: skipped ? pending.words : words,
    answers: skipped ? pending.answers : { ...pending.answers, [slot]: turn.text.trim() },
    skipped: skipped ? [...pending.skipped, slot] : pending.skipped,
  }
}

async function advance(
  turn: TurnContext,
  deps: TurnDeps,
  state: PendingTicket,
): Promise<StepResult> {
  const missing = firstMissing(turn, state)
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
  return showDrafts(turn, deps, {
    state,
    place: placeOf(turn, state),
    since: sinceOf(turn, state),
    asNew: false,
  })
}

type Slot = 'what' | 'where' | 'since'

function firstMissing(turn: TurnContext, state: PendingTicket): Slot | null {
  const open = (slot: Slot): boolean =>
    !state.asked.includes(slot) && state.answers[slot] === undefined
  if (open('what') && allWords(state).length < SOMETHING) return 'what'
  if (open('where') && placeOf(turn, state) === null) return 'where'
  if (open('since') && sinceOf(turn, state) === null) return 'since'
  return null
}

function allWords(state: PendingTicket): string {
  return state.words
    .map(({ text }) => text)
    .join('\n')
    .replace(/^(?:我要)?报问题[，,。]?(?:登记工单)?$/, '')
}

function placeOf(turn: TurnContext, state: PendingTicket): string | null {
  const answered = state.answers['where']
  if (answered !== undefined) return answered
  const said = turn.understanding?.place ?? null
  return said === null || VAGUE_PLACE.test(said) ? null : said
}

function sinceOf(turn: TurnContext, state: PendingTicket): string | null {
  return state.answers['since'] ?? turn.understanding?.time ?? null
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
  const inputs = await readInputs(turn, deps, draftInputs(turn, ready))
  const [only] = inputs
  if (!ready.asNew && inputs.length === 1 && only !== undefined) {
    const known = await offerSameMatter(turn, deps, { input: only, state })
    if (known !== undefined) return known
  }
  const cards = await draftTickets(deps.ctx, inputs)
  deps.effects.pending = null
  await deps.emit({ type: 'ticket.draft', drafts: cards })
  const question = turn.understanding?.matters.find((matter) => matter.kind === 'question')
  return question === undefined || state.words.length > 1 || ready.asNew
    ? stop('ticket_drafted')
    : proceed({ ...turn, question: question.text })
}

const RANK: Record<Urgency, number> = { normal: 0, urgent: 1, critical: 2 }

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

function draftInputs(turn: TurnContext, { state, place, since, asNew }: Ready): DraftInput[] {
  const { understanding } = turn
  const all = understanding?.matters ?? []
  const reports = all.filter((matter) => matter.kind === 'report')
  const first = state.words[0]?.text ?? turn.text
  // When questions were asked, the matters were split from the first message's words, which come first.
  const matters =
    all.length > 1 && reports.length > 0 && state.words.length === 1 && !asNew
      ? reports.map(({ text }) => text)
      : [mainWords(state, first)]
  const riskFlags = assessEmergency(allWords(state), []).alarm?.kinds ?? []
  return matters.map((matter) => ({
    conversationId: turn.conversationId,
    matter,
    words: state.words,
    // Two matters of one message may lie in two places.
    place: (matters.length > 1 ? findPlace(matter) : null) ?? place,
    since: (matters.length > 1 ? findTime(matter) : null) ?? since,
    urgency: understanding?.urgency ?? 'normal',
    divisionCode: turn.divisionCode,
    divisionName: null,
    riskFlags,
  }))
}

/** `报问题` alone is no matter: then the answer to "what" is. */
function mainWords(state: PendingTicket, first: string): string {
  return state.answers['what'] ?? first
}
