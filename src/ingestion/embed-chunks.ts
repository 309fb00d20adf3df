import type { Ports } from '../ports.ts'
import { AppError, LimitError, PreconditionError, UpstreamError } from '../shared/errors.ts'
import { errorFields } from '../shared/logger.ts'
import {
  buildEmbeddingIndex,
  countEmbeddings,
  countUnembedded,
  findModel,
  markComplete,
  readUnembedded,
  registerModel,
  removeUnusedEmbeddings,
  saveEmbeddings,
  type EmbeddingModelRow,
} from './embedding-store.ts'
import { isWorthIndexing } from './index-corpus.ts'

export type EmbedContext = Pick<Ports, 'sql' | 'clock' | 'logger' | 'embeddingModel'>

export type EmbedInput = {
  signal?: AbortSignal | undefined
  /** Stops before the next batch once so much time is gone; the next run goes on. */
  budgetMs?: number | undefined
  onProgress?: ((done: number, total: number) => void) | undefined
  /** Tests wait without waiting. */
  wait?: (ms: number) => Promise<void>
}

/** pgvector indexes up to 4,000 half-precision dimensions; a wider model is refused, not searched slowly. */
export const MOST_DIMENSIONS = 4000
const BATCH = 64
const TIMEOUT_MS = 60_000
const ATTEMPTS = 6
const LONGEST_WAIT_MS = 60_000

const pause = (ms: number): Promise<void> => new Promise((settle) => setTimeout(settle, ms))

/** What the endpoint asked for, or a doubling wait; `undefined` when trying again is no use. */
export function retryDelay(error: unknown, attempt: number): number | undefined {
  if (attempt >= ATTEMPTS) return undefined
  const doubling = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt)
  if (error instanceof LimitError) {
    return Math.min(LONGEST_WAIT_MS, Math.max(doubling, error.retryAfterSeconds * 1000))
  }
  return error instanceof AppError && error.retryable ? doubling : undefined
}

/**
 * Gives every searchable chunk its vector of the configured model. Stopped at any point it goes on where it was: what
 * is stored is found by its content. Searches use the configured model once it is complete; a model that is to follow it
 * is filled beside it (`npm run embed -- --model <name>`) before the setting changes, so the change needs no downtime.
 */
export async function embedChunks(
  ctx: EmbedContext,
  input: EmbedInput = {},
): Promise<{ embedded: number; model: string | null }> {
  const model = ctx.embeddingModel
  if (model === undefined) return { embedded: 0, model: null }
  let row = await findModel(ctx.sql, model.name)
  let embedded = 0
  const started = performance.now()
  const total = await countUnembedded(ctx.sql, row?.id ?? 0)
  for (;;) {
    input.signal?.throwIfAborted()
    if (performance.now() - started > (input.budgetMs ?? Infinity)) {
      return { embedded, model: model.name }
    }
    const chunks = await readUnembedded(ctx.sql, row?.id ?? 0, BATCH)
    if (chunks.length === 0) break
    const vectors = await embedBatch(
      ctx,
      chunks.map((chunk) => chunk.text),
      input,
    )
    row ??= await register(ctx, model.name, vectors[0]?.length ?? 0)
    await saveEmbeddings(ctx.sql, row.id, pairUp(chunks, vectors, row))
    embedded += chunks.length
    input.onProgress?.(embedded, total)
  }
  if (row !== undefined) await finish(ctx, row)
  return { embedded, model: model.name }
}

/** What a model nobody has asked yet may say of itself within this; an endpoint that is down must not stop the start. */
const PROBE_TIMEOUT_MS = 3000

/** Refuses a model too wide to be indexed before anything depends on it. One that is known already fits. */
export async function refuseWideModel(ctx: EmbedContext): Promise<void> {
  const model = ctx.embeddingModel
  if (model === undefined || (await findModel(ctx.sql, model.name)) !== undefined) return
  let width = 0
  try {
    const [vector] = await model.embed(['示例'], { timeoutMs: PROBE_TIMEOUT_MS })
    width = vector?.length ?? 0
  } catch (error) {
    ctx.logger.log('warn', 'embed.not_asked', errorFields(error))
  }
  checkWidth(model.name, width)
}

function checkWidth(name: string, dimensions: number): void {
  if (dimensions <= MOST_DIMENSIONS) return
  throw new PreconditionError(
    'embedding_dimensions',
    `EMBEDDING_MODEL: ${name} gives ${dimensions} dimensions; at most ${MOST_DIMENSIONS} can be indexed`,
  )
}

async function finish(ctx: EmbedContext, row: EmbeddingModelRow): Promise<void> {
  await removeUnusedEmbeddings(ctx.sql)
  const held = await countEmbeddings(ctx.sql, row.id)
  if (await isWorthIndexing(ctx, held)) await buildEmbeddingIndex(ctx.sql, row.id)
  await markComplete(ctx.sql, row.id, ctx.clock.now())
}

async function register(
  ctx: EmbedContext,
  name: string,
  dimensions: number,
): Promise<EmbeddingModelRow> {
  checkWidth(name, dimensions)
  return registerModel(ctx.sql, { name, dimensions, at: ctx.clock.now() })
}

function pairUp(
  chunks: readonly { content_hash: string }[],
  vectors: readonly (readonly number[])[],
  row: EmbeddingModelRow,
): { content_hash: string; embedding: string }[] {
  return chunks.map(({ content_hash }, at) => {
    const vector = vectors[at]
    if (vector?.length !== row.dimensions || !vector.every(Number.isFinite)) {
      throw new UpstreamError(
        `embedding endpoint: expected ${row.dimensions} numbers for each text`,
      )
    }
    return { content_hash, embedding: JSON.stringify(vector) }
  })
}

async function embedBatch(
  ctx: EmbedContext,
  texts: readonly string[],
  input: EmbedInput,
): Promise<number[][]> {
  const { signal } = input
  for (let attempt = 0; ; attempt += 1) {
    try {
      const options = { timeoutMs: TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) }
      return (await ctx.embeddingModel?.embed(texts, options)) ?? []
    } catch (error) {
      signal?.throwIfAborted()
      const delay = retryDelay(error, attempt)
      if (delay === undefined) throw error
      ctx.logger.log('warn', 'embed.retry', { attempt, delay })
      await (input.wait ?? pause)(delay)
    }
  }
}
