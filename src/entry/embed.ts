import {
  embedChunks,
  forgetModel,
  listEmbeddingModels,
  type EmbedInput,
} from '../ingestion/index.ts'
import { createModels, createUsageSink } from '../llm/index.ts'
import type { Ports } from '../ports.ts'

type Options = { model?: string | undefined; forget?: string | undefined; list?: boolean }

/**
 * `npm run embed`: what is missing of the configured model. `--model next` fills another one beside it while the first
 * goes on answering; once it is complete, EMBEDDING_MODEL may name it.
 */
export async function runEmbed(
  ports: Pick<Ports, 'sql' | 'clock' | 'logger' | 'config' | 'embeddingModel'>,
  options: Options,
  onProgress?: EmbedInput['onProgress'],
): Promise<{ code: number; lines: string[] }> {
  if (options.forget !== undefined) {
    await forgetModel(ports, options.forget)
    return { code: 0, lines: [`${options.forget}: its vectors are gone.`] }
  }
  if (options.list !== true) {
    const { sql, clock, logger, config } = ports
    const usage = createUsageSink({ sql, clock, logger, dailyTokens: config.MODEL_DAILY_TOKENS })
    const { embeddingModel } =
      options.model === undefined
        ? ports
        : createModels({ ...config, EMBEDDING_MODEL: options.model }, { logger, clock, usage })
    if (embeddingModel === undefined) {
      return { code: 2, lines: ['OPENAI_BASE_URL and EMBEDDING_MODEL (or --model) are needed.'] }
    }
    await embedChunks({ ...ports, embeddingModel }, { onProgress })
  }
  const models = await listEmbeddingModels(ports)
  const lines = models.map(({ name, dimensions, complete, held, used }) => {
    const state = complete ? 'complete' : 'incomplete'
    return `${name} · ${dimensions} dimensions · ${held} vectors · ${state}${used ? ' · in use' : ''}`
  })
  return { code: 0, lines: lines.length === 0 ? ['No embedding model has vectors here.'] : lines }
}
