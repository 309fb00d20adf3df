import { CopilotDraft } from '../../protocol/copilot.ts'
import { PreconditionError } from '../../shared/errors.ts'
import { requireStaff } from '../../staff/index.ts'
import { serviceContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'staff conversations'

export function copilotRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/staff/copilot',
    summary: 'Whether drafts can be made here: they need a model, and a Node process',
    tag,
    handler: asStaff(async (c) => c.json({ available: c.env.ports.copilot !== undefined })),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/draft',
    summary: 'A draft of the next reply with its sources; a person checks and sends it',
    tag,
    response: CopilotDraft,
    handler: async (c) => {
      const actor = await requireStaff(c.env.ports, c.req.raw.headers)
      c.set('actor', actor)
      const { copilot } = c.env.ports
      if (copilot === undefined) throw new PreconditionError('no_copilot', 'no copilot here')
      await limitRequests(c, 'copilot', actor.id)
      const conversationId = c.req.param('id') ?? ''
      return c.json(await copilot.draftReply(serviceContext(c), { conversationId }))
    },
  })
  return router
}
