import { buildChunkIndexes, countChunks } from './store.ts'
import type { IngestContext } from './ingest-context.ts'

/** Below this an exact scan is fast, and an index only makes writing slower. */
export const INDEX_FROM = 20_000
/** So many chunks newer than the indexes are scanned beside them; more, and the indexes are built anew. */
export const MOST_FRESH = 5_000

/** Builds the HNSW indexes once the corpus has outgrown an exact scan, and again when much is newer than they are. */
export async function ensureChunkIndexes(ctx: IngestContext): Promise<boolean> {
  const { chunks, indexed, fresh } = await countChunks(ctx.sql)
  if (indexed ? fresh < MOST_FRESH : chunks < INDEX_FROM) return false
  const started = performance.now()
  await buildChunkIndexes(ctx.sql)
  const seconds = Math.round((performance.now() - started) / 1000)
  ctx.logger.log('info', 'ingest.indexed', { chunks, seconds })
  return true
}
