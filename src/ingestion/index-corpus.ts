import { buildChunkIndexes, countChunks } from './store.ts'
import type { IngestContext } from './ingest-context.ts'

/** Below this an exact scan is fast, and an index only makes writing slower. */
export const INDEX_FROM = 20_000

/** Builds the HNSW indexes once the corpus has outgrown an exact scan; afterwards every insert keeps them. */
export async function ensureChunkIndexes(ctx: IngestContext): Promise<boolean> {
  const { chunks, indexed } = await countChunks(ctx.sql)
  if (indexed || chunks < INDEX_FROM) return false
  const started = performance.now()
  await buildChunkIndexes(ctx.sql)
  const seconds = Math.round((performance.now() - started) / 1000)
  ctx.logger.log('info', 'ingest.indexed', { chunks, seconds })
  return true
}
