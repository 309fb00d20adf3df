import { UpstreamError } from '../shared/errors.ts'
import { createEndpoint, type EndpointConfig, type ModelDeps } from './endpoint.ts'
import { maskPersonalData } from './masking.ts'
import { createClient } from './openai-chat.ts'
import type { EmbeddingModel } from './types.ts'
import { costCents, estimateTokens } from './usage.ts'

const BATCH = 64

/** Embeddings in batches, in the order asked. Texts are masked: an index must not hold what a model may not see. */
export function createEmbeddingModel(config: EndpointConfig, deps: ModelDeps = {}): EmbeddingModel {
  const client = createClient(config, deps)
  const endpoint = createEndpoint(config, deps)

  async function embedBatch(
    texts: readonly string[],
    options: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<number[][]> {
    const startedAt = performance.now()
    const input = texts.map((text) => maskPersonalData(text).text)
    let inputTokens = estimateTokens(input.join('\n'))
    let ok = false
    try {
      return await endpoint.call(async (signal) => {
        const reply = await client.embeddings.create(
          { model: config.model, input, encoding_format: 'float' },
          { signal },
        )
        inputTokens = reply.usage?.prompt_tokens ?? inputTokens
        const vectors = reply.data
          ?.toSorted((a, b) => a.index - b.index)
          .map((item) => item.embedding)
        if (vectors === undefined || vectors.length !== texts.length) {
          throw new UpstreamError(
            `${config.model} sent ${vectors?.length ?? 0} vectors for ${texts.length} texts`,
          )
        }
        ok = true
        return vectors
      }, options)
    } finally {
      const usage = { inputTokens, outputTokens: 0, cachedTokens: 0 }
      await endpoint.record({
        kind: 'embedding',
        model: config.model,
        promptId: null,
        promptVersion: null,
        ...usage,
        costCents: costCents(usage, config.price),
        durationMs: performance.now() - startedAt,
        ok,
      })
    }
  }

  return {
    name: config.model,
    async embed(texts, options = {}) {
      const vectors: number[][] = []
      for (let at = 0; at < texts.length; at += BATCH) {
        vectors.push(...(await embedBatch(texts.slice(at, at + BATCH), options)))
      }
      return vectors
    },
  }
}
