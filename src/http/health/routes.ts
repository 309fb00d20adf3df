import { equalDigests, hashToken } from '../../shared/ids.ts'
import { NotFoundError } from '../../shared/errors.ts'
import { bearerToken } from '../body.ts'
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
    summary:
      'Database written and read back, index present, model reachable or not configured, calendar year present',
    tag: 'operations',
    handler: readyz,
  })
  route(router, {
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus counters; from this machine, or by METRICS_TOKEN',
    tag: 'operations',
    contentType: 'text/plain',
    handler: metrics,
  })
  return router
}

async function metrics(c: HttpContext): Promise<Response> {
  const { telemetry } = c.env.ports
  // The same answer as for any page there is not: who may not read the counters learns nothing of them.
  if (telemetry === undefined || !(await mayScrape(c))) throw new NotFoundError('page', c.req.path)
  const { contentType, body } = await telemetry.scrape()
  return c.body(body, 200, { 'Content-Type': contentType })
}

async function mayScrape(c: HttpContext): Promise<boolean> {
  const { METRICS_TOKEN } = c.env.ports.config
  if (METRICS_TOKEN !== undefined) {
    const [given, wanted] = await Promise.all(
      [bearerToken(c) ?? '', METRICS_TOKEN].map((text) => hashToken(text)),
    )
    return equalDigests(given ?? '', wanted ?? '')
  }
  // A forwarded request comes from elsewhere, whoever hands it on.
  const forwarded = c.req.header('X-Forwarded-For') ?? c.req.header('Forwarded')
  return forwarded === undefined && /^(?:::ffff:)?127\.|^::1$/.test(c.env.clientAddress ?? '')
}

async function readyz(c: HttpContext): Promise<Response> {
  const readiness = await checkReadiness(serviceContext(c), { askModel: true })
  return c.json(readiness, readiness.ready ? 200 : 503)
}
