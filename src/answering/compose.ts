import { renderPrompt } from '../prompts/index.ts'
import type { ChatUsage } from '../llm/types.ts'
import type { Passage } from '../retrieval/index.ts'
import { localDate } from '../shared/clock.ts'
import { TimeoutError } from '../shared/errors.ts'
import { checkSentence } from './checks/index.ts'
import { asReported, nearestSentence } from './extract.ts'
import type { TurnContext, TurnDeps } from './turn-context.ts'

export type ComposedSentence = {
  role: 'lead' | 'item' | 'text'
  text: string
  passages: { passage: Passage; quote: string }[]
  /** Why the model's own sentence was not used; for the trace. */
  repaired: string | null
}

export type ComposeEnd = {
  kind: 'complete' | 'not_recorded' | 'failed'
  dropped: number
  /** The lines dropped, as the model wrote them from masked text: for the trace, never for the resident. */
  removed: string[]
  usage: ChatUsage | null
  promptId: string
  promptVersion: number
  error: unknown
}

const NOT_RECORDED = '资料未载'

/** First words within 3 s of the message, model or not (R-OPS-5): a model silent until then is given up for this answer. */
const FIRST_WORDS_MS = 2_800
/** Whatever came before took, a model that was asked gets this long. */
const LEAST_PATIENCE_MS = 1_000
/** A trace is read by people: of what was dropped it keeps so many lines, and so much of each. */
const KEPT_REMOVED = 10
const KEPT_LENGTH = 300
/** A pause inside an answer; past it the passages say the rest. */
const STALL_MS = 5_000

/**
 * Streams the model's answer line by line. A line reaches the caller only after its tokens are mapped to passages and its
 * claims are found in them; one that fails is replaced by the passage's own sentence, or dropped.
 */
export async function* composeAnswer(
  turn: TurnContext,
  deps: TurnDeps,
  passages: readonly Passage[],
): AsyncGenerator<ComposedSentence, ComposeEnd> {
  const model = deps.ctx.chatModel
  if (model === undefined) throw new Error('composeAnswer needs a model')
  const question = turn.question ?? turn.text
  const prompt = renderPrompt('compose-answer', promptInput(turn, deps, question, passages))
  const end: ComposeEnd = {
    kind: 'complete',
    dropped: 0,
    removed: [],
    usage: null,
    promptId: prompt.promptId,
    promptVersion: prompt.promptVersion,
    error: null,
  }
  const silence = new AbortController()
  const timer = setTimeout(
    () => silence.abort(new TimeoutError('no sentence in time')),
    Math.max(LEAST_PATIENCE_MS, FIRST_WORDS_MS - (performance.now() - deps.startedAt)),
  )
  const byToken = new Map(passages.map((passage, i) => [`S${i + 1}`, passage]))
  let index = 0
  try {
    const stream = model.stream({
      ...prompt,
      timeoutMs: Math.min(STALL_MS, deps.ctx.config.MODEL_TIMEOUT_MS),
      signal: AbortSignal.any([deps.signal, silence.signal]),
    })
    for await (const line of readLines(stream, (usage) => (end.usage = usage))) {
      if (line.replaceAll(/[。.\s]/g, '') === NOT_RECORDED) {
        end.kind = 'not_recorded'
        return end
      }
      const sentence = admitLine(line, { byToken, question, isFirst: index === 0 })
      if (sentence === undefined) {
        end.dropped += 1
        if (end.removed.length < KEPT_REMOVED) end.removed.push(line.slice(0, KEPT_LENGTH))
        continue
      }
      clearTimeout(timer)
      index += 1
      yield sentence
    }
  } catch (error) {
    if (deps.signal.aborted) throw error
    return { ...end, kind: 'failed', error }
  } finally {
    clearTimeout(timer)
  }
  return end
}

function promptInput(
  turn: TurnContext,
  deps: TurnDeps,
  question: string,
  passages: readonly Passage[],
) {
  return {
    today: localDate(turn.at),
    jurisdiction: deps.ctx.config.OPERATOR_NAME,
    question,
    passages: passages.map((passage, i) => ({
      token: `S${i + 1}`,
      title: passage.title,
      article: passage.articleNo ?? passage.heading,
      date: passage.effectiveFrom ?? passage.asOf ?? '',
      kind: passage.sourceType === 'press' ? '新闻' : passage.level,
      text: passage.text,
    })),
  }
}

async function* readLines(
  stream: AsyncIterable<{ type: 'text'; text: string } | { type: 'done'; usage: ChatUsage }>,
  onUsage: (usage: ChatUsage) => void,
): AsyncGenerator<string> {
  let buffer = ''
  for await (const chunk of stream) {
    if (chunk.type === 'done') {
      onUsage(chunk.usage)
      continue
    }
    buffer += chunk.text
    const lines = buffer.split('\n')
    buffer = lines.pop() ?? ''
    yield* lines.map((line) => line.trim()).filter((line) => line !== '')
  }
  if (buffer.trim() !== '') yield buffer.trim()
}

type Admission = { byToken: ReadonlyMap<string, Passage>; question: string; isFirst: boolean }

/** Undefined when the line stands on no passage, or on one that does not bear it out and has nothing to say instead. */
export function admitLine(line: string, input: Admission): ComposedSentence | undefined {
  const cited = [...line.matchAll(/\[(S\d{1,2})\]/g)]
    .map(([, token]) => input.byToken.get(token ?? ''))
    .filter((passage) => passage !== undefined)
  const used = [...new Set(cited)]
  const text = line
    .replaceAll(/\s*\[S\d{1,2}\]/g, '')
    .replace(/^[-*•]\s*/, '')
    .replaceAll(/https?:\/\/\S+/g, '')
    .trim()
  const [first] = used
  if (text === '' || first === undefined) return undefined
  const role = input.isFirst ? 'lead' : /^[-*•]/.test(line) ? 'item' : 'text'
  const check = checkSentence(text, used.map(checkable), { question: input.question })
  if (check.ok) {
    const shown = first.sourceType === 'press' ? asReported(first, text) : text
    return {
      role,
      text: shown,
      passages: used.map((passage) => ({ passage, quote: bestQuote(passage, text) })),
      repaired: null,
    }
  }
  const own = nearestSentence(text, first)
  if (own === undefined) return undefined
  return {
    role,
    text: own.text,
    passages: [{ passage: first, quote: own.quote }],
    repaired: check.failed.map((item) => `${item.kind}:${item.text}`).join(','),
  }
}

/** What a claim may stand on: the text with its title, article and dates. */
function checkable(passage: Passage): string {
  return [
    passage.title,
    passage.docNo,
    passage.articleNo,
    passage.heading,
    passage.issuer,
    passage.effectiveFrom,
    passage.asOf,
    passage.text,
  ]
    .filter((part) => part !== null && part !== '')
    .join('\n')
}

function bestQuote(passage: Passage, sentence: string): string {
  return nearestSentence(sentence, passage)?.quote ?? ''
}
