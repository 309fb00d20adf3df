import { NotFoundError, PreconditionError } from '../shared/errors.ts'
import type { EmbedContext } from './embed-chunks.ts'
import { listModels, removeModel, type KnownModel } from './embedding-store.ts'

/** Every model with vectors here, and which of them questions are embedded with. */
export async function listEmbeddingModels(
  ctx: Pick<EmbedContext, 'sql' | 'embeddingModel'>,
): Promise<(KnownModel & { used: boolean })[]> {
  const models = await listModels(ctx.sql)
  return models.map((model) => ({ ...model, used: model.name === ctx.embeddingModel?.name }))
}

/** Takes away a model that another one has followed; the one in use stays. */
export async function forgetModel(
  ctx: Pick<EmbedContext, 'sql' | 'embeddingModel'>,
  name: string,
): Promise<void> {
  if (name === ctx.embeddingModel?.name) {
    throw new PreconditionError('embedding_model_used', `${name} is the EMBEDDING_MODEL in use`)
  }
  if (!(await removeModel(ctx.sql, name))) throw new NotFoundError('embedding model', name)
}
