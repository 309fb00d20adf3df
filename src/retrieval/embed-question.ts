import type { Sql } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'
import { findReadyModel } from './embedding-store.ts'
import type { EmbeddedQuery } from './store.ts'

/** Past this the lexical lists answer alone: words first, within the time a resident waits. */
const EMBED_TIMEOUT_MS = 1000

export type QuestionEmbedding = { embedded: EmbeddedQuery | undefined; notes: string[] }

/** The question as a vector of the configured model, once that model's vectors of the corpus are complete. */
export async function embedQuestion(
  ctx: Pick<Ports, 'embeddingModel' | 'logger'> & { sql: Sql },
  question: string,
  signal: AbortSignal | undefined,
): Promise<QuestionEmbedding> {
  const model = ctx.embeddingModel
  if (model === undefined || question.trim() === '') return { embedded: undefined, notes: [] }
  const ready = await findReadyModel(ctx.sql, model.name)
  if (ready === undefined) {
    return { embedded: undefined, notes: [`${model.name}: embeddings incomplete, lexical only`] }
  }
  try {
    const options = { timeoutMs: EMBED_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) }
    const [vector] = await model.embed([question], options)
    if (vector?.length !== ready.dimensions) {
      return { embedded: undefined, notes: [`${model.name}: wrong dimensions, lexical only`] }
    }
    return { embedded: { modelId: ready.id, vector }, notes: [] }
  } catch (error) {
    signal?.throwIfAborted()
    ctx.logger.log('warn', 'retrieval.embed_failed', errorFields(error))
    return { embedded: undefined, notes: [`${model.name}: endpoint failed, lexical only`] }
  }
}
