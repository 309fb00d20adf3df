export {
  findSecretMarker,
  maskPersonalData,
  restorePersonalData,
  restoreStream,
  type MaskOptions,
} from './masking.ts'
export { createChatModel } from './openai-chat.ts'
export { createEmbeddingModel } from './openai-embedding.ts'
export { createTranscriptionModel } from './openai-transcription.ts'
export { createRerankModel } from './rerank.ts'
export { createModels, type ModelSettings } from './create-models.ts'
export { createUsageSink, type DailyUsage } from './usage-store.ts'
export type { EndpointConfig, ModelDeps } from './endpoint.ts'
export { costCents } from './usage.ts'
export type { UsageRecord, UsageSink } from './usage.ts'
export type * from './types.ts'
