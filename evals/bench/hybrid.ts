import type { Sql } from '../../src/db/client.ts'
import { queryPlaces } from '../../src/retrieval/bm25.ts'
import { findReadyModel } from '../../src/retrieval/embedding-store.ts'
import { planQuery } from '../../src/retrieval/plan-query.ts'
import { shippedModel } from '../../src/retrieval/shipped-model.ts'
import { readTermStatistics } from '../../src/retrieval/store.ts'
import { formatSparse } from '../../src/retrieval/terms.ts'
import { retrievePassages } from '../../src/retrieval/index.ts'
import { mean, percentile, recallAt } from '../scorers/ir.ts'
import { rankedIds } from '../support/corpus.ts'
import type { BenchCorpus } from './corpus.ts'
import { ourEngine, type OurEngine } from './ours.ts'
import { projectedTfIdf } from './projected-tf-idf.ts'

const DIMENSIONS = 1024
const DEPTH = 100

type Lists = { words: string[]; vectors: string[] }

/** The same lists without an index: an expression that no index covers orders by the same value. */
async function exactLists(
  engine: OurEngine,
  sparse: string,
  vector: string,
  modelId: number,
): Promise<Lists> {
  const { sql } = engine.ctx
  const words = await sql<{ id: string }[]>`
    select id from chunks order by (lexical <#> ${sparse}::sparsevec) + 0, id limit ${DEPTH}`
  const vectors = await sql<{ id: string }[]>`
    select c.id from embeddings e join chunks c on c.content_hash = e.content_hash
    where e.model_id = ${modelId} order by (e.embedding <=> ${vector}::vector) + 0, c.id limit ${DEPTH}`
  return { words: words.map(({ id }) => id), vectors: vectors.map(({ id }) => id) }
}

async function indexedLists(
  engine: OurEngine,
  sparse: string,
  vector: string,
  modelId: number,
): Promise<Lists> {
  const { sql } = engine.ctx
  const words = await sql<{ id: string }[]>`
    select w.chunk_id as id from search_horizon h, search_words(h.last_chunk_id, ${sparse}::sparsevec, ${DEPTH},
      current_date, '4201', null, false) w`
  const vectors = await sql<{ id: string }[]>`
    select chunk_id as id from search_embeddings(${modelId}, ${vector}, ${DEPTH}, current_date, '4201', null, false)`
  return { words: words.map(({ id }) => id), vectors: vectors.map(({ id }) => id) }
}

/** Takes every vector index away for the length of `work`: the transaction is rolled back, so nothing is rebuilt. */
async function withoutIndexes<T>(engine: OurEngine, work: (sql: Sql) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined
  const undone = new Error('rolled back on purpose')
  await engine.database.sql
    .begin(async (tx) => {
      const indexes = await tx<{ name: string }[]>`
        select indexname as name from pg_indexes where indexdef like '%hnsw%'`
      for (const { name } of indexes) await tx`drop index ${tx(name)}`
      await tx`update search_horizon set last_chunk_id = 0`
      result = { value: await work(tx) }
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  if (result === undefined) throw new Error('the exact search gave nothing')
  return result.value
}

/** What the resident would get, beside what an exact search of both lists would have given. */
async function compareAnswers(engine: OurEngine, corpus: BenchCorpus, questions: number) {
  const asked = corpus.queries.slice(0, questions)
  const ask = async (sql: Sql) => {
    const found: string[][] = []
    for (const { text } of asked) {
      found.push(
        rankedIds(await retrievePassages({ ...engine.ctx, sql }, { question: text, limit: 10 })),
      )
    }
    return found
  }
  const found = await ask(engine.ctx.sql)
  const exact = await withoutIndexes(engine, ask)
  const recall = (lists: readonly string[][]) =>
    mean(
      lists.map((ranked, at) =>
        recallAt(10, { ranked, relevant: corpus.qrels.get(asked[at]?.id ?? '') ?? new Set() }),
      ),
    )
  return {
    compared: asked.length,
    'R@10': rounded(recall(found)),
    'R@10_exact': rounded(recall(exact)),
    same_top_10: rounded(mean(found.map((ids, at) => shared(ids, exact[at] ?? [])))),
  }
}

const rounded = (value: number): number => Number(value.toFixed(4))

const shared = (found: readonly string[], exact: readonly string[]): number =>
  found.filter((id) => exact.includes(id)).length / Math.max(1, exact.length)

/** Latency of the whole hybrid search on the server, and how much of exact search its lists keep. */
export async function measureHybrid(
  corpus: BenchCorpus,
  server: string | undefined,
): Promise<object> {
  const model = projectedTfIdf(DIMENSIONS)
  const engine = await ourEngine(server, model)
  try {
    const began = performance.now()
    await engine.index(corpus.documents)
    const indexSeconds = (performance.now() - began) / 1000
    const row = await findReadyModel(engine.ctx.sql, model.name)
    if (row === undefined) throw new Error('the model is not complete')
    for (const query of corpus.queries.slice(0, 20)) await engine.search(query.text, 8)
    const times: number[] = []
    for (const query of corpus.queries) {
      const started = performance.now()
      await engine.search(query.text, 8)
      times.push(performance.now() - started)
    }
    const recall: { words: number; vectors: number }[] = []
    for (const query of corpus.queries.slice(0, 50)) {
      const statistics = await readTermStatistics(engine.ctx.sql, queryPlaces(query.text))
      const sparse = formatSparse(planQuery(query.text, statistics, shippedModel()).lexical)
      const vector = JSON.stringify((await model.embed([query.text]))[0])
      const found = await indexedLists(engine, sparse, vector, row.id)
      const exact = await exactLists(engine, sparse, vector, row.id)
      recall.push({
        words: shared(found.words, exact.words),
        vectors: shared(found.vectors, exact.vectors),
      })
    }
    return {
      chunks: corpus.documents.length,
      dimensions: DIMENSIONS,
      vectors: model.name,
      questions: times.length,
      p50_ms: Number(percentile(times, 0.5).toFixed(1)),
      p95_ms: Number(percentile(times, 0.95).toFixed(1)),
      index_s: Math.round(indexSeconds),
      ...(await compareAnswers(engine, corpus, 60)),
      recall_words_at_100: rounded(mean(recall.map(({ words }) => words))),
      recall_vectors_at_100: rounded(mean(recall.map(({ vectors }) => vectors))),
    }
  } finally {
    await engine.close()
  }
}
