import { z } from 'zod'
import { listNotices, readNotices, takeNote } from '../../tickets/index.ts'
import { readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'staff notices'
const ReadInput = z.object({ until: z.iso.datetime().transform((text) => new Date(text)) })

export function noticeRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/staff/notices',
    summary: 'Danger in one’s area, what is due or overdue, and what is new since one looked',
    tag,
    handler: asStaff(async (c) => c.json(await listNotices(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/notices/read',
    summary: 'Everything up to this moment was seen',
    tag,
    handler: asStaff(async (c) => {
      await readNotices(serviceContext(c), await readJson(c, ReadInput))
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/notices/{id}/acknowledgement',
    summary: 'Take note of a pressing alert: nobody is reminded of it again',
    tag,
    handler: asStaff(async (c) => {
      await takeNote(serviceContext(c), { id: c.req.param('id') ?? '' })
      return c.json({ ok: true })
    }),
  })
  return router
}
