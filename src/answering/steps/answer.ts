import {
  applyRespellings,
  findOtherJurisdiction,
  type Passage,
  type RetrievalResult,
} from '../../retrieval/index.ts'
import { findTopicSwitch } from '../../knowledge-base/index.ts'
import type { Outcome } from '../../protocol/outcomes.ts'
import { missingConditions } from '../checks/index.ts'
import { CitationBook } from '../citation-book.ts'
import { composeAnswer, type ComposeEnd } from '../compose.ts'
import type { Evidence } from '../evidence.ts'
import { extractAnswer } from '../extract.ts'
import { judgePassages } from '../judge-passages.ts'
import { draftWaits } from './ask-again.ts'
import { keepOffer } from './keep-offer.ts'
import { turnText } from '../messages.ts'
import { nextQuestions } from '../next-questions.ts'
import { say } from '../say.ts'
import { searchFor } from '../search-for.ts'
import { tellRespelled } from '../tell-respelled.ts'
import { routeReply } from '../understanding/index.ts'
import {
  stop,
  type Step,
  type StepResult,
  type TurnContext,
  type TurnDeps,
} from '../turn-context.ts'

const SHOWN_TO_MODEL = 6

/** retrieve → evidence gate → compose or extract → bind citations → check claims → outcome. The last step: it always ends. */
export const answerQuestion: Step = {
  name: 'answer-question',
  async run(asked, deps) {
    await deps.emit({ type: 'turn.progress', stage: 'searching' })
    keepOffer(asked, deps)
    const written = asked.question ?? asked.text
    const retrieval = await searchFor(asked, deps, written)
    const { passages, gate, respelled } = retrieval
    const question = applyRespellings(written, respelled)
    const turn = respelled.length === 0 ? asked : { ...asked, question }
    deps.record({
      step: 'retrieve',
      durationMs: retrieval.trace.durationMs,
      details: {
        gate,
        mode: retrieval.trace.mode,
        filters: retrieval.trace.filters,
        notes: retrieval.trace.notes,
        searched: retrieval.trace.question,
        in_focus: retrieval.inFocus,
      },
    })
    const [nearest] = passages
    const withdrawn = await findTopicSwitch(deps.ctx, {
      question: `${turn.text}\n${question}`,
      source: nearest === undefined ? '' : `${nearest.title}\n${nearest.heading}`,
    })
    if (withdrawn !== undefined) return referToStaff(turn, deps, withdrawn.reason)
    const judged = judgePassages(question, retrieval)
    const { evidence } = judged
    if (evidence === 'none') return admitNothing(turn, deps, retrieval)
    await tellRespelled(turn, deps, respelled)
    await deps.emit({ type: 'turn.progress', stage: 'found', passages: passages.length })
    if (!judged.answerable) return admitNotRecorded(turn, deps)
    await introduceRules(turn, deps)
    const book = new CitationBook()
    const outcome =
      deps.ctx.chatModel === undefined
        ? await sayExtract({ turn, deps, book, evidence }, judged.passages)
        : await sayComposed({ turn, deps, book, evidence }, judged.passages)
    recordPassages(deps, passages, book)
    if (outcome.kind !== 'stop' || outcome.outcome.startsWith('unanswerable')) return outcome
    return endAnswer(turn, deps, {
      outcome: outcome.outcome,
      evidence,
      suggestions: suggest(passages, question, book),
    })
  },
}

/** The last line of a reply that goes on to the rules; said only once some were found. */
async function introduceRules(turn: TurnContext, deps: TurnDeps): Promise<void> {
  const line =
    turn.understanding === undefined ? undefined : routeReply(turn.understanding)?.lines.at(-1)
  if (line !== undefined) await say(deps, { text: line, origin: 'system', role: 'notice' })
}

/** A decision on one person's case was asked for: the rules were told, and the case goes to people (routing table). */
async function endAnswer(
  turn: TurnContext,
  deps: TurnDeps,
  end: { outcome: Outcome; evidence: Evidence; suggestions: readonly string[] },
): Promise<StepResult> {
  if (turn.understanding?.decline != null) {
    await offerWaysOn(turn, deps)
    return stop('declined_individual_decision', end.suggestions)
  }
  const partial = end.evidence === 'nearest' && end.outcome === 'answered'
  return stop(partial ? 'answered_partial' : end.outcome, end.suggestions)
}

export type Speaking = { turn: TurnContext; deps: TurnDeps; book: CitationBook; evidence: Evidence }

async function sayExtract(speaking: Speaking, passages: readonly Passage[]): Promise<StepResult> {
  const { turn, deps, evidence } = speaking
  const sentences = extractAnswer(turn.question ?? turn.text, passages)
  if (evidence === 'nearest' && sentences.length > 0)
    await say(deps, {
      text: turnText(turn.locale, 'nearest_notice'),
      origin: 'system',
      role: 'notice',
    })
  // All of it is known: it is stored in one statement, in order, and shown as soon as that has been.
  await Promise.all(
    sentences.map((sentence, index) =>
      saySentence(speaking, {
        ...sentence,
        index,
        passages: [{ passage: sentence.passage, quote: sentence.quote }],
      }),
    ),
  )
  return stop(sentences.length === 0 ? 'unanswerable_no_source' : 'answered')
}

async function sayComposed(speaking: Speaking, passages: readonly Passage[]): Promise<StepResult> {
  const { turn, deps, book } = speaking
  await deps.emit({ type: 'turn.progress', stage: 'composing' })
  const startedAt = performance.now()
  const composing = composeAnswer(turn, deps, passages.slice(0, SHOWN_TO_MODEL))
  const said: string[] = []
  const repaired: string[] = []
  const replaced: number[] = []
  let next = await composing.next()
  while (next.done !== true) {
    const sentence = next.value
    if (sentence.repaired !== null) repaired.push(sentence.repaired)
    if (!said.includes(sentence.text)) {
      if (sentence.repaired !== null) replaced.push(said.length)
      await saySentence(speaking, { ...sentence, index: said.length })
      said.push(sentence.text)
    }
    next = await composing.next()
  }
  const end = next.value
  const cited = passages.filter((passage) => book.isUsed(passage))
  const missing = end.kind === 'complete' ? missingFrom(turn, said, cited) : []
  recordCompose(deps, { end, startedAt, said: said.length, repaired, replaced, missing })
  if (missing.length > 0)
    deps.ctx.logger.log('warn', 'answer.conditions_missing', {
      turn_id: turn.turnId,
      count: missing.length,
    })
  if (end.kind === 'not_recorded' && said.length === 0) return admitNotRecorded(turn, deps)
  if (end.kind === 'failed') return degrade(speaking, { passages, said, error: end.error })
  if (book.size === 0)
    return said.length === 0 ? sayExtract(speaking, passages) : stop('unanswerable_no_source')
  if (end.dropped > 0 || repaired.length > 0) {
    await say(deps, {
      text: turnText(turn.locale, 'partial_notice'),
      origin: 'system',
      role: 'notice',
      index: said.length,
    })
    return stop('answered_partial')
  }
  return stop('answered')
}

/** The model broke: what it had said and was checked stays; the rest comes from the passages themselves. */
async function degrade(
  speaking: Speaking,
  broken: { passages: readonly Passage[]; said: readonly string[]; error: unknown },
): Promise<StepResult> {
  const { turn, deps } = speaking
  deps.ctx.logger.log('warn', 'model.degraded', {
    turn_id: turn.turnId,
    error: broken.error instanceof Error ? broken.error.message : String(broken.error),
  })
  await say(deps, {
    text: turnText(turn.locale, 'model_degraded'),
    origin: 'system',
    role: 'notice',
    index: broken.said.length,
  })
  await sayExtract(speaking, broken.passages)
  return stop(broken.said.length > 0 ? 'answered_partial' : 'answered')
}

export async function saySentence(
  speaking: Speaking,
  sentence: {
    role: 'lead' | 'item' | 'text'
    text: string
    index: number
    passages: readonly { passage: Passage; quote: string }[]
  },
): Promise<void> {
  const cited = sentence.passages.map(({ passage, quote }) => speaking.book.cite(passage, quote))
  const fresh = cited.flatMap((item) => (item.fresh === undefined ? [] : [item.fresh]))
  // A sentence and the passages it opens are one thing: both go into the same statement.
  await Promise.all([
    fresh.length === 0
      ? undefined
      : speaking.deps.emit({ type: 'answer.citations', citations: fresh }),
    say(speaking.deps, {
      text: sentence.text,
      role: sentence.role,
      origin: 'ai',
      index: sentence.index,
      citations: cited.map((item) => item.n),
    }),
  ])
}

function missingFrom(
  turn: TurnContext,
  said: readonly string[],
  cited: readonly Passage[],
): string[] {
  const texts = cited.map((passage) => passage.text)
  return missingConditions(said.join('\n'), turn.question ?? turn.text, texts).map(
    (item) => item.text,
  )
}

function recordCompose(
  deps: TurnDeps,
  facts: {
    end: ComposeEnd
    startedAt: number
    said: number
    repaired: readonly string[]
    /** Which of the sentences said are a passage's instead of the model's. */
    replaced: readonly number[]
    missing: readonly string[]
  },
): void {
  const { end } = facts
  deps.record({
    step: 'compose',
    durationMs: performance.now() - facts.startedAt,
    promptId: end.promptId,
    promptVersion: end.promptVersion,
    ...(deps.ctx.chatModel === undefined ? {} : { model: deps.ctx.chatModel.name }),
    inputTokens: end.usage?.inputTokens ?? 0,
    outputTokens: end.usage?.outputTokens ?? 0,
    details: {
      end: end.kind,
      dropped: end.dropped,
      removed: end.removed,
      said: facts.said,
      repaired: facts.repaired,
      replaced: facts.replaced,
      missing_conditions: facts.missing,
    },
  })
}

export function recordPassages(
  deps: TurnDeps,
  passages: readonly Passage[],
  book: CitationBook,
): void {
  deps.usePassages(
    passages.map((passage) => ({
      passageId: passage.passageId,
      rank: passage.rank,
      used: book.isUsed(passage),
      scores: Object.fromEntries(
        Object.entries(passage.scores).filter(([, value]) => value !== null),
      ) as Record<string, number>,
    })),
  )
}

/** Of the passages shown, those the answer cites first. */
function suggest(passages: readonly Passage[], question: string, book?: CitationBook): string[] {
  return nextQuestions(
    question,
    passages.slice(0, SHOWN_TO_MODEL).map((passage) => ({
      relatedQuestions: passage.relatedQuestions,
      cited: book?.isUsed(passage) ?? false,
    })),
  )
}

async function admitNothing(
  turn: TurnContext,
  deps: TurnDeps,
  retrieval: RetrievalResult,
): Promise<StepResult> {
  const question = turn.question ?? turn.text
  const { passages } = retrieval
  recordPassages(deps, passages, new CitationBook())
  deps.effects.gap = { question, reason: passages.length === 0 ? 'no_passage' : 'weak_evidence' }
  if (turn.understanding?.decline != null) return referCase(turn, deps)
  const [elsewhere] = await findOtherJurisdiction(deps.ctx, { question })
  const hotline = deps.ctx.config.HOTLINE_NUMBER
  await say(deps, {
    text: turnText(turn.locale, 'unanswerable_lead'),
    origin: 'system',
    role: 'lead',
  })
  if (elsewhere !== undefined && question.includes(elsewhere.title.slice(0, 2))) {
    await say(deps, {
      text: turnText(turn.locale, 'other_jurisdiction', { place: elsewhere.title.slice(0, 2) }),
      origin: 'system',
      role: 'text',
      index: 1,
    })
    await offerWaysOn(turn, deps)
    return stop('declined_other_jurisdiction')
  }
  await say(deps, {
    text: turnText(turn.locale, 'unanswerable_ways', { hotline }),
    origin: 'system',
    role: 'text',
    index: 2,
  })
  await offerWaysOn(turn, deps)
  return stop(
    passages.length === 0 ? 'unanswerable_no_passage' : 'unanswerable_weak_evidence',
    suggest(passages, question),
  )
}

async function admitNotRecorded(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  const hotline = deps.ctx.config.HOTLINE_NUMBER
  deps.effects.gap = { question: turn.question ?? turn.text, reason: 'not_recorded' }
  if (turn.understanding?.decline != null) return referCase(turn, deps)
  await say(deps, {
    text: turnText(turn.locale, 'unanswerable_not_recorded'),
    origin: 'system',
    role: 'lead',
  })
  await say(deps, {
    text: turnText(turn.locale, 'unanswerable_ways', { hotline }),
    origin: 'system',
    role: 'text',
    index: 1,
  })
  await offerWaysOn(turn, deps)
  return stop('unanswerable_not_recorded')
}

/** Staff took the subject out of the AI's hands: said plainly, whatever was found. */
async function referToStaff(
  turn: TurnContext,
  deps: TurnDeps,
  reason: string,
): Promise<StepResult> {
  const hotline = deps.ctx.config.HOTLINE_NUMBER
  await say(deps, {
    text: turnText(turn.locale, 'topic_withdrawn', { reason, hotline }),
    origin: 'system',
    role: 'lead',
  })
  await offerWaysOn(turn, deps)
  return stop('declined_withdrawn_topic')
}

/** Its reply stands already, and no rule was found to add. */
async function referCase(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  await offerWaysOn(turn, deps)
  return stop('declined_individual_decision')
}

async function offerWaysOn(turn: TurnContext, deps: TurnDeps): Promise<void> {
  if (draftWaits(turn, deps)) return
  await deps.emit({
    type: 'choices',
    prompt: '',
    choices: [
      {
        label: turnText(turn.locale, 'offer_handover'),
        text: turnText(turn.locale, 'offer_handover'),
      },
      { label: turnText(turn.locale, 'offer_ticket'), text: turnText(turn.locale, 'offer_ticket') },
    ],
    skippable: true,
  })
}
