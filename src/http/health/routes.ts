import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { checkReadiness } from '../../operations/index.ts'

export function healthRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/healthz',
    summary: 'The process answers',
    tag: 'operations',
    handler: (c) => c.json({ ok: true, runtime: c.env.ports.runtime }),
  })
  route(router, {
    method: 'get',
    path: '/readyz',
    summary: 'Database written and read back, index present, model configured or not',
    tag: 'operations',
    handler: readyz,
  })
  return router
}

async function readyz(c: HttpContext): Promise<Response> {
  const readiness = await checkReadiness(serviceContext(c))
  return c.json(readiness, readiness.ready ? 200 : 503)
}
