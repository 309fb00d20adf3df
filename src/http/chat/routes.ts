import { z } from 'zod'
import { runTurn, startOfflineTurn } from '../../answering/index.ts'
import {
  checkMessageText,
  claimTurn,
  conversationTopic,
  createConversation,
  followLiveEvents,
  followTurn,
  getConversationView,
  isForResident,
  noteResidentTyping,
  openLiveEvent,
  requireConversation,
  stopTurn,
  submitFeedback,
  type Conversation,
} from '../../conversations/index.ts'
import {
  ConversationView,
  CreateConversationResponse,
  CreateTurnRequest,
  FeedbackRequest,
} from '../../protocol/conversations.ts'
import { NoticeVersion } from '../../protocol/privacy.ts'
import type { TurnEvent } from '../../protocol/turn-events.ts'
import { ConfirmTicketRequest, ConfirmTicketResponse } from '../../protocol/tickets.ts'
import { confirmDraft, listConversationTickets } from '../../tickets/index.ts'
import { bearerToken, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { AppError, UnavailableError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { errorText, isDatabaseGone } from '../errors.ts'
import { limitConversations, limitTickets, limitTurns } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { sseResponse, type SseFrame } from '../sse.ts'
import { takeStreamSlot } from '../stream-slots.ts'

const TAG = 'conversations'

export function chatRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'post',
    path: '/api/conversations',
    summary: 'Start a conversation; the token is shown once',
    tag: TAG,
    response: CreateConversationResponse,
    status: 201,
    handler: async (c) => {
      await limitConversations(c)
      const input = { locale: c.get('locale'), ...noticeSeen(c) }
      return c.json(await createConversation(serviceContext(c), input), 201)
    },
  })
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/turns',
    summary:
      'Send a message; answers with the events of the turn. Repeat with Last-Event-ID to resume',
    tag: TAG,
    body: CreateTurnRequest,
    contentType: 'text/event-stream',
    handler: postTurn,
  })
  route(router, {
    method: 'delete',
    path: '/api/conversations/{id}/turns/{turn}',
    summary: 'Stop a running turn',
    tag: TAG,
    handler: async (c) => {
      const conversation = await conversationOf(c)
      await stopTurn(serviceContext(c), { conversation, turnId: c.req.param('turn') ?? '' })
      return c.json({ ok: true })
    },
  })
  historyRoutes(router)
  residentActionRoutes(router)
  return router
}

function historyRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/conversations/{id}',
    summary: 'The history of a conversation',
    tag: TAG,
    response: ConversationView,
    handler: getHistory,
  })
  route(router, {
    method: 'get',
    path: '/api/conversations/{id}/events',
    summary: 'Live events: staff messages, ticket and mode changes. Resumable by Last-Event-ID',
    tag: TAG,
    contentType: 'text/event-stream',
    handler: getEvents,
  })
}

function residentActionRoutes(router: Router): void {
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/messages/{message}/feedback',
    summary: 'Rate an answer',
    tag: TAG,
    body: FeedbackRequest,
    handler: async (c) => {
      const conversation = await conversationOf(c)
      const input = await readJson(c, FeedbackRequest)
      const messageId = c.req.param('message') ?? ''
      await submitFeedback(serviceContext(c), { conversation, messageId, ...input })
      return c.json({ ok: true })
    },
  })
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/typing',
    summary: 'Tell the person who has taken over that the resident is typing; nothing of what',
    tag: TAG,
    handler: async (c) => {
      await noteResidentTyping(serviceContext(c), await conversationOf(c))
      return c.json({ ok: true })
    },
  })
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/tickets',
    summary: 'Confirm an edited draft; the query code is shown once',
    tag: TAG,
    body: ConfirmTicketRequest,
    response: ConfirmTicketResponse,
    status: 201,
    handler: async (c) => {
      const conversation = await conversationOf(c)
      await limitTickets(c, conversation)
      const input = await readJson(c, ConfirmTicketRequest)
      c.set('actor', { kind: 'resident', conversationId: conversation.id })
      return c.json(
        await confirmDraft(serviceContext(c), { conversationId: conversation.id, ...input }),
        201,
      )
    },
  })
}

/** Which first-visit notice the page had shown (R-LBL-5); kept with the conversation. */
function noticeSeen(c: HttpContext): { noticeVersion?: string } {
  const seen = NoticeVersion.safeParse(c.req.header('X-Notice-Version'))
  return seen.success ? { noticeVersion: seen.data } : {}
}

async function conversationOf(c: HttpContext): Promise<Conversation> {
  return requireConversation(serviceContext(c), {
    id: c.req.param('id') ?? '',
    token: bearerToken(c),
  })
}

async function postTurn(c: HttpContext): Promise<Response> {
  const ctx = serviceContext(c)
  const input = await readJson(c, CreateTurnRequest)
  const text = checkMessageText(input.text)
  try {
    const conversation = await conversationOf(c)
    await limitTurns(c, { conversation, text })
    const claim = await claimTurn(ctx, {
      conversationId: conversation.id,
      clientTurnId: input.client_turn_id,
      text,
      ...(input.place === undefined ? {} : { divisionCode: input.place.division_code }),
    })
    if (claim.kind === 'claimed') ctx.defer('turn', () => runTurn(ctx, claim.turn))
    const turnId = claim.kind === 'claimed' ? claim.turn.id : claim.turnId
    const afterSeq = lastEventSeq(c)
    return sseResponse(c, (signal) =>
      turnFrames(c, {
        turnId,
        source: followTurn(ctx, { turnId, afterSeq, signal }),
        offline: () => startOfflineTurn({ text, clientTurnId: input.client_turn_id }),
      }),
    )
  } catch (error) {
    if (!isDatabaseGone(error)) throw error
    // Degraded, never down: the emergency gate's texts and numbers are bundled.
    const events = startOfflineTurn({ text, clientTurnId: input.client_turn_id })
    if (events === undefined) throw error
    return sseResponse(c, async function* () {
      for (const [index, event] of events.entries()) {
        yield { id: String(index + 1), event: event.type, data: event }
      }
    })
  }
}

/** Ends in a terminal event on every path: when the turn cannot be followed any more, the resident is told so. */
async function* turnFrames(
  c: HttpContext,
  input: {
    turnId: string
    source: ReturnType<typeof followTurn>
    offline: () => readonly TurnEvent[] | undefined
  },
): AsyncGenerator<SseFrame> {
  try {
    for await (const entry of input.source) {
      yield entry === 'heartbeat'
        ? entry
        : { id: String(entry.seq), event: entry.event.type, data: entry.event }
    }
  } catch (error) {
    const fields = { request_id: c.get('requestId'), ...errorFields(error) }
    c.env.ports.logger.log('error', 'turn.not_followed', fields)
    const gone = isDatabaseGone(error)
    const danger = gone ? input.offline() : undefined
    if (danger !== undefined) {
      for (const event of danger) yield { event: event.type, data: event }
      return
    }
    const event: TurnEvent = {
      type: 'turn.failed',
      turn_id: input.turnId,
      code: gone ? 'unavailable' : 'internal',
      message: errorText(
        c.get('locale'),
        gone
          ? new UnavailableError('database is gone')
          : new AppError('INTERNAL', 'internal', 'stream'),
      ),
    }
    // No id: it is not stored, and a client that resumes goes on after the last event that is.
    yield { event: event.type, data: event }
  }
}

function lastEventSeq(c: HttpContext): number {
  const parsed = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(c.req.header('Last-Event-ID') ?? 0)
  return parsed.success ? parsed.data : 0
}

async function getHistory(c: HttpContext): Promise<Response> {
  const ctx = serviceContext(c)
  const conversation = await conversationOf(c)
  const [view, tickets] = await Promise.all([
    getConversationView(ctx, conversation),
    listConversationTickets(ctx, { conversationId: conversation.id }),
  ])
  return c.json({ ...view, tickets })
}

async function getEvents(c: HttpContext): Promise<Response> {
  const ctx = serviceContext(c)
  const conversation = await conversationOf(c)
  const asked = c.req.header('Last-Event-ID') ?? c.req.query('after') ?? '0'
  const afterId = /^\d{1,18}$/.test(asked) ? asked : '0'
  const topic = conversationTopic(conversation.id)
  const lifetimeMs = ctx.runtime === 'worker' ? 60_000 : 3_600_000
  const freeSlot = takeStreamSlot(c, conversation.id)
  return sseResponse(c, async function* (signal): AsyncGenerator<SseFrame> {
    try {
      const until = AbortSignal.any([signal, AbortSignal.timeout(lifetimeMs)])
      for await (const entry of followLiveEvents(ctx, { topic, afterId, signal: until })) {
        if (entry === 'heartbeat') {
          yield entry
          continue
        }
        if (!isForResident(entry.event, ctx.clock.now())) continue
        const event = await openLiveEvent(ctx, {
          conversationId: conversation.id,
          event: entry.event,
        })
        yield { id: entry.id, event: event.type, data: event }
      }
    } finally {
      freeSlot()
    }
  })
}
