import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { systemClock } from '../shared/clock.ts'
import { STAFF_ROLES, type StaffRole } from '../shared/actor.ts'
import { inviteStaff, redeemLink } from '../staff/index.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, fileTicket, staffActor } from '../testing/tickets.ts'

const app = createApp()
const BASE = 'http://localhost'
const PASSWORD = 'shili-mima-2026'
const HERE = '420106'
const ELSEWHERE = '420111'

type Route = { method: string; path: string }
const LOCKED = [401, 403, 404]
/** The body was wrong before anybody was asked who they are to do it; nothing was done or told. */
const REFUSED = [400, 409, 413, 415, 422]

/** Administration, which only administrators do; auditors may look at what is marked. */
const ADMINISTRATION =
  /^\/api\/console\/(?:people|api-keys|site-keys|webhooks|jobs|policy|area-tables|numbers|canned-replies|retention|settings\/model-test|audit|identity-reads)|^\/api\/staff\/(?:people|invitations)/
const AUDITED = /^\/api\/console\/(?:audit|identity-reads|policy|jobs|retention)/
const OWN = /\/people\/\{id\}\/sessions/

describe('R-ROLE-1: every route with every role', () => {
  let database: TestDatabase
  let ports: TestPorts
  let routes: Route[] = []
  const cookies = new Map<StaffRole, string>()
  let ticketNo = ''
  let conversationId = ''
  let strangerId = ''

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    const admin = contextOf(ports, staffActor('admin', '4201'))
    for (const role of STAFF_ROLES) {
      const profile = { roles: [role], area_prefixes: [ELSEWHERE], unit_id: null, unit_name: null }
      const { link } = await inviteStaff(admin, { profile, baseUrl: BASE })
      const token = link.slice(link.indexOf('#') + 1)
      const username = `sweep_${role}`
      await redeemLink(ports, { token, name: '示例', username, password: PASSWORD })
      const response = await app.request(
        `${BASE}/api/auth/sign-in/username`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: BASE },
          body: JSON.stringify({ username, password: PASSWORD }),
        },
        { ports },
      )
      const lines = response.headers.getSetCookie()
      cookies.set(role, lines.map((line) => line.split(';')[0] ?? '').join('; '))
    }
    const [stranger] = await database.sql<{ id: string }[]>`
      select id from staff_user where username = 'sweep_admin'`
    strangerId = stranger?.id ?? ''
    ticketNo = (await fileTicket(ports, { division_code: HERE })).no
    const resident = await openResident(app, ports)
    await resident.say('你好')
    conversationId = resident.id
    await database.sql`update conversations set division_code = ${HERE} where id = ${conversationId}`
    const document = (await (await app.request('/openapi.json', {}, { ports })).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    )
  }, 120_000)
  afterAll(() => database.close())

  async function call({ method, path }: Route, role: StaffRole, id: string): Promise<number> {
    const url = path
      .replaceAll('{no}', ticketNo)
      .replaceAll('{id}', id)
      .replaceAll(/\{\w+\}/g, 'x')
    const headers = {
      'Content-Type': 'application/json',
      Origin: BASE,
      Cookie: cookies.get(role) ?? '',
    }
    const body = method === 'GET' || method === 'DELETE' ? null : '{}'
    return (await app.request(BASE + url, { method, headers, body }, { ports })).status
  }

  const open = async (
    tried: readonly Route[],
    roles: readonly StaffRole[],
    id: string,
  ): Promise<string[]> => {
    const found: string[] = []
    for (const route of tried) {
      for (const role of roles) {
        const status = await call(route, role, id)
        if (![...LOCKED, ...REFUSED].includes(status))
          found.push(`${role} ${route.method} ${route.path} ${status}`)
      }
    }
    return found
  }

  it('a ticket and a conversation of another area open to no role, by any route', async () => {
    const tickets = routes.filter(({ path }) => path.startsWith('/api/staff/tickets/{no}'))
    const talks = routes.filter(({ path }) => path.startsWith('/api/staff/conversations/{id}'))
    expect(tickets.length).toBeGreaterThan(8)
    expect(talks.length).toBeGreaterThan(5)
    expect(await open(tickets, STAFF_ROLES, 'x')).toEqual([])
    expect(await open(talks, STAFF_ROLES, conversationId)).toEqual([])
  })

  it('administration opens to administrators alone, and to auditors where they look on', async () => {
    const tried = routes.filter(({ path }) => ADMINISTRATION.test(path) && !OWN.test(path))
    expect(tried.length).toBeGreaterThan(20)
    const others = STAFF_ROLES.filter((role) => role !== 'admin' && role !== 'auditor')
    expect(await open(tried, others, strangerId)).toEqual([])
    const notForAuditors = tried.filter(
      ({ method, path }) => method !== 'GET' || !AUDITED.test(path),
    )
    expect(await open(notForAuditors, ['auditor'], strangerId)).toEqual([])
  })

  it('somebody else’s sessions open to administrators alone', async () => {
    const tried = routes.filter(({ path }) => OWN.test(path))
    const others = STAFF_ROLES.filter((role) => role !== 'admin')
    expect(tried).toHaveLength(2)
    expect(await open(tried, others, strangerId)).toEqual([])
  })

  it('no route answers anybody of the staff with a fault of its own', async () => {
    const faults: string[] = []
    for (const route of routes.filter(({ path }) => path.startsWith('/api/'))) {
      for (const role of ['admin', 'community', 'auditor'] as const) {
        const status = await call(route, role, 'x')
        // A stream that stays open is an answer; the test does not wait for its end.
        if (status >= 500) faults.push(`${role} ${route.method} ${route.path} ${status}`)
      }
    }
    expect(faults).toEqual([])
  }, 60_000)
})
