import type { ZodType } from 'zod'

export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string }

/** One vault per turn: the same original gets the same placeholder in every message (R-PRV-1). */
export type MaskVault = {
  readonly byPlaceholder: Map<string, string>
  readonly byOriginal: Map<string, string>
}

export type ChatRequest = {
  promptId: string
  promptVersion: number
  messages: readonly ChatMessage[]
  maxOutputTokens?: number
  temperature?: number
  timeoutMs?: number
  signal?: AbortSignal
  vault?: MaskVault
}

export type ChatUsage = {
  inputTokens: number
  outputTokens: number
  cachedTokens: number
  costCents?: number
}

export type ChatChunk =
  | { type: 'text'; text: string }
  | { type: 'done'; usage: ChatUsage; finishReason: string }

export type ChatModel = {
  readonly name: string
  complete(request: ChatRequest): Promise<{ text: string; usage: ChatUsage; durationMs: number }>
  completeStructured<T>(
    request: ChatRequest & { schema: { name: string; zod: ZodType<T> } },
  ): Promise<{ value: T; usage: ChatUsage; durationMs: number }>
  stream(request: ChatRequest): AsyncIterable<ChatChunk>
}

type CallOptions = { signal?: AbortSignal; timeoutMs?: number }

export type EmbeddingModel = {
  readonly name: string
  readonly dimensions?: number
  embed(texts: readonly string[], options?: CallOptions): Promise<number[][]>
}

/** Speech to text. What is heard is masked only where it goes on from here: sound cannot be. */
export type TranscriptionModel = {
  readonly name: string
  transcribe(
    audio: { bytes: Uint8Array<ArrayBuffer>; type: string },
    options?: CallOptions,
  ): Promise<string>
}

export type RerankModel = {
  readonly name: string
  rerank(
    query: string,
    texts: readonly string[],
    options?: CallOptions,
  ): Promise<{ index: number; score: number }[]>
}
