import { viewTurnTrace } from '../../answering/index.ts'
import { TurnTraceView } from '../../protocol/turn-trace.ts'
import { requireStaff } from '../../staff/index.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

export function traceRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/console/turns/{id}/trace',
    summary: 'What a turn did: steps, prompts, model, tokens, passages with scores; masked',
    tag: 'staff conversations',
    response: TurnTraceView,
    handler: async (c) => {
      c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
      return c.json(await viewTurnTrace(serviceContext(c), c.req.param('id') ?? ''))
    },
  })
  return router
}
