import type OpenAI from 'openai'
import { TimeoutError, UpstreamError } from '../shared/errors.ts'
import type { Endpoint } from './endpoint.ts'
import { toModelError } from './model-errors.ts'
import type { ChatChunk, ChatRequest } from './types.ts'
import { costCents, estimateTokens } from './usage.ts'

type StreamSource = {
  client: OpenAI
  endpoint: Endpoint
  body: Omit<OpenAI.ChatCompletionCreateParamsStreaming, 'stream'>
}

type Progress = {
  usage: OpenAI.CompletionUsage | undefined
  finishReason: string | undefined
  output: string
}
type OpenStream = {
  iterator: AsyncIterator<OpenAI.ChatCompletionChunk>
  first: IteratorResult<OpenAI.ChatCompletionChunk>
}

/**
 * The first chunk is part of the retried call: until something arrived nothing was shown, so another try is free. After it, a failure
 * goes to the caller, who holds what was already said.
 */
async function openStream(
  source: StreamSource,
  request: ChatRequest,
  stop: AbortSignal,
): Promise<OpenStream> {
  return source.endpoint.call(
    async (signal) => {
      const stream = await source.client.chat.completions.create(
        { ...source.body, stream: true, stream_options: { include_usage: true } },
        { signal: AbortSignal.any([signal, stop]) },
      )
      const iterator = stream[Symbol.asyncIterator]()
      const first = await iterator.next()
      if (first.done === true)
        throw new UpstreamError(`${source.body.model} sent an empty stream`, { retryable: true })
      return { iterator, first }
    },
    { timeoutMs: request.timeoutMs, signal: request.signal },
  )
}

/** A stream that stalls is cut after the same time a call may take; each chunk starts the clock again. */
async function nextInTime<T>(
  iterator: AsyncIterator<T>,
  timeoutMs: number,
  model: string,
): Promise<IteratorResult<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stalled = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TimeoutError(`${model} stalled in mid-stream`)), timeoutMs)
  })
  try {
    return await Promise.race([iterator.next(), stalled])
  } finally {
    clearTimeout(timer)
  }
}

function readChunk(chunk: OpenAI.ChatCompletionChunk, progress: Progress): string {
  if (chunk.usage !== null && chunk.usage !== undefined) progress.usage = chunk.usage
  const choice = chunk.choices?.[0]
  if (choice?.finish_reason !== null && choice?.finish_reason !== undefined)
    progress.finishReason = choice.finish_reason
  const text = choice?.delta?.content ?? ''
  progress.output += text
  return text
}

function usageFrom(source: StreamSource, progress: Progress) {
  const input = source.body.messages
    .map(({ content }) => (typeof content === 'string' ? content : ''))
    .join('\n')
  const usage = {
    inputTokens: progress.usage?.prompt_tokens ?? estimateTokens(input),
    outputTokens: progress.usage?.completion_tokens ?? estimateTokens(progress.output),
    cachedTokens: progress.usage?.prompt_tokens_details?.cached_tokens ?? 0,
  }
  return { ...usage, costCents: costCents(usage, source.endpoint.config.price) }
}

/** Text chunks, then exactly one `done`; or an error. A stream without a finish reason was cut, whatever the socket says. */
export async function* streamChat(
  source: StreamSource,
  request: ChatRequest,
): AsyncGenerator<ChatChunk> {
  const startedAt = performance.now()
  const model = source.endpoint.config.model
  const timeoutMs = request.timeoutMs ?? source.endpoint.config.timeoutMs
  const progress: Progress = { usage: undefined, finishReason: undefined, output: '' }
  const stop = new AbortController()
  let ok = false
  try {
    const { iterator, first } = await openStream(source, request, stop.signal)
    for (
      let step = first;
      step.done !== true;
      step = await nextInTime(iterator, timeoutMs, model)
    ) {
      const text = readChunk(step.value, progress)
      if (text !== '') yield { type: 'text', text }
    }
    request.signal?.throwIfAborted()
    if (progress.finishReason === undefined)
      throw new UpstreamError(`${model} was cut in mid-stream`, { retryable: true })
    ok = true
    yield { type: 'done', usage: usageFrom(source, progress), finishReason: progress.finishReason }
  } catch (error) {
    request.signal?.throwIfAborted()
    const translated = toModelError(error, model)
    if (progress.output !== '') source.endpoint.breaker.failed()
    throw translated
  } finally {
    // Ends the connection on every path: a reader that stops early must not leave the model talking.
    stop.abort()
    await source.endpoint.record({
      kind: 'chat',
      model,
      promptId: request.promptId,
      promptVersion: request.promptVersion,
      ...usageFrom(source, progress),
      durationMs: performance.now() - startedAt,
      ok,
    })
  }
}
