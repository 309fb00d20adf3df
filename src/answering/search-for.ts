import { findLastCited } from '../conversations/index.ts'
import {
  applyRespellings,
  loadPassages,
  retrievePassages,
  tokenise,
  type Passage,
  type RetrievalResult,
} from '../retrieval/index.ts'
import { fitsFocus } from './evidence.ts'
import type { TurnContext, TurnDeps } from './turn-context.ts'
import {
  contentLength,
  corrected,
  hangsOn,
  ownWords,
  pointsBack,
  underTopics,
  withLastQuestion,
  withoutTag,
} from './understanding/index.ts'

export type Found = RetrievalResult & {
  /** Asked on from the last answer, and found in what that one stood on. */
  inFocus: boolean
}

/** What the conversation is about: the rules its last answer stood on. */
type Focus = { passages: ReadonlySet<string>; documents: ReadonlySet<string>; points: boolean }
type Tried = { text: string; result: RetrievalResult }
type Search = (text: string) => Promise<RetrievalResult>

/** How far down, and how weak beside the first, a passage of the last answer's document is still what was meant. */
const FOCUS_RANKS = 4
const FOCUS_SHARE = 0.25
/** Beyond this a message tells its own story. */
const LONGEST_HANGING = 40
/** 哪个为准 is found in anything; with fewer words of its own a message means nothing without the one before. */
const OWN_WORDS = 3

/**
 * A short message may be a question of its own or the rest of the one before. What its own words find is taken when they
 * say enough; else it is looked for where the last answer came from, joined with what was asked then.
 */
export async function searchFor(
  turn: TurnContext,
  deps: TurnDeps,
  question: string,
): Promise<Found> {
  const search = searcher(turn, deps)
  const { history } = turn
  const instead = corrected(turn.text)
  const text = instead ?? turn.text
  if (history.length === 0 || [...text].length > LONGEST_HANGING)
    return { ...(await search(question)), inFocus: false }
  const waiting = turn.pending !== null && turn.pending.kind !== 'offered'
  const own = contentLength(text) >= OWN_WORDS && !hangsOn(text) && !waiting
  const stands = question === turn.text || instead !== undefined
  const done: Tried[] = []
  if (own || stands) {
    const result = await search(text)
    done.push({ text, result })
    if (result.gate.answerable && own && stands) return { ...result, inFocus: false }
  }
  const focus = await readFocus(turn, deps)
  const [alone] = done
  if (
    own &&
    alone !== undefined &&
    (alone.result.gate.answerable ||
      (leadsBack(alone.result, focus) && fitsFocus(alone.result.gate)))
  )
    return bringForward(alone.result, focus)
  const more = [
    question === turn.text ? withLastQuestion(text, history) : question,
    ...underTopics(text, history),
    text,
  ].filter((item) => !done.some((tried) => tried.text === item))
  const about = own ? text : ''
  return tryAll(search, { done, more: [...new Set(more)], focus, question, about })
}

/** In order, until one is found where the last answer came from; without any answer yet, until one is found at all. */
async function tryAll(
  search: Search,
  input: { done: Tried[]; more: readonly string[]; focus: Focus; question: string; about: string },
): Promise<Found> {
  const { done, focus, question } = input
  const close = ({ result }: Tried): boolean =>
    result.gate.answerable && (focus.documents.size === 0 || inFocus(result, focus) !== undefined)
  for (const text of input.more) {
    if (done.some(close)) break
    const result = await search(text)
    const about = applyRespellings(input.about, result.respelled)
    if (speaksOf(about, result.passages)) done.push({ text, result })
  }
  const chosen =
    done.find(close) ??
    done.find(({ result }) => result.gate.answerable) ??
    best(done.filter(({ result }) => leadsBack(result, focus))) ??
    best(done)
  return chosen === undefined
    ? { ...(await search(question)), inFocus: false }
    : bringForward(chosen.result, focus)
}

/** 月球上能不能种水稻, after a question about a lift: what only the words of the lift found is no answer to it. */
function speaksOf(text: string, passages: readonly Passage[]): boolean {
  const own = tokenise(ownWords(text)).filter((token) => token.length > 1)
  if (own.length === 0) return true
  return passages.slice(0, FOCUS_RANKS).some((passage) => {
    const { title, heading, text: body, relatedQuestions } = passage
    const words = new Set(tokenise([title, heading, body, ...relatedQuestions].join('\n')))
    return own.some((token) => words.has(token))
  })
}

/** 调解好了不认账怎么办, after a question on mediation: its own words lead to the rule the last answer stood on. */
function leadsBack({ passages }: RetrievalResult, focus: Focus): boolean {
  return focus.documents.has(passages[0]?.documentId ?? '')
}

/** Nothing was found for certain: what has the most in common, first of what stands where the last answer came from. */
function best(done: readonly Tried[]): Tried | undefined {
  return done.toSorted((a, b) => b.result.gate.score - a.result.gate.score)[0]
}

function inFocus({ passages }: RetrievalResult, focus: Focus): Passage | undefined {
  const near = passages
    .slice(0, FOCUS_RANKS)
    .filter((p) => p.scores.fused >= FOCUS_SHARE && focus.documents.has(p.documentId))
  const meant = focus.points ? near.find((p) => focus.passages.has(p.passageId)) : undefined
  return meant ?? near[0]
}

function bringForward(result: RetrievalResult, focus: Focus): Found {
  const first = inFocus(result, focus)
  if (first === undefined) return { ...result, inFocus: false }
  const rest = result.passages.filter((passage) => passage !== first)
  return { ...result, passages: [first, ...rest], inFocus: true }
}

async function readFocus(turn: TurnContext, deps: TurnDeps): Promise<Focus> {
  const ids = await findLastCited(deps.ctx, { conversationId: turn.conversationId })
  const passages = ids.length === 0 ? [] : await loadPassages(deps.ctx, ids)
  return {
    passages: new Set(ids),
    documents: new Set(passages.map(({ documentId }) => documentId)),
    points: pointsBack(turn.text),
  }
}

function searcher(turn: TurnContext, deps: TurnDeps): Search {
  return (text) =>
    retrievePassages(deps.ctx, {
      question: withoutTag(text),
      ...(turn.divisionCode === null ? {} : { jurisdiction: turn.divisionCode }),
      signal: deps.signal,
    })
}
