import {
  LookupTicketRequest,
  ResidentNotices,
  ResidentTicketAction,
  ResidentTicketView,
  StartNoticesRequest,
} from '../../protocol/tickets.ts'
import {
  actOnTicket,
  lookupTicket,
  readNoticeChoice,
  startNotices,
  stopNotices,
} from '../../tickets/index.ts'
import { readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { z } from 'zod'

const ActRequest = LookupTicketRequest.and(ResidentTicketAction)

export function ticketRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'post',
    path: '/api/tickets/lookup',
    summary: 'Follow a ticket by number and query code, without an account',
    tag: 'tickets',
    body: LookupTicketRequest,
    response: ResidentTicketView,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const input = await readJson(c, LookupTicketRequest)
      return c.json(
        await lookupTicket(serviceContext(c), {
          ticketNo: input.ticket_no,
          queryCode: input.query_code,
        }),
      )
    },
  })
  route(router, {
    method: 'post',
    path: '/api/tickets/actions',
    summary: 'Supplement, answer, withdraw, rate, reopen or appeal, with number and query code',
    tag: 'tickets',
    body: z.object({ ticket_no: z.string(), query_code: z.string(), action: z.string() }),
    response: ResidentTicketView,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const { ticket_no, query_code, ...action } = await readJson(c, ActRequest)
      return c.json(
        await actOnTicket(serviceContext(c), {
          ticketNo: ticket_no,
          queryCode: query_code,
          action,
        }),
      )
    },
  })
  noticeRoutes(router)
  return router
}

/** Being told outside the page: off unless the operator offers a channel and the resident chooses it. */
function noticeRoutes(router: Router): void {
  const holderOf = (input: z.output<typeof LookupTicketRequest>) => ({
    ticketNo: input.ticket_no,
    queryCode: input.query_code,
  })
  route(router, {
    method: 'post',
    path: '/api/tickets/notices/lookup',
    summary: 'By which channels a resident may be told of a ticket, and which one they chose',
    tag: 'tickets',
    body: LookupTicketRequest,
    response: ResidentNotices,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const input = await readJson(c, LookupTicketRequest)
      return c.json(await readNoticeChoice(serviceContext(c), holderOf(input)))
    },
  })
  route(router, {
    method: 'post',
    path: '/api/tickets/notices',
    summary: 'Ask to be told of a ticket by SMS, e-mail or mini-program message',
    tag: 'tickets',
    body: StartNoticesRequest,
    response: ResidentNotices,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const input = await readJson(c, StartNoticesRequest)
      const choice = { ...input, holder: holderOf(input), locale: c.get('locale') }
      return c.json(await startNotices(serviceContext(c), choice))
    },
  })
  route(router, {
    method: 'post',
    path: '/api/tickets/notices/stop',
    summary: 'Withdraw it; the address is deleted',
    tag: 'tickets',
    body: LookupTicketRequest,
    response: ResidentNotices,
    handler: async (c) => {
      await limitRequests(c, 'ticket-lookup')
      const input = await readJson(c, LookupTicketRequest)
      return c.json(await stopNotices(serviceContext(c), holderOf(input)))
    },
  })
}
