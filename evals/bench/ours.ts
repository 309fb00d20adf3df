import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../src/config.ts'
import { embedChunks, ingestPath, type IngestContext } from '../../src/ingestion/index.ts'
import type { EmbeddingModel } from '../../src/llm/types.ts'
import { retrievePassages, type RetrievalContext } from '../../src/retrieval/index.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { rankedIds } from '../support/corpus.ts'
import { openPrivateDatabase, type PrivateDatabase } from '../support/private-database.ts'
import { progressBar } from '../support/progress.ts'
import type { BenchDocument } from './corpus.ts'
import type { Engine } from './engine.ts'

type BenchContext = RetrievalContext & IngestContext

export type OurEngine = Engine & { database: PrivateDatabase; ctx: BenchContext }

/** The production path: the ingestion door in, the one search out. */
export async function ourEngine(
  url: string | undefined,
  embeddingModel: EmbeddingModel | undefined = undefined,
): Promise<OurEngine> {
  const database = await openPrivateDatabase(url ?? '')
  const ctx: BenchContext = {
    sql: database.sql,
    clock: systemClock,
    config: parseConfig({ NODE_ENV: 'test' }),
    logger: { log: () => undefined },
    embeddingModel,
    rerankModel: undefined,
  }
  const kind = database.kind === 'embedded' ? 'PGlite' : 'Postgres'
  return {
    name: embeddingModel === undefined ? `ours on ${kind}` : `ours hybrid on ${kind}`,
    database,
    ctx,
    index: (documents) => ingestDocuments(ctx, documents),
    search: async (question, limit) => rankedIds(await retrievePassages(ctx, { question, limit })),
    bytes: async () => {
      const [row] = await ctx.sql<{ bytes: string }[]>`
        select pg_total_relation_size('chunks') + pg_total_relation_size('term_statistics')
          + pg_total_relation_size('embeddings') as bytes`
      return Number(row?.bytes ?? 0)
    },
    close: () => database.close(),
  }
}

async function ingestDocuments(
  ctx: BenchContext,
  documents: readonly BenchDocument[],
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gw-bench-'))
  try {
    const path = join(directory, 'corpus.jsonl')
    writeFileSync(path, documents.map((document) => JSON.stringify(document)).join('\n'))
    const bar = progressBar('ours: ingest', documents.length)
    await ingestPath(ctx, {
      path,
      defaults: { jurisdiction: '全国' },
      onProgress: ({ chunks }) => bar(chunks),
    })
    const vectors = progressBar('ours: vectors', documents.length)
    await embedChunks(ctx, { onProgress: vectors })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
