import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { newId } from '../shared/ids.ts'
import type { HttpEnv } from './env.ts'

const REQUEST_ID = /^[\w-]{8,80}$/

/** Request id, locale and the default actor (nobody yet) for everything behind it. */
export const requestBasics = createMiddleware<HttpEnv>(async (c, next) => {
  const given = c.req.header('X-Request-Id') ?? ''
  const requestId = REQUEST_ID.test(given) ? given : newId('req')
  c.set('requestId', requestId)
  c.set('actor', { kind: 'resident' })
  c.set('locale', preferredLocale(c.req.query('lang'), c.req.header('Accept-Language')))
  c.header('X-Request-Id', requestId)
  const startedAt = performance.now()
  await next()
  const durationMs = performance.now() - startedAt
  // The route pattern, not the path: ids stay out of the logs.
  const { method, routePath: route } = c.req
  const { status } = c.res
  c.env.ports.logger.log('info', 'request', {
    request_id: requestId,
    method,
    route,
    status,
    duration_ms: Math.round(durationMs),
  })
  c.env.ports.telemetry?.request({ method, route, status, durationMs })
})

export function preferredLocale(
  asked: string | undefined,
  header: string | undefined,
): 'zh-CN' | 'en' {
  if (asked === 'en' || asked === 'zh-CN') return asked
  const first = (header ?? '').split(',')[0] ?? ''
  return /^en\b/i.test(first) ? 'en' : 'zh-CN'
}

const SHARED_CSP = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  // antd writes style elements at run time; no script can come in through a style.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
}

export const pageHeaders = secureHeaders({
  contentSecurityPolicy: { ...SHARED_CSP, frameAncestors: ["'none'"] },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  permissionsPolicy: { geolocation: ['self'], microphone: ['self'], camera: [] },
})
