import { judgePassages } from '../answering/index.ts'
import { retrievePassages, type Passage, type RetrievalContext } from '../retrieval/index.ts'

export type AskInput = {
  question: string
  /** The day to answer for, `2026-01-01`. */
  at?: string | undefined
  /** The resident's division code. */
  place?: string | undefined
  limit?: number | undefined
}

/** What a turn reads; the decision is made on these, however many are shown. */
const READ = 8

/** What chat would find for this question: filters, lists, the evidence decision and the ranked passages. */
export async function askQuestion(ctx: RetrievalContext, input: AskInput): Promise<string[]> {
  const limit = input.limit ?? READ
  const found = await retrievePassages(ctx, {
    question: input.question,
    jurisdiction: input.place,
    on: input.at === undefined ? undefined : new Date(`${input.at}T04:00:00Z`),
    limit: Math.max(limit, READ),
  })
  const { trace, gate, passages } = found
  const { answerable } = judgePassages(input.question, found)
  const features = Object.entries(gate.features).map(
    ([name, value]) => `${name} ${value.toFixed(2)}`,
  )
  return [
    `filters ${JSON.stringify(trace.filters)} · ${trace.mode} · ${trace.candidates} candidates · ${trace.durationMs.toFixed(1)} ms`,
    ...trace.notes.map((note) => `note ${note}`),
    `evidence ${gate.answerable ? 'sufficient' : 'not sufficient'}, ${answerable ? 'answered' : 'not answered'} · ${gate.score.toFixed(3)} against ${gate.threshold} · ${features.join(' ')}`,
    ...passages.slice(0, limit).flatMap(passageLines),
  ]
}

function passageLines(passage: Passage): string[] {
  const { rank, title, articleNo, heading, scores, outrankedBy, page, text } = passage
  const listed = (['fused', 'lexical', 'meaning', 'dense', 'rerank'] as const).map(
    (list) => `${list} ${scores[list]?.toFixed(3) ?? '–'}`,
  )
  const where = page === null ? '' : ` · page ${page}`
  const outranked = outrankedBy === null ? '' : ' · outranked'
  return [
    `${rank}. ${title} ${articleNo ?? heading}${where} · ${listed.join(' ')}${outranked}`,
    `   ${text.replaceAll('\n', ' ').slice(0, 120)}`,
  ]
}
