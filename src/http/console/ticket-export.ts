import { z } from 'zod'
import { getTicket, readTicketPhoto } from '../../tickets/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext } from '../env.ts'
import { photoResponse } from '../photo-response.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'
import { aigcOf, noticeOf, ticketHtml } from './ticket-paper.ts'

const Format = z.object({ format: z.enum(['html', 'json']).default('html') })

export function ticketExportRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/staff/tickets/{no}/export',
    summary: 'A ticket to print or keep, with AI marks and metadata, without identity (R-LBL-3)',
    tag: 'staff tickets',
    contentType: 'text/html',
    handler: asStaff(async (c) => {
      const { format } = parseInput(Format, c.req.query())
      const ctx = serviceContext(c)
      const no = c.req.param('no') ?? ''
      const ticket = await getTicket(ctx, no)
      const producer = ctx.config.OPERATOR_NAME
      const locale = c.get('locale')
      c.header('Cache-Control', 'no-store')
      if (format === 'json') {
        const { notes: _, ...rest } = ticket
        return c.json({ AIGC: aigcOf(producer, no), notice: noticeOf(locale), ticket: rest })
      }
      c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      return c.html(ticketHtml(ticket, { locale, producer, at: ctx.clock.now() }))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/tickets/{no}/photos/{photo}',
    summary: 'A photo the resident sent with a ticket',
    tag: 'staff tickets',
    handler: asStaff(async (c) => {
      const input = { ticketNo: c.req.param('no') ?? '', id: c.req.param('photo') ?? '' }
      return photoResponse(await readTicketPhoto(serviceContext(c), input))
    }),
  })
  return router
}
