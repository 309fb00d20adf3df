import { z } from 'zod'
import {
  assignTicket,
  CheckReplyInput,
  checkTicketReply,
  decideExtension,
  escalateTicket,
  getTicket,
  listAlerts,
  ListAlertsInput,
  listTicketsBehind,
  markSubject,
  measurePeriod,
  PeriodInput,
  registerTicket,
  RegisterTicketInput,
  remindTicket,
  requestExtension,
  suggestDispatch,
  suggestMerges,
  superviseTicket,
  ticketJsonSchema,
} from '../../tickets/index.ts'
import { parseInput, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const base = { version: z.number().int(), reason: z.string().trim().min(1).max(1000) }

/** Events of R-LIFE-3: they change level, date or assignee, never the status. */
export const TicketEvent = z.discriminatedUnion('event', [
  z.object({ ...base, event: z.literal('escalate') }),
  z.object({ ...base, event: z.literal('supervise') }),
  z.object({ ...base, event: z.literal('remind') }),
  z.object({
    ...base,
    event: z.literal('assign'),
    assignee_id: z.string().min(1).max(80),
  }),
  z.object({
    ...base,
    event: z.literal('mark_subject'),
    unit_id: z.string().max(80).nullable().default(null),
    staff_id: z.string().max(80).nullable().default(null),
  }),
  z.object({
    ...base,
    event: z.literal('request_extension'),
    days: z.number().int().min(1).max(60),
  }),
  z.object({ ...base, event: z.literal('decide_extension'), approve: z.boolean() }),
])
export type TicketEvent = z.output<typeof TicketEvent>

export function ticketEventRoutes(): Router {
  const router = createRouter()
  const tag = 'staff tickets'
  route(router, {
    method: 'post',
    path: '/api/staff/tickets',
    summary:
      'Register a ticket taken by phone, at the counter or on patrol; the query code is shown once',
    tag,
    body: RegisterTicketInput,
    status: 201,
    handler: asStaff(async (c) => {
      const input = await readJson(c, RegisterTicketInput)
      const { ticket, queryCode } = await registerTicket(serviceContext(c), input)
      return c.json({ ticket_no: ticket.ticketNo, query_code: queryCode }, 201)
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/tickets/{no}/events',
    summary: 'Escalate, supervise, remind, assign, extend, or name whom a complaint is about',
    tag,
    body: TicketEvent,
    handler: asStaff(async (c) => {
      const no = c.req.param('no') ?? ''
      await applyEvent(c, no, await readJson(c, TicketEvent))
      return c.json(await getTicket(serviceContext(c), no))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/tickets/{no}/duplicates',
    summary: 'Tickets that may be the same matter; merging stays a person’s decision',
    tag,
    handler: asStaff(async (c) => {
      return c.json({
        suggestions: await suggestMerges(serviceContext(c), c.req.param('no') ?? ''),
      })
    }),
  })
  adviceRoutes(router)
  kpiRoutes(router)
  route(router, {
    method: 'get',
    path: '/api/schemas/ticket.json',
    summary: 'JSON Schema of a ticket record (R-TKT-6)',
    tag,
    handler: (c) => c.json(ticketJsonSchema()),
  })
  return router
}

function adviceRoutes(router: Router): void {
  const tag = 'staff tickets'
  route(router, {
    method: 'post',
    path: '/api/staff/tickets/{no}/reply-check',
    summary: 'Does a reply answer the demand? Warns, never blocks',
    tag,
    body: CheckReplyInput,
    handler: asStaff(async (c) => {
      const { public_reply } = await readJson(c, CheckReplyInput)
      const input = { ticketNo: c.req.param('no') ?? '', reply: public_reply }
      return c.json(await checkTicketReply(serviceContext(c), input))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/tickets/{no}/dispatch-suggestion',
    summary: 'Who the directory of units says should lead; dispatching stays a person’s decision',
    tag,
    handler: asStaff(async (c) =>
      c.json(await suggestDispatch(serviceContext(c), c.req.param('no') ?? '')),
    ),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/alerts',
    summary: 'Reminders, overdue marks and escalations that concern the signed-in person',
    tag,
    handler: asStaff(async (c) =>
      c.json(await listAlerts(serviceContext(c), parseInput(ListAlertsInput, c.req.query()))),
    ),
  })
}

function kpiRoutes(router: Router): void {
  const tag = 'figures'
  route(router, {
    method: 'get',
    path: '/api/staff/figures',
    summary: 'The figures of R-KPI for tickets due in a period (from, to: dates)',
    tag,
    handler: asStaff(async (c) =>
      c.json(await measurePeriod(serviceContext(c), parseInput(PeriodInput, c.req.query()))),
    ),
  })
  const Behind = PeriodInput.extend({
    id: z.string().min(1).max(40),
    part: z.enum(['met', 'missed']),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/figures/tickets',
    summary: 'The tickets behind one figure',
    tag,
    handler: asStaff(async (c) => {
      const input = parseInput(Behind, c.req.query())
      return c.json({ ticket_nos: await listTicketsBehind(serviceContext(c), input) })
    }),
  })
}

async function applyEvent(c: HttpContext, ticketNo: string, event: TicketEvent): Promise<void> {
  const ctx = serviceContext(c)
  const input = { ticketNo, version: event.version, reason: event.reason }
  switch (event.event) {
    case 'escalate':
      await escalateTicket(ctx, input)
      return
    case 'supervise':
      await superviseTicket(ctx, input)
      return
    case 'remind':
      await remindTicket(ctx, input)
      return
    case 'assign':
      await assignTicket(ctx, { ...input, assigneeId: event.assignee_id })
      return
    case 'mark_subject':
      await markSubject(ctx, { ...input, unitId: event.unit_id, staffId: event.staff_id })
      return
    case 'request_extension':
      await requestExtension(ctx, { ...input, days: event.days })
      return
    case 'decide_extension':
      await decideExtension(ctx, { ...input, approve: event.approve })
  }
}
