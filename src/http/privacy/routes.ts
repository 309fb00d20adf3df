import { z } from 'zod'
import { exportConversation, inOwnWords, requireConversation } from '../../conversations/index.ts'
import type { Conversation } from '../../conversations/index.ts'
import {
  ConversationExport,
  DeletionReceipt,
  EXPORT_VERSION,
  OwnTicketData,
  PrivacyNotice,
  TicketCorrection,
} from '../../protocol/privacy.ts'
import { LookupTicketRequest } from '../../protocol/tickets.ts'
import { ValidationError } from '../../shared/errors.ts'
import {
  correctTicket,
  deleteConversation,
  exportTickets,
  readOwnTicket,
  type TicketHolder,
} from '../../tickets/index.ts'
import { bearerToken, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { exportHtml, exportText } from './export-page.ts'
import { privacyNotice } from './notice.ts'
import { toReceipt } from './receipt.ts'
import { sayIn } from './texts.ts'

const TAG = 'privacy'
const HeldCorrection = LookupTicketRequest.extend({ correction: TicketCorrection })

export function privacyRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/privacy',
    summary: 'The notice shown before the first message, and the privacy page',
    tag: TAG,
    response: PrivacyNotice,
    handler: async (c) => c.json(await privacyNotice(c.env.ports.config, c.get('locale'))),
  })
  route(router, {
    method: 'get',
    path: '/api/conversations/{id}/export',
    summary: 'Everything of a conversation for its holder, unmasked: ?format=json, text or html',
    tag: TAG,
    response: ConversationExport,
    handler: getExport,
  })
  route(router, {
    method: 'delete',
    path: '/api/conversations/{id}',
    summary:
      'Delete a conversation, at once; ?withdraw=true also takes the person out of its tickets',
    tag: TAG,
    response: DeletionReceipt,
    handler: async (c) => {
      const deletion = await deleteConversation(serviceContext(c), {
        id: c.req.param('id') ?? '',
        token: bearerToken(c),
        withdrawIdentity: c.req.query('withdraw') === 'true',
      })
      return c.json(toReceipt(deletion, sayIn(c.get('locale'))))
    },
  })
  correctionRoutes(router)
  return router
}

function correctionRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/conversations/{id}/personal-data',
    summary: 'Contact data and place of the tickets of a conversation',
    tag: TAG,
    response: z.object({ tickets: z.array(OwnTicketData) }),
    handler: async (c) => {
      const { id } = await conversationOf(c)
      const { tickets } = await exportTickets(serviceContext(c), { conversationId: id })
      return c.json({ tickets })
    },
  })
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/tickets/{no}/correction',
    summary: 'Correct contact data or place of an open ticket, or withdraw consent',
    tag: TAG,
    body: TicketCorrection,
    response: OwnTicketData,
    handler: async (c) => {
      const { id } = await conversationOf(c)
      const correction = await readJson(c, TicketCorrection)
      return correct(c, { ticketNo: c.req.param('no') ?? '', conversationId: id }, correction)
    },
  })
  route(router, {
    method: 'post',
    path: '/api/tickets/correction',
    summary: 'The same with number and query code',
    tag: TAG,
    body: HeldCorrection,
    response: OwnTicketData,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const input = await readJson(c, HeldCorrection)
      const holder = { ticketNo: input.ticket_no, queryCode: input.query_code }
      return correct(c, holder, input.correction)
    },
  })
}

async function correct(
  c: HttpContext,
  holder: TicketHolder,
  correction: TicketCorrection,
): Promise<Response> {
  await correctTicket(serviceContext(c), { holder, correction })
  return c.json(await readOwnTicket(serviceContext(c), holder))
}

async function conversationOf(c: HttpContext): Promise<Conversation> {
  return requireConversation(serviceContext(c), {
    id: c.req.param('id') ?? '',
    token: bearerToken(c),
  })
}

const FORMATS = ['json', 'text', 'html'] as const

async function getExport(c: HttpContext): Promise<Response> {
  const format = FORMATS.find((name) => name === (c.req.query('format') ?? 'json'))
  if (format === undefined) throw new ValidationError('format', 'json, text or html')
  const ctx = serviceContext(c)
  const conversation = await conversationOf(c)
  const data = await collect(c, conversation)
  const say = sayIn(c.get('locale'))
  const day = ctx.clock.now().toISOString().slice(0, 10)
  const extension = format === 'text' ? 'txt' : format
  c.header('Content-Disposition', `attachment; filename="conversation-${day}.${extension}"`)
  c.header('Cache-Control', 'no-store')
  if (format === 'json') return c.json(data)
  if (format === 'text') return c.text(exportText(data, say))
  return c.html(exportHtml(data, say, c.get('locale')))
}

async function collect(c: HttpContext, conversation: Conversation): Promise<ConversationExport> {
  const ctx = serviceContext(c)
  const [own, filed] = await Promise.all([
    exportConversation(ctx, conversation),
    exportTickets(ctx, { conversationId: conversation.id }),
  ])
  const producer = ctx.config.OPERATOR_NAME
  return {
    format: 'grid-worker-conversation',
    version: EXPORT_VERSION,
    exported_at: ctx.clock.now().toISOString(),
    AIGC: {
      Label: '1',
      ContentProducer: producer,
      ProduceID: conversation.id,
      ReservedCode1: '',
      ContentPropagator: producer,
      PropagateID: conversation.id,
      ReservedCode2: '',
    },
    notice: sayIn(c.get('locale'))('export_notice'),
    ...own,
    ...(await inOwnWords(ctx, conversation, filed)),
  }
}
