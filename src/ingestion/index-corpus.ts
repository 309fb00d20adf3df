import { buildChunkIndexes, countChunks, isEmbedded } from './store.ts'
import type { IngestContext } from './ingest-context.ts'

/**
 * Below this an exact scan is fast, and an index only makes writing slower. The embedded database has one session: while
 * it builds an index nobody is answered, so it scans for longer (10,000 chunks: 50 ms a question, or 15 s of silence).
 */
const INDEX_FROM = { server: 4_000, embedded: 20_000 }
/** So many chunks newer than the indexes are scanned beside them; more, and the indexes are built anew. */
export const MOST_FRESH = 5_000

export async function isWorthIndexing(ctx: IngestContext, count: number): Promise<boolean> {
  return count >= INDEX_FROM[(await isEmbedded(ctx.sql)) ? 'embedded' : 'server']
}

/** Builds the HNSW indexes once the corpus has outgrown an exact scan, and again when much is newer than they are. */
export async function ensureChunkIndexes(ctx: IngestContext): Promise<boolean> {
  const { chunks, indexed, fresh } = await countChunks(ctx.sql)
  if (indexed ? fresh < MOST_FRESH : !(await isWorthIndexing(ctx, chunks))) return false
  const started = performance.now()
  await buildChunkIndexes(ctx.sql)
  const seconds = Math.round((performance.now() - started) / 1000)
  ctx.logger.log('info', 'ingest.indexed', { chunks, seconds })
  return true
}
