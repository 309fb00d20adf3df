import type { Ports } from '../ports.ts'
import { readDocuments, type DocumentSummary } from './store.ts'

export { ingestPath, deleteDocument } from './ingest.ts'
export type { IngestContext } from './ingest-context.ts'
export type { IngestInput, IngestProgress, IngestReport } from './ingest.ts'
export { embedChunks, refuseWideModel, type EmbedContext, type EmbedInput } from './embed-chunks.ts'
export { forgetModel, listEmbeddingModels } from './embedding-models.ts'
export { ensureChunkIndexes } from './index-corpus.ts'
export { stageDocument } from './stage-document.ts'
export { syncKnowledge } from './sync-knowledge.ts'
export type { DocumentChange } from './write-documents.ts'
export type { DocumentDefaults, Problem } from './document.ts'
export type { DocumentSummary } from './store.ts'

/** Published documents by slug, a page at a time. */
export async function listDocuments(
  ctx: Pick<Ports, 'sql'>,
  input: { after?: string; limit?: number } = {},
): Promise<DocumentSummary[]> {
  return readDocuments(ctx.sql, { after: input.after ?? '', limit: input.limit ?? 100 })
}
