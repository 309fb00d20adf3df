import { parseArgs } from 'node:util'
import {
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
  roundMetrics,
  type RankedQuery,
} from '../scorers/ir.ts'
import { openCorpus, rankedIds } from '../support/corpus.ts'
import { isReported } from '../../src/retrieval/train/stard.ts'
import { readJsonLines, readRetrievalSet, type RetrievalSet } from '../support/external-sets.ts'
import { plainBm25 } from '../support/plain-bm25.ts'
import { progressBar } from '../support/progress.ts'

const DEEPEST = 100
/** A record cut into parts may fill the list with itself; a few more passages make up for it. */
const PASSAGES = 150

export function scoreRanking(queries: readonly RankedQuery[]): Record<string, number> {
  const average = (score: (query: RankedQuery) => number): number => mean(queries.map(score))
  return {
    'recall@1': average((query) => recallAt(1, query)),
    'recall@5': average((query) => recallAt(5, query)),
    'recall@10': average((query) => recallAt(10, query)),
    'recall@100': average((query) => recallAt(DEEPEST, query)),
    'mrr@10': average((query) => reciprocalRankAt(10, query)),
    'ndcg@10': average((query) => ndcgAt(10, query)),
  }
}

/** Textbook BM25 with our tokens over the same records, so that a figure never stands alone. */
async function scorePlainBm25(
  set: RetrievalSet,
  queries: RetrievalSet['queries'],
): Promise<Record<string, number>> {
  const records = (await readJsonLines(set.corpus)).map((record) => ({
    id: String(record['id'] ?? record['_id']),
    text: `${String(record['name'] ?? record['title'] ?? '')}\n${String(record['content'] ?? record['text'] ?? '')}`,
  }))
  const search = plainBm25(records)
  return scoreRanking(
    queries.map(({ id, text }) => ({
      ranked: search(text, DEEPEST),
      relevant: set.qrels.get(id) ?? new Set(),
    })),
  )
}

/**
 * `npm run eval -- retrieval --beir <dir> [--held-out] [--bm25]`: the production search over an external set, and plain
 * BM25 beside it.
 */
export async function runRetrievalSuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      beir: { type: 'string' },
      'held-out': { type: 'boolean', default: false },
      bm25: { type: 'boolean', default: false },
    },
  })
  if (values.beir === undefined) throw new Error('retrieval: --beir <dir> is missing')
  const set = await readRetrievalSet(values.beir)
  // The shipped ranking was fitted on the other questions of STARD; only these say what it is worth on new ones.
  const queries = values['held-out'] ? set.queries.filter(({ id }) => isReported(id)) : set.queries
  const corpus = await openCorpus(set.corpus)
  try {
    const bar = progressBar('queries', queries.length)
    const scored: RankedQuery[] = []
    const durations: number[] = []
    for (const [at, query] of queries.entries()) {
      const started = performance.now()
      const result = await corpus.ask(query.text, PASSAGES)
      durations.push(performance.now() - started)
      scored.push({ ranked: rankedIds(result), relevant: set.qrels.get(query.id) ?? new Set() })
      bar(at + 1)
    }
    return {
      suite: 'retrieval',
      metrics: roundMetrics(scoreRanking(scored)),
      n: scored.length,
      set: values.beir,
      held_out: values['held-out'],
      database: corpus.database.kind,
      chunks: corpus.chunks,
      ingest_chunks_per_s: Math.round((corpus.chunks / corpus.ingestMs) * 1000),
      p50_ms: Number(percentile(durations, 0.5).toFixed(1)),
      p95_ms: Number(percentile(durations, 0.95).toFixed(1)),
      ...(values.bm25 ? { plain_bm25: roundMetrics(await scorePlainBm25(set, queries)) } : {}),
    }
  } finally {
    await corpus.database.close()
  }
}
