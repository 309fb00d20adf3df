import { z } from 'zod'
import { startOfflineTurn } from '../../answering/index.ts'
import { checkMessageText } from '../../conversations/index.ts'
import { isTerminal, type TurnEvent } from '../../protocol/turn-events.ts'
import { AppError, ConflictError, NotFoundError, TimeoutError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { apiClient, limitClient } from '../api-client.ts'
import { readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { isDatabaseGone } from '../errors.ts'
import { createRouter, route, type Router } from '../router.ts'
import { sseResponse, type SseFrame } from '../sse.ts'
import { openTurn, turnEvents, turnTokens, type OpenedTurn } from '../turns.ts'
import { AnswerText } from './answer-text.ts'
import { openAiError, openAiFailure } from './errors.ts'
import { ChatRequest, MODEL_ID, splitMessages } from './schema.ts'

const TAG = 'openai'

/** For WeChat bots and any other OpenAI client. Errors have OpenAI's shape, answers are those of the resident page. */
export function openAiRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'post',
    path: '/v1/chat/completions',
    summary: 'One grounded answer with citations, streamed or at once, in the OpenAI format',
    tag: TAG,
    body: ChatRequest,
    response: z.object({ id: z.string(), object: z.literal('chat.completion') }).loose(),
    handler: inOpenAiShape(postCompletion),
  })
  route(router, {
    method: 'get',
    path: '/v1/models',
    summary: 'The one model of this service, in the OpenAI format',
    tag: TAG,
    handler: inOpenAiShape(async (c) => {
      await apiClient(c)
      return c.json({ object: 'list', data: [modelCard(c)] })
    }),
  })
  route(router, {
    method: 'get',
    path: '/v1/models/{id}',
    summary: 'The one model of this service, in the OpenAI format',
    tag: TAG,
    handler: inOpenAiShape(async (c) => {
      await apiClient(c)
      requireModel(c.req.param('id') ?? '')
      return c.json(modelCard(c))
    }),
  })
  return router
}

type Handler = (c: HttpContext) => Promise<Response>

function inOpenAiShape(handler: Handler): Handler {
  return async (c) => {
    try {
      return await handler(c)
    } catch (error) {
      return openAiFailure(c, error)
    }
  }
}

function modelCard(c: HttpContext) {
  return { id: MODEL_ID, object: 'model', created: 0, owned_by: c.env.ports.config.OPERATOR_NAME }
}

function requireModel(id: string): void {
  if (id !== MODEL_ID) throw new NotFoundError('model', id)
}

/** What is known of a completion while it is being written. */
type Completion = {
  id: string
  created: number
  answer: AnswerText
  events: (signal: AbortSignal) => AsyncIterable<TurnEvent | 'heartbeat'>
  opened: OpenedTurn | undefined
}

async function postCompletion(c: HttpContext): Promise<Response> {
  const request = await readJson(c, ChatRequest)
  const { text, history } = splitMessages(request)
  checkMessageText(text)
  requireModel(request.model)
  const completion = await openCompletion(c, { request, text, history })
  return request.stream === true
    ? streamCompletion(c, request, completion)
    : wholeCompletion(c, completion)
}

async function openCompletion(
  c: HttpContext,
  input: { request: ChatRequest } & ReturnType<typeof splitMessages>,
): Promise<Completion> {
  const ctx = serviceContext(c)
  const base = {
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(ctx.clock.now().getTime() / 1000),
    answer: new AnswerText(c.get('locale')),
  }
  const { text, history } = input
  const {
    conversation_id: id,
    conversation_token: token,
    division_code,
  } = input.request.metadata ?? {}
  try {
    await limitClient(c, { key: await apiClient(c, 'chat'), text, history })
    const opened = await openTurn(ctx, {
      text,
      history,
      locale: c.get('locale'),
      conversation: id === undefined ? undefined : { id, token: token ?? '' },
      divisionCode: division_code,
    })
    const events = (signal: AbortSignal) => turnEvents(ctx, { turnId: opened.turnId, signal })
    return { ...base, events, opened }
  } catch (error) {
    // Degraded, never down: with the database gone no key can be checked either, and the bundled card still answers.
    const offline = isDatabaseGone(error)
      ? startOfflineTurn({ text, clientTurnId: base.id })
      : undefined
    if (offline === undefined) throw error
    return { ...base, opened: undefined, events: () => replay(offline) }
  }
}

async function* replay(events: readonly TurnEvent[]): AsyncGenerator<TurnEvent> {
  yield* events
}

function failureOf(event: Extract<TurnEvent, { type: 'turn.failed' }>): AppError {
  if (event.code === 'timeout') return new TimeoutError(event.message)
  if (event.code === 'superseded') return new ConflictError('conflict', 'a newer message came')
  return new AppError('INTERNAL', 'internal', event.code)
}

/** What our own clients may use beyond the format: the way back into the conversation, and the parts of the answer. */
async function ending(c: HttpContext, completion: Completion, last: TurnEvent | undefined) {
  const { answer, opened } = completion
  const tokens =
    opened === undefined
      ? { input: 0, output: 0 }
      : await turnTokens(serviceContext(c), opened.turnId)
  const base = c.env.ports.config.PUBLIC_URL ?? new URL(c.req.url).origin
  return {
    annotations: answer.annotations(base.replace(/\/$/, '')),
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
    grid_worker: {
      outcome: last?.type === 'turn.completed' ? last.outcome : null,
      conversation_id: opened?.conversationId ?? null,
      conversation_token: opened?.token ?? null,
      citations: answer.citations,
      drafts: answer.drafts,
    },
  }
}

async function wholeCompletion(c: HttpContext, completion: Completion): Promise<Response> {
  let last: TurnEvent | undefined
  for await (const event of completion.events(c.req.raw.signal)) {
    if (event === 'heartbeat') continue
    completion.answer.take(event)
    last = event
  }
  if (last?.type === 'turn.failed') throw failureOf(last)
  const { annotations, usage, grid_worker } = await ending(c, completion, last)
  const message = { role: 'assistant', content: completion.answer.content, refusal: null }
  return c.json({
    id: completion.id,
    object: 'chat.completion',
    created: completion.created,
    model: MODEL_ID,
    choices: [
      { index: 0, message: { ...message, annotations }, logprobs: null, finish_reason: 'stop' },
    ],
    usage,
    grid_worker,
  })
}

function streamCompletion(c: HttpContext, request: ChatRequest, completion: Completion): Response {
  const head = {
    id: completion.id,
    object: 'chat.completion.chunk',
    created: completion.created,
    model: MODEL_ID,
  }
  const chunk = (delta: object, finish: 'stop' | null = null, extra: object = {}): SseFrame => ({
    data: { ...head, choices: [{ index: 0, delta, finish_reason: finish }], ...extra },
  })
  return sseResponse(c, async function* (signal): AsyncGenerator<SseFrame> {
    try {
      let last: TurnEvent | undefined
      yield chunk({ role: 'assistant', content: '' })
      for await (const event of completion.events(signal)) {
        if (event === 'heartbeat') {
          yield event
          continue
        }
        last = event
        const added = completion.answer.take(event)
        if (added !== '') yield chunk({ content: added })
        if (isTerminal(event)) break
      }
      if (last?.type === 'turn.failed') throw failureOf(last)
      const { annotations, usage, grid_worker } = await ending(c, completion, last)
      yield chunk({ annotations }, 'stop', { grid_worker })
      if (request.stream_options?.include_usage === true) {
        yield { data: { ...head, choices: [], usage } }
      }
      yield { raw: '[DONE]' }
    } catch (error) {
      if (signal.aborted) return
      const fields = { request_id: c.get('requestId'), ...errorFields(error) }
      c.env.ports.logger.log('warn', 'completion.failed', fields)
      const known = error instanceof AppError ? error : new AppError('INTERNAL', 'internal', '')
      yield { data: openAiError(c, known) }
    }
  })
}
