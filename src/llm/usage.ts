import type { ChatUsage } from './types.ts'

export type UsageRecord = {
  kind: 'chat' | 'embedding' | 'rerank'
  model: string
  promptId: string | null
  promptVersion: number | null
  inputTokens: number
  outputTokens: number
  cachedTokens: number
  costCents: number
  durationMs: number
  ok: boolean
}

/** Where calls are counted. `check` throws LimitError when the day's budget is spent. */
export type UsageSink = {
  check(): Promise<void>
  record(entry: UsageRecord): Promise<void>
}

/** Endpoints that count nothing are charged by length: about 0.7 tokens a Chinese character, a quarter for Latin. */
export function estimateTokens(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return Math.ceil(han * 0.7 + (text.length - han) / 4)
}

export function costCents(
  usage: Pick<ChatUsage, 'inputTokens' | 'outputTokens' | 'cachedTokens'>,
  price: { input: number; output: number; cached?: number } | undefined,
): number {
  if (price === undefined) return 0
  const fresh = Math.max(0, usage.inputTokens - usage.cachedTokens)
  const cached = usage.cachedTokens * (price.cached ?? price.input)
  return (fresh * price.input + cached + usage.outputTokens * price.output) / 1_000_000
}
