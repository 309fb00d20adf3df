import OpenAI from 'openai'
import { UpstreamError } from '../shared/errors.ts'
import { createEndpoint, type Endpoint, type EndpointConfig, type ModelDeps } from './endpoint.ts'
import { thoughtFilter, withoutThoughts } from './hidden-thoughts.ts'
import { maskMessages, restorePersonalData, restoreStream } from './masking.ts'
import { refusesFormat, toModelError } from './model-errors.ts'
import { streamChat } from './openai-stream.ts'
import {
  OUTPUT_MODES,
  type OutputMode,
  type OutputSchema,
  jsonSchemaOf,
  parseStructured,
  schemaInstruction,
} from './structured-output.ts'
import type { ChatChunk, ChatMessage, ChatModel, ChatRequest, ChatUsage } from './types.ts'
import { costCents, estimateTokens } from './usage.ts'

type Reply = { text: string; usage: ChatUsage; durationMs: number }
type ResponseFormat = OpenAI.ChatCompletionCreateParams['response_format']

export function createClient(config: EndpointConfig, deps: ModelDeps): OpenAI {
  return new OpenAI({
    apiKey: config.apiKey,
    baseURL: config.baseUrl,
    // Retries and deadlines are ours: the SDK's do not know the breaker, the budget or the turn.
    maxRetries: 0,
    // The SDK writes chunks it cannot read to the console: what models and residents say stays out of logs.
    logLevel: 'off',
    timeout: config.timeoutMs + 60_000,
    ...(deps.fetch === undefined ? {} : { fetch: deps.fetch }),
  })
}

export function usageOf(
  raw: OpenAI.CompletionUsage | null | undefined,
  fallback: { input: string; output: string },
  price: EndpointConfig['price'],
): ChatUsage {
  const usage = {
    inputTokens: raw?.prompt_tokens ?? estimateTokens(fallback.input),
    outputTokens: raw?.completion_tokens ?? estimateTokens(fallback.output),
    cachedTokens: raw?.prompt_tokens_details?.cached_tokens ?? 0,
  }
  return { ...usage, costCents: costCents(usage, price) }
}

class OpenAiChat implements ChatModel {
  readonly name: string
  readonly #client: OpenAI
  readonly #endpoint: Endpoint
  /** The strictest format this endpoint has not refused; learned once per process. */
  #mode: OutputMode = 'json_schema'

  constructor(config: EndpointConfig, deps: ModelDeps) {
    this.name = config.model
    this.#client = createClient(config, deps)
    this.#endpoint = createEndpoint(config, deps)
  }

  async complete(request: ChatRequest): Promise<Reply> {
    const { messages, vault } = maskMessages(request.messages, request.vault)
    const reply = await this.#send(request, messages, undefined)
    return { ...reply, text: restorePersonalData(reply.text, vault) }
  }

  async completeStructured<T>(
    request: ChatRequest & { schema: OutputSchema<T> },
  ): Promise<{ value: T; usage: ChatUsage; durationMs: number }> {
    const { messages, vault } = maskMessages(request.messages, request.vault)
    const first = await this.#sendForSchema(request, messages)
    const restore = (text: string) =>
      parseStructured(restorePersonalData(text, vault), request.schema.zod)
    const parsed = restore(first.text)
    if (parsed.ok) return { value: parsed.value, usage: first.usage, durationMs: first.durationMs }
    const second = await this.#sendForSchema(request, [
      ...messages,
      { role: 'assistant', content: first.text.slice(0, 4000) },
      {
        role: 'user',
        content: `上面的输出不合要求:${parsed.problem.slice(0, 600)}\n请只输出改正后的 JSON。`,
      },
    ])
    const mended = restore(second.text)
    if (!mended.ok)
      throw new UpstreamError(
        `${this.name} gave no valid ${request.schema.name}: ${mended.problem}`,
      )
    return {
      value: mended.value,
      usage: addUsage(first.usage, second.usage),
      durationMs: first.durationMs + second.durationMs,
    }
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatChunk> {
    const { messages, vault } = maskMessages(request.messages, request.vault)
    const thoughts = thoughtFilter()
    const restored = restoreStream(vault)
    const source = streamChat(
      {
        client: this.#client,
        endpoint: this.#endpoint,
        body: this.#body(request, messages, undefined),
      },
      request,
    )
    for await (const chunk of source) {
      if (chunk.type === 'text') {
        const text = restored.push(thoughts.push(chunk.text))
        if (text !== '') yield { type: 'text', text }
        continue
      }
      const rest = restored.push(thoughts.end()) + restored.end()
      if (rest !== '') yield { type: 'text', text: rest }
      yield chunk
    }
  }

  #body(
    request: ChatRequest,
    messages: readonly ChatMessage[],
    format: ResponseFormat | undefined,
  ) {
    return {
      model: this.name,
      messages: [...messages],
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      ...(request.maxOutputTokens === undefined ? {} : { max_tokens: request.maxOutputTokens }),
      ...(format === undefined ? {} : { response_format: format }),
    }
  }

  async #send(
    request: ChatRequest,
    messages: readonly ChatMessage[],
    format: ResponseFormat | undefined,
  ): Promise<Reply> {
    const startedAt = performance.now()
    const body = this.#body(request, messages, format)
    let ok = false
    let text = ''
    let raw: OpenAI.CompletionUsage | undefined
    try {
      await this.#endpoint.call(async (signal) => {
        const completion = await this.#client.chat.completions.create(body, { signal })
        const content = completion.choices?.[0]?.message?.content
        if (typeof content !== 'string')
          throw new UpstreamError(`${this.name} sent no message`, { retryable: true })
        text = withoutThoughts(content).trim()
        raw = completion.usage
      }, request)
      ok = true
    } finally {
      const durationMs = performance.now() - startedAt
      await this.#endpoint.record({
        kind: 'chat',
        model: this.name,
        promptId: request.promptId,
        promptVersion: request.promptVersion,
        ...this.#counted(raw, messages, text),
        durationMs,
        ok,
      })
    }
    return {
      text,
      usage: this.#counted(raw, messages, text),
      durationMs: performance.now() - startedAt,
    }
  }

  #counted(
    raw: OpenAI.CompletionUsage | undefined,
    messages: readonly ChatMessage[],
    output: string,
  ) {
    const input = messages.map((message) => message.content).join('\n')
    const usage = usageOf(raw, { input, output }, this.#endpoint.config.price)
    return { ...usage, costCents: usage.costCents ?? 0 }
  }

  /** Steps down to a simpler format when the endpoint refuses one, and stays there. */
  async #sendForSchema(
    request: ChatRequest & { schema: OutputSchema<unknown> },
    messages: readonly ChatMessage[],
  ): Promise<Reply> {
    for (;;) {
      const mode = this.#mode
      try {
        return await this.#send(
          request,
          withSchema(messages, request.schema, mode),
          formatFor(request.schema, mode),
        )
      } catch (error) {
        const next = OUTPUT_MODES[OUTPUT_MODES.indexOf(mode) + 1]
        if (next === undefined || !refusesFormat(toModelError(error, this.name))) throw error
        if (this.#mode === mode) this.#mode = next
      }
    }
  }
}

function withSchema(
  messages: readonly ChatMessage[],
  schema: OutputSchema<unknown>,
  mode: OutputMode,
): readonly ChatMessage[] {
  return mode === 'json_schema'
    ? messages
    : [...messages, { role: 'system', content: schemaInstruction(schema) }]
}

function formatFor(schema: OutputSchema<unknown>, mode: OutputMode): ResponseFormat | undefined {
  if (mode === 'text') return undefined
  if (mode === 'json_object') return { type: 'json_object' }
  return {
    type: 'json_schema',
    json_schema: { name: schema.name, schema: jsonSchemaOf(schema.zod), strict: true },
  }
}

function addUsage(a: ChatUsage, b: ChatUsage): ChatUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    costCents: (a.costCents ?? 0) + (b.costCents ?? 0),
  }
}

/** Any OpenAI-compatible chat endpoint. Personal data is masked before a byte leaves and restored in what comes back. */
export function createChatModel(config: EndpointConfig, deps: ModelDeps = {}): ChatModel {
  return new OpenAiChat(config, deps)
}
