import { z } from 'zod'
import { UpstreamError } from '../shared/errors.ts'
import { createEndpoint, type EndpointConfig, type ModelDeps } from './endpoint.ts'
import { maskPersonalData } from './masking.ts'
import type { RerankModel } from './types.ts'
import { estimateTokens } from './usage.ts'

/** The form Jina, Cohere, vLLM and Xinference share. */
const RerankReply = z.object({
  results: z.array(z.object({ index: z.number().int(), relevance_score: z.number() })),
})

/** `baseUrl` is the whole address of the rerank endpoint. */
export function createRerankModel(config: EndpointConfig, deps: ModelDeps = {}): RerankModel {
  const endpoint = createEndpoint(config, deps)
  const send = deps.fetch ?? fetch
  return {
    name: config.model,
    async rerank(query, texts, options = {}) {
      const startedAt = performance.now()
      const documents = texts.map((text) => maskPersonalData(text).text)
      const masked = maskPersonalData(query).text
      let ok = false
      try {
        const reply = await endpoint.call(async (signal) => {
          const response = await send(config.baseUrl, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: `Bearer ${config.apiKey}`,
            },
            body: JSON.stringify({ model: config.model, query: masked, documents }),
            signal,
          })
          if (!response.ok) {
            throw new UpstreamError(`${config.model} answered ${response.status}`, {
              retryable: response.status === 429 || response.status >= 500,
            })
          }
          return RerankReply.parse(await response.json())
        }, options)
        ok = true
        return reply.results
          .filter(({ index }) => index >= 0 && index < texts.length)
          .map(({ index, relevance_score }) => ({ index, score: relevance_score }))
      } finally {
        await endpoint.record({
          kind: 'rerank',
          model: config.model,
          promptId: null,
          promptVersion: null,
          inputTokens: estimateTokens([masked, ...documents].join('\n')),
          outputTokens: 0,
          cachedTokens: 0,
          costCents: 0,
          durationMs: performance.now() - startedAt,
          ok,
        })
      }
    },
  }
}
