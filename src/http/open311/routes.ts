import type { ServiceContext } from '../../ports.ts'
import { localDate } from '../../shared/clock.ts'
import { isAppError } from '../../shared/errors.ts'
import {
  getRequest,
  getServiceDefinition,
  listRequests,
  listRequestUpdates,
  listServices,
  Open311Error,
  postRequest,
  postUpdate,
  toXml,
  type Fields,
} from '../../open311/index.ts'
import { readBytes } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, type Router } from '../router.ts'

const BASE = '/open311/v2'
const MAX_FORM_BYTES = 64 * 1024
const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2'
/** When this version of the endpoint came to be; clients compare it to see changes. */
const CHANGESET = '2026-11-23T00:00:00+08:00'

type Format = 'xml' | 'json'
type Answer = { root: string; value: unknown; status?: number }

/** Open311 GeoReport v2. One handler, because clients join base and path with none, one or two slashes. */
export function open311Routes(): Router {
  const router = createRouter()
  router.on(['GET', 'POST'], '/open311/*', async (c) => {
    const path = new URL(c.req.url).pathname.replaceAll(/\/{2,}/g, '/')
    const match = /^(.*)\.(xml|json)$/.exec(path)
    const format: Format = match?.[2] === 'json' ? 'json' : 'xml'
    try {
      if (match === null) throw new Open311Error(404, ['the path must end in .xml or .json'])
      return reply(format, await dispatch(c, decodeURIComponent(match[1] ?? '')))
    } catch (error) {
      return reply(format, toErrors(error))
    }
  })
  return router
}

/** Faults in the spec's own form; what nobody foresaw goes on to the app's handler and its log. */
function toErrors(error: unknown): Answer {
  if (error instanceof Open311Error) {
    return { root: 'errors', value: error.problems, status: error.status }
  }
  if (!isAppError(error) || ['INTERNAL', 'UNAVAILABLE', 'LIMIT_EXCEEDED'].includes(error.code)) {
    throw error
  }
  const status = error.code === 'NOT_FOUND' ? 404 : error.code === 'FORBIDDEN' ? 403 : 400
  return { root: 'errors', value: [{ code: status, description: error.message }], status }
}

function reply(format: Format, { root, value, status = 200 }: Answer): Response {
  return format === 'json'
    ? new Response(JSON.stringify(value), {
        status,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
      })
    : new Response(toXml(root, value), {
        status,
        headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      })
}

async function dispatch(c: HttpContext, path: string): Promise<Answer> {
  const ctx = serviceContext(c)
  if (path === '/open311/discovery' || path === `${BASE}/discovery`) {
    return { root: 'discovery', value: discovery(c) }
  }
  const [resource = '', id, ...rest] = path.slice(BASE.length + 1).split('/')
  if (!path.startsWith(`${BASE}/`) || rest.length > 0) throw new Open311Error(404, ['no such path'])
  if (c.req.method === 'POST') return post(c, ctx, { resource, id })
  const query = Object.fromEntries(
    Object.entries(c.req.query()).filter(([, value]) => value.trim() !== ''),
  )
  requireJurisdiction(ctx, query['jurisdiction_id'])
  if (resource === 'services' && id === undefined) {
    return { root: 'services', value: listServices(localDate(ctx.clock.now()), ctx.locale) }
  }
  if (resource === 'services' && id !== undefined) {
    return { root: 'service_definition', value: getServiceDefinition(id) }
  }
  if (resource === 'requests') {
    const value = id === undefined ? await listRequests(ctx, query) : await getRequest(ctx, id)
    return { root: 'service_requests', value }
  }
  if (resource === 'tokens' && id !== undefined) {
    // Requests are stored at once, so the number is its own token.
    await getRequest(ctx, id)
    return { root: 'service_requests', value: [{ service_request_id: id, token: id }] }
  }
  if (resource === 'servicerequestupdates' && id === undefined) {
    return { root: 'service_request_updates', value: await listRequestUpdates(ctx, query) }
  }
  throw new Open311Error(404, ['no such path'])
}

function requireJurisdiction(ctx: ServiceContext, id: string | undefined): void {
  if (id !== undefined && id !== ctx.config.JURISDICTION) {
    throw new Open311Error(404, [`jurisdiction_id ${id.slice(0, 40)} was not found`])
  }
}

async function post(
  c: HttpContext,
  ctx: ServiceContext,
  { resource, id }: { resource: string; id: string | undefined },
): Promise<Answer> {
  await limitRequests(c, 'open311-post')
  const fields = await readForm(c)
  requireJurisdiction(ctx, fields.find(([key]) => key === 'jurisdiction_id')?.[1] || undefined)
  if (resource === 'requests' && id === undefined) {
    const sent = fields.find(([key]) => key === 'client_key')?.[1]
    const clientKey = c.req.header('Idempotency-Key') ?? (sent === '' ? undefined : sent)
    return { root: 'service_requests', value: await postRequest(ctx, { fields, clientKey }) }
  }
  if (resource === 'servicerequestupdates' && id === undefined) {
    return { root: 'service_request_updates', value: await postUpdate(ctx, fields) }
  }
  throw new Open311Error(404, ['no such path'])
}

async function readForm(c: HttpContext): Promise<Fields> {
  const bytes = await readBytes(c.req.raw, MAX_FORM_BYTES)
  try {
    return [...new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(bytes))]
  } catch {
    throw new Open311Error(400, ['the body must be UTF-8'])
  }
}

function discovery(c: HttpContext): object {
  const base = c.env.ports.config.PUBLIC_URL ?? new URL(c.req.url).origin
  return {
    changeset: CHANGESET,
    contact: c.env.ports.config.OPERATOR_NAME,
    key_service: `${c.env.ports.config.OPERATOR_NAME}：npm run open311 -- add-client`,
    endpoints: [
      {
        specification: SPECIFICATION,
        url: `${base.replace(/\/$/, '')}${BASE}`,
        changeset: CHANGESET,
        type: 'production',
        formats: ['text/xml', 'application/json'],
      },
    ],
  }
}
