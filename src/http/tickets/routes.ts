import {
  LookupTicketRequest,
  ResidentTicketAction,
  ResidentTicketView,
} from '../../protocol/tickets.ts'
import { actOnTicket, lookupTicket } from '../../tickets/index.ts'
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
  return router
}
