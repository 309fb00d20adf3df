import { viewTurnTrace } from '../../answering/index.ts'
import { TurnTraceView } from '../../protocol/turn-trace.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

export function traceRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/console/turns/{id}/trace',
    summary: 'What a turn did: steps, prompts, model, tokens, passages with scores; masked',
    tag: 'staff conversations',
    response: TurnTraceView,
    handler: asStaff(async (c) =>
      c.json(await viewTurnTrace(serviceContext(c), c.req.param('id') ?? '')),
    ),
  })
  return router
}
