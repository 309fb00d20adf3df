import type { Ports } from '../ports.ts'
import { localDate } from '../shared/clock.ts'
import { queryPlaces, weighQuery, type TermStatistics } from './bm25.ts'
import { settleConflicts } from './conflicts.ts'
import { judgeEvidence, type EvidenceGate } from './gate.ts'
import type { Level } from './levels.ts'
import type { Passage } from './passage.ts'
import { toResidentPath } from './place-path.ts'
import { readChunks, readTermStatistics, searchLexical, type SearchFilter } from './store.ts'
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
  lists: { name: string; hits: { passageId: string; score: number }[] }[]
  mode: 'lexical' | 'hybrid'
  notes: string[]
  durationMs: number
}

export type RetrievalResult = { passages: Passage[]; gate: EvidenceGate; trace: RetrievalTrace }

export type RetrievalContext = Pick<
  Ports,
  'sql' | 'clock' | 'config' | 'logger' | 'embeddingModel' | 'rerankModel'
>

const DEFAULT_LIMIT = 8
/** Candidates past what is shown: ranking and conflicts look further than the resident does. */
const CANDIDATES = 40

/** The one search: chat, hit test, copilot, API and evals call this function. */
export async function retrievePassages(
  ctx: RetrievalContext,
  input: RetrieveInput,
): Promise<RetrievalResult> {
  const started = performance.now()
  const filter = searchFilter(ctx, input, false)
  const limit = input.limit ?? DEFAULT_LIMIT
  const wanted = Math.max(CANDIDATES, limit)
  const { candidates, statistics } = await findCandidates(ctx, input.question, filter, wanted)
  const passages = settleConflicts(candidates).slice(0, limit)
  return {
    passages,
    gate: judgeEvidence(input.question, passages, statistics),
    trace: {
      question: input.question,
      tokens: tokenise(input.question),
      filters: { jurisdiction: filter.resident, on: filter.day, levels: filter.levels },
      lists: [
        {
          name: 'lexical',
          hits: candidates.map((passage) => ({
            passageId: passage.passageId,
            score: passage.scores.lexical ?? 0,
          })),
        },
      ],
      mode: 'lexical',
      notes: [],
      durationMs: performance.now() - started,
    },
  }
}

/** What rules of other places say about it: to name whose rule it is, never to answer from (domain.md 5.3). */
export async function findOtherJurisdiction(
  ctx: RetrievalContext,
  input: RetrieveInput,
): Promise<Passage[]> {
  const filter = searchFilter(ctx, input, true)
  return (await findCandidates(ctx, input.question, filter, input.limit ?? 3)).candidates
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

async function findCandidates(
  ctx: Pick<Ports, 'sql'>,
  question: string,
  filter: SearchFilter,
  wanted: number,
): Promise<{ candidates: Passage[]; statistics: TermStatistics }> {
  const statistics = await readTermStatistics(ctx.sql, queryPlaces(question))
  const hits = await searchLexical(ctx.sql, weighQuery(question, statistics), filter, wanted)
  const rows = await readChunks(
    ctx.sql,
    hits.map((hit) => hit.chunkId),
    filter.day,
  )
  const byId = new Map(rows.map((row) => [row.chunkId, row]))
  // A row may be gone since the search: deleted or replaced in between. It is left out, never cited.
  const candidates = hits.flatMap((hit) => {
    const row = byId.get(hit.chunkId)
    if (row === undefined) return []
    const { chunkId: _, ...passage } = row
    const scores = { lexical: hit.score, dense: null, fused: hit.score, rerank: null }
    return [{ ...passage, rank: 0, scores, outrankedBy: null }]
  })
  return { candidates, statistics }
}
