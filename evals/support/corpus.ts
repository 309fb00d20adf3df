import { parseConfig } from '../../src/config.ts'
import { ingestPath, type IngestContext } from '../../src/ingestion/index.ts'
import {
  retrievePassages,
  type RetrievalContext,
  type RetrievalResult,
} from '../../src/retrieval/index.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { jsonLogger } from '../../src/shared/logger.ts'
import { openPrivateDatabase, type PrivateDatabase } from './private-database.ts'
import { progressBar } from './progress.ts'
import { readJsonLines } from './external-sets.ts'

export type CorpusRun = {
  database: PrivateDatabase
  ctx: RetrievalContext
  chunks: number
  ingestMs: number
  ask(question: string, limit: number): Promise<RetrievalResult>
}

/** An external corpus through the door every document takes, and the search every question takes. */
export async function openCorpus(path: string): Promise<CorpusRun> {
  const database = await openPrivateDatabase()
  const ctx: RetrievalContext & IngestContext = {
    sql: database.sql,
    clock: systemClock,
    config: parseConfig({ NODE_ENV: 'test' }),
    logger: jsonLogger((line) => process.stderr.write(`${line}\n`), 'warn'),
    embeddingModel: undefined,
    rerankModel: undefined,
  }
  const records = (await readJsonLines(path)).length
  const bar = progressBar('ingest', records)
  const report = await ingestPath(ctx, {
    path,
    // These sets have no place: a notice that begins with a city's name must not be filtered out.
    defaults: { jurisdiction: '全国' },
    onProgress: ({ chunks }) => bar(Math.min(records - 1, chunks)),
  })
  bar(records)
  if (report.problems.length > 0) {
    process.stderr.write(
      `${report.problems.length} records refused, first: ${JSON.stringify(report.problems[0])}\n`,
    )
  }
  return {
    database,
    ctx,
    chunks: report.chunks,
    ingestMs: report.durationMs,
    ask: (question, limit) => retrievePassages(ctx, { question, limit }),
  }
}

/** Ids of the corpus in rank order: a long record is found by its parts, the best part counts. */
export function rankedIds(result: RetrievalResult): string[] {
  return [...new Set(result.passages.map((passage) => passage.anchor.replace(/~\d+$/, '')))]
}
