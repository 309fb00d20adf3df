import type { Sql } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { respellPlaces } from '../regions/index.ts'
import { localDate } from '../shared/clock.ts'
import { queryPlaces } from './bm25.ts'
import { settleConflicts } from './conflicts.ts'
import { embedQuestion } from './embed-question.ts'
import { fuseRanks, LEAST_WORDS } from './fuse-ranks.ts'
import { judgeEvidence, type EvidenceGate } from './gate.ts'
import { addExpansions, expandQuestion } from './lexicon.ts'
import { readLexicon } from './lexicon-store.ts'
import type { Level } from './levels.ts'
import type { Passage } from './passage.ts'
import { toResidentPath } from './place-path.ts'
import { planQuery } from './plan-query.ts'
import { rankCandidates } from './rank-candidates.ts'
import { rerankPassages } from './rerank-endpoint.ts'
import { shippedModel } from './shipped-model.ts'
import { applyRespellings, respellWords, type Respelling } from './spelling/respell-words.ts'
import { readChunks, readTermStatistics, searchCandidates, type SearchFilter } from './store.ts'
import type { TermStatistics } from './bm25.ts'
import { tokenise } from './tokens.ts'

export type RetrieveInput = {
  question: string
  /** The resident's division code; the city of the settings when it is not known. */
  jurisdiction?: string | undefined
  on?: Date | undefined
  limit?: number | undefined
  levels?: readonly Level[] | undefined
  signal?: AbortSignal | undefined
}

export type RetrievalTrace = {
  question: string
  tokens: string[]
  filters: { jurisdiction: string; on: string; levels: readonly Level[] | null }
  /** Rows that the lists gave together, before ranking. */
  candidates: number
  lists: { name: string; hits: { passageId: string; score: number }[] }[]
  mode: 'lexical' | 'hybrid'
  notes: string[]
  durationMs: number
}

export type RetrievalResult = {
  passages: Passage[]
  gate: EvidenceGate
  /** Words that were searched as others, since nothing answers to what was written. */
  respelled: readonly Respelling[]
  trace: RetrievalTrace
}

export type RetrievalContext = Pick<
  Ports,
  'clock' | 'config' | 'logger' | 'embeddingModel' | 'rerankModel'
> & { sql: Sql }

const DEFAULT_LIMIT = 8
/** With a model endpoint its list takes the place of the built-in vectors'; they still help to order what was found. */
const SIZES = {
  lexical: { words: 250, meaning: 100, embeddings: 0 },
  hybrid: { words: 200, meaning: 0, embeddings: 80 },
}
/** So far above its threshold the evidence fits what was written: no other reading is looked for. */
const SURE = 0.1
/** How much better the evidence has to fit the words that were meant. */
const BETTER_FIT = 0.05
/** A reranker sees more than the resident: it may lift a passage from below. */
const RERANKED = 30

/** The one search: chat, hit test, copilot, API and evals call this function. */
export async function retrievePassages(
  ctx: RetrievalContext,
  input: RetrieveInput,
): Promise<RetrievalResult> {
  const started = performance.now()
  const filter = searchFilter(ctx, input, false)
  // A place name typed by its sound is searched, judged and reranked as the name.
  const { text: question, changes } = respellPlaces(input.question)
  const search = (text: string, written?: string): Promise<Judged> =>
    searchAndJudge(ctx, { ...input, question: text, written }, filter)
  const asWritten = await search(question)
  const respelled =
    asWritten.gate.score >= asWritten.gate.threshold + SURE
      ? []
      : await respellWords(question, (places) => readTermStatistics(ctx.sql, places))
  const meant = applyRespellings(question, respelled)
  const tried = respelled.length === 0 ? undefined : await search(meant, question)
  // A guess at a word has to find an answer, and a clearly better one than what was written.
  const isMeant =
    tried?.gate.answerable === true && tried.gate.score >= asWritten.gate.score + BETTER_FIT
  const { found, passages, gate, notes } = isMeant ? tried : asWritten
  return {
    passages,
    gate,
    respelled: isMeant ? respelled : [],
    trace: {
      question: input.question,
      tokens: tokenise(isMeant ? meant : question),
      filters: { jurisdiction: filter.resident, on: filter.day, levels: filter.levels },
      candidates: found.candidates,
      lists: traceLists(passages),
      mode: found.mode,
      notes: [
        ...changes.map(({ written, name }) => `place: ${written} → ${name}`),
        ...respelled.map(
          (word) => `${isMeant ? 'word' : 'word tried'}: ${word.written} → ${word.meant}`,
        ),
        ...notes,
      ],
      durationMs: performance.now() - started,
    },
  }
}

type Judged = { found: Found; passages: Passage[]; gate: EvidenceGate; notes: string[] }

async function searchAndJudge(
  ctx: RetrievalContext,
  input: RetrieveInput & { written: string | undefined },
  filter: SearchFilter,
): Promise<Judged> {
  const { question } = input
  const limit = input.limit ?? DEFAULT_LIMIT
  const wanted = ctx.rerankModel === undefined ? limit : Math.max(limit, RERANKED)
  const found = await findPassages(ctx, input, filter, wanted)
  const reranked = await rerankPassages(ctx, question, found.passages)
  // Beyond what is shown, an order of authority helps nobody.
  const passages = settleConflicts(reranked.passages.slice(0, limit))
  const gate = judgeEvidence(
    { text: question, expansions: found.expansions },
    passages,
    found.statistics,
    ctx.config.EVIDENCE_THRESHOLD,
  )
  return { found, passages, gate, notes: [...found.notes, ...reranked.notes] }
}

/** What rules of other places say about it: to name whose rule it is, never to answer from (domain.md 5.3). */
export async function findOtherJurisdiction(
  ctx: RetrievalContext,
  input: RetrieveInput,
): Promise<Passage[]> {
  const filter = searchFilter(ctx, input, true)
  return (await findPassages(ctx, input, filter, input.limit ?? 3)).passages
}

function searchFilter(
  ctx: Pick<Ports, 'clock' | 'config'>,
  input: RetrieveInput,
  elsewhere: boolean,
): SearchFilter {
  return {
    resident: toResidentPath(input.jurisdiction ?? ctx.config.JURISDICTION),
    day: localDate(input.on ?? ctx.clock.now()),
    levels: input.levels ?? null,
    elsewhere,
  }
}

type Found = {
  passages: Passage[]
  /** What documents write for the question's everyday words. */
  expansions: string[]
  statistics: TermStatistics
  candidates: number
  mode: 'lexical' | 'hybrid'
  notes: string[]
}

async function findPassages(
  ctx: RetrievalContext,
  { question, written, signal }: RetrieveInput & { written?: string | undefined },
  filter: SearchFilter,
  wanted: number,
): Promise<Found> {
  const expansions = expandQuestion(question, await readLexicon(ctx.sql))
  // Words read as others are searched as they were written too.
  const beside = written === undefined ? expansions : [...expansions, written]
  const [statistics, { embedded, notes }] = await Promise.all([
    readTermStatistics(ctx.sql, queryPlaces([question, ...beside].join('\n'))),
    embedQuestion(ctx, question, signal),
  ])
  const mode = embedded === undefined ? 'lexical' : 'hybrid'
  const asked = planQuery(question, statistics, shippedModel())
  const plan = { ...asked, lexical: addExpansions(asked.lexical, beside, statistics) }
  if (plan.maximum === 0 && embedded === undefined) {
    return { passages: [], expansions, statistics, candidates: 0, mode, notes }
  }
  const rows = await searchCandidates(ctx.sql, plan, filter, {
    sizes: SIZES[mode],
    embedded,
  })
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const ranked = rankCandidates(plan, rows, shippedModel())
    .map(({ id, score, features }) => ({ id, score, words: features.words * plan.maximum }))
    .filter(({ id, words }) => words > LEAST_WORDS || rowOf.get(id)?.embedding !== null)
  const best = fuseRanks(ranked, rows).slice(0, wanted)
  const texts = new Map(
    (
      await readChunks(
        ctx.sql,
        best.map(({ id }) => id),
        filter.day,
      )
    ).map((row) => [row.chunkId, row]),
  )
  // A row may be gone since the search: deleted or replaced in between. It is left out, never cited.
  const passages = best.flatMap(({ id, words, fused }, at): Passage[] => {
    const text = texts.get(id)
    const row = rowOf.get(id)
    if (text === undefined || row === undefined) return []
    const { chunkId: _, ...passage } = text
    const scores = { lexical: words, meaning: row.dense, dense: row.embedding, fused, rerank: null }
    return [{ ...passage, rank: at + 1, scores, outrankedBy: null }]
  })
  return { passages, expansions, statistics, candidates: rows.length, mode, notes }
}

function traceLists(passages: readonly Passage[]): RetrievalTrace['lists'] {
  const names = ['lexical', 'meaning', 'dense', 'fused', 'rerank'] as const
  return names.flatMap((name) => {
    const hits = passages
      .flatMap(({ passageId, scores }) => {
        const score = scores[name]
        return score === null ? [] : [{ passageId, score }]
      })
      .toSorted((a, b) => b.score - a.score)
    return hits.length === 0 ? [] : [{ name, hits }]
  })
}
