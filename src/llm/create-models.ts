import { createChatModel } from './openai-chat.ts'
import { createEmbeddingModel } from './openai-embedding.ts'
import type { EndpointConfig, ModelDeps } from './endpoint.ts'
import { createTranscriptionModel } from './openai-transcription.ts'
import { createRerankModel } from './rerank.ts'
import type { ChatModel, EmbeddingModel, RerankModel, TranscriptionModel } from './types.ts'

export type ModelSettings = {
  OPENAI_BASE_URL?: string | undefined
  OPENAI_API_KEY?: string | undefined
  CHAT_MODEL?: string | undefined
  EMBEDDING_MODEL?: string | undefined
  TRANSCRIPTION_MODEL?: string | undefined
  RERANK_URL?: string | undefined
  RERANK_MODEL?: string | undefined
  CHAT_MODEL_PRICE?: EndpointConfig['price'] | undefined
  EMBEDDING_MODEL_PRICE?: EndpointConfig['price'] | undefined
  MODEL_TIMEOUT_MS: number
}

export type Models = {
  chatModel: ChatModel | undefined
  embeddingModel: EmbeddingModel | undefined
  rerankModel: RerankModel | undefined
  transcriptionModel: TranscriptionModel | undefined
}

/** Every model is optional: without its setting the port is undefined and the service runs on rules and search. */
export function createModels(settings: ModelSettings, deps: ModelDeps = {}): Models {
  const endpoint = (
    baseUrl: string | undefined,
    model: string | undefined,
    price?: EndpointConfig['price'],
  ): EndpointConfig | undefined =>
    baseUrl === undefined || model === undefined
      ? undefined
      : {
          baseUrl,
          model,
          // City model services inside a network often take no key; the SDK insists on one.
          apiKey: settings.OPENAI_API_KEY ?? 'none',
          timeoutMs: settings.MODEL_TIMEOUT_MS,
          ...(price === undefined ? {} : { price }),
        }
  const base = settings.OPENAI_BASE_URL
  const chat = endpoint(base, settings.CHAT_MODEL, settings.CHAT_MODEL_PRICE)
  const embedding = endpoint(base, settings.EMBEDDING_MODEL, settings.EMBEDDING_MODEL_PRICE)
  const speech = endpoint(base, settings.TRANSCRIPTION_MODEL)
  const rerank = endpoint(settings.RERANK_URL, settings.RERANK_MODEL)
  return {
    chatModel: chat === undefined ? undefined : createChatModel(chat, deps),
    embeddingModel: embedding === undefined ? undefined : createEmbeddingModel(embedding, deps),
    rerankModel: rerank === undefined ? undefined : createRerankModel(rerank, deps),
    transcriptionModel: speech === undefined ? undefined : createTranscriptionModel(speech, deps),
  }
}
