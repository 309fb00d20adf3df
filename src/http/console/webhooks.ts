import { z } from 'zod'
import {
  addWebhook,
  AddWebhookInput,
  listWebhooks,
  replayWebhooks,
  switchWebhook,
} from '../../operations/webhooks/index.ts'
import { readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const Replay = z.object({
  endpoint_id: z.string().max(80).nullable().default(null),
  event_id: z.string().max(80).nullable().default(null),
})
const Switch = z.object({ active: z.boolean() })
const tag = 'webhooks'

export function webhookRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/console/webhooks',
    summary: 'Receivers, what waits for them, and dead letters; for administrators',
    tag,
    handler: asStaff(async (c) => c.json(await listWebhooks(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/webhooks',
    summary: 'Add a receiver under a public https address; its secret is shown once',
    tag,
    body: AddWebhookInput,
    status: 201,
    handler: asStaff(async (c) => {
      const { name, url, event_types } = await readJson(c, AddWebhookInput)
      const input = { name, url, eventTypes: event_types, allowPrivate: false }
      return c.json(await addWebhook(serviceContext(c), input), 201)
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/console/webhooks/replay',
    summary: 'Queue dead letters, or one event, again under the same id',
    tag,
    body: Replay,
    handler: asStaff(async (c) => {
      const { endpoint_id, event_id } = await readJson(c, Replay)
      const input = { endpointId: endpoint_id, eventId: event_id }
      return c.json(await replayWebhooks(serviceContext(c), input))
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/console/webhooks/{id}/active',
    summary: 'Switch a receiver on or off',
    tag,
    body: Switch,
    handler: asStaff(async (c) => {
      const { active } = await readJson(c, Switch)
      await switchWebhook(serviceContext(c), { id: c.req.param('id') ?? '', active })
      return c.json({ ok: true })
    }),
  })
  return router
}
