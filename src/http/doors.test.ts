import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'

const app = createApp()

/** Open to everybody, and why. A new route that answers strangers has to be named here. */
const PUBLIC: Readonly<Record<string, string>> = {
  'GET /healthz': 'is the process there',
  'GET /readyz': 'is it ready; no data',
  'GET /metrics': 'counts; from this machine alone, or with METRICS_TOKEN',
  'GET /api/site': 'what the page says about itself',
  'GET /api/divisions': 'public names of districts, streets and communities',
  'GET /api/stations': 'stations and services, published to be found',
  'GET /api/passages/{id}': 'public documents',
  'GET /api/passages/{id}/document': 'public documents',
  'POST /api/transcriptions': 'speech in, text out; limited by address',
  'POST /api/conversations': 'a new conversation of one’s own',
  'POST /api/tickets/lookup': 'number and code together open one ticket',
  'POST /api/tickets/actions': 'the same',
  'POST /api/tickets/correction': 'the same',
  'POST /api/tickets/notices/lookup': 'the same',
  'POST /api/tickets/notices': 'the same',
  'POST /api/tickets/notices/stop': 'the same',
  'GET /api/hotspots': 'public clusters of at least three reporters (R-PRV-7)',
  'GET /api/privacy': 'the notice',
  'GET /api/schemas/ticket.json': 'the published schema of a ticket',
  'GET /api/staff/sign-in-options': 'the name on a button',
  'POST /api/staff/sso': 'begins a sign-in elsewhere; limited by address',
  'POST /api/staff/links/reset': 'a one-time token in the body',
  'POST /api/staff/links/redeem': 'a one-time token in the body',
}
/** GeoReport v2 is a public interface by its nature; what it shows is an allow-list of its own. */
const PUBLIC_PREFIXES = ['/open311/v2/', '/api/auth/']

/** Words of danger are answered before anybody is asked who they are (R-OPS-4): these need a body that is none of danger. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/conversations/{id}/turns': { client_turn_id: 'turn-of-a-stranger', text: '你好' },
  'POST /v1/chat/completions': { model: 'x', messages: [{ role: 'user', content: '你好' }] },
}

type Route = { method: string; path: string }
const LOCKED = [401, 403, 404]

describe('R-ROLE-1: every route, tried by those it is not for', () => {
  let database: TestDatabase
  let ports: TestPorts
  let routes: Route[] = []
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    const document = (await (await app.request('/openapi.json', {}, { ports })).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    )
  })
  afterAll(() => database.close())

  const isPublic = ({ method, path }: Route): boolean =>
    `${method} ${path}` in PUBLIC || PUBLIC_PREFIXES.some((prefix) => path.startsWith(prefix))

  function call(
    { method, path }: Route,
    headers: Record<string, string>,
    values: Record<string, string> = {},
  ): Promise<Response> {
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x')
    const given = JSON.stringify(BODIES[`${method} ${path}`] ?? {})
    const body = method === 'GET' || method === 'DELETE' ? null : given
    const init = { method, headers: { 'Content-Type': 'application/json', ...headers }, body }
    return Promise.resolve(app.request(url, init, { ports }))
  }

  it('knows every route that strangers may use, and no route that is gone', () => {
    const known = new Set(routes.map(({ method, path }) => `${method} ${path}`))
    expect(Object.keys(PUBLIC).filter((route) => !known.has(route))).toEqual([])
    expect(routes.length).toBeGreaterThan(90)
  })

  it('without a session or a key nothing else answers', async () => {
    const open: string[] = []
    for (const route of routes.filter((item) => !isPublic(item))) {
      const { status } = await call(route, {})
      if (!LOCKED.includes(status)) open.push(`${route.method} ${route.path} ${status}`)
    }
    expect(open).toEqual([])
  })

  it('R-PRV-3: the token of one conversation opens nothing of another', async () => {
    const [own, other] = await Promise.all([openResident(app, ports), openResident(app, ports)])
    await other.say('你好')
    const open: string[] = []
    const mine = routes.filter(({ path }) => path.startsWith('/api/conversations/{id}'))
    expect(mine.length).toBeGreaterThan(8)
    for (const route of mine) {
      const headers = { Authorization: `Bearer ${own.token}` }
      const { status } = await call(route, headers, { id: other.id })
      if (!LOCKED.includes(status)) open.push(`${route.method} ${route.path} ${status}`)
    }
    expect(open).toEqual([])
  })

  it('the token of a resident is no staff session and no key', async () => {
    const resident = await openResident(app, ports)
    const open: string[] = []
    const theirs = routes.filter(
      (route) => !isPublic(route) && !route.path.startsWith('/api/conversations/'),
    )
    for (const route of theirs) {
      const { status } = await call(route, { Authorization: `Bearer ${resident.token}` })
      if (!LOCKED.includes(status)) open.push(`${route.method} ${route.path} ${status}`)
    }
    expect(open).toEqual([])
  })
})
