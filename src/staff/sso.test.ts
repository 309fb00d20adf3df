import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { ConfigError, parseConfig } from '../config.ts'
import { systemClock } from '../shared/clock.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { startOidcStub, type OidcFault, type OidcStub } from '../testing/oidc-stub.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, staffActor } from '../testing/tickets.ts'
import { inviteStaff, linkIdentity, redeemLink, requireSecondFactor, updateStaff } from './index.ts'

const app = createApp()
const BASE = 'http://localhost'
const PASSWORD = 'shili-mima-2026'

describe('sign-in at the city’s identity provider', () => {
  let database: TestDatabase
  let ports: TestPorts
  let stub: OidcStub
  const ids = new Map<string, string>()
  const admin = () => contextOf(ports, staffActor('admin', '4201'))
  const idOf = (name: string): string => ids.get(name) ?? ''
  const link = (name: string, subject: string | null) =>
    linkIdentity(admin(), idOf(name), { subject })

  beforeAll(async () => {
    stub = await startOidcStub()
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock, settings: stub.settings })
    for (const username of ['yi', 'er']) {
      const { link: invited } = await inviteStaff(admin(), {
        profile: {
          roles: ['community'],
          area_prefixes: ['420106'],
          unit_id: null,
          unit_name: null,
        },
        baseUrl: BASE,
      })
      const token = invited.slice(invited.indexOf('#') + 1)
      await redeemLink(ports, {
        token,
        name: '示例',
        username: `sso-${username}`,
        password: PASSWORD,
      })
      const [row] = await database.sql<
        { id: string }[]
      >`select id from staff_user where username = ${`sso-${username}`}`
      ids.set(username, row?.id ?? '')
    }
  })
  afterAll(async () => {
    await stub.close()
    await database.close()
  })
  beforeEach(() => {
    stub.state.fault = 'none'
    stub.state.claims = {}
    stub.state.subject = 'gonghao-0001'
  })

  type Jar = Map<string, string>
  const send = async (jar: Jar, url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('Origin', BASE)
    const response = await app.request(url, { ...init, headers }, { ports })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
  const begin = async (jar: Jar): Promise<string> => {
    const response = await send(jar, `${BASE}/api/staff/sso`, { method: 'POST' })
    expect(response.status).toBe(200)
    return ((await response.json()) as { url: string }).url
  }
  const comeBack = async (jar: Jar, authorizeUrl: string): Promise<string> => {
    const answer = await fetch(authorizeUrl, { redirect: 'manual' })
    expect(answer.status).toBe(302)
    const response = await send(jar, answer.headers.get('Location') ?? '')
    expect(response.status).toBe(302)
    return response.headers.get('Location') ?? ''
  }
  const me = async (jar: Jar) => {
    const response = await send(jar, `${BASE}/api/staff/me`)
    return response.status === 200
      ? ((await response.json()) as { me: { id: string; secondFactorDue: boolean } }).me
      : response.status
  }
  const arrive = async (jar: Jar = new Map()): Promise<{ jar: Jar; to: string }> => ({
    jar,
    to: await comeBack(jar, await begin(jar)),
  })

  it('R-ROLE: who was linked comes in by code, PKCE and a verified ID token; no token of the provider is kept', async () => {
    await link('yi', 'gonghao-0001')
    const jar: Jar = new Map()
    const authorizeUrl = await begin(jar)
    const asked = new URL(authorizeUrl).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('redirect_uri')).toBe(`${BASE}/api/auth/callback/city`)
    expect(await comeBack(jar, authorizeUrl)).toBe('/console')
    expect(await me(jar)).toMatchObject({ id: idOf('yi') })
    expect(stub.state.seen).toEqual(
      expect.arrayContaining(['/.well-known/openid-configuration', '/token', '/jwks']),
    )
    const [row] = await database.sql`select "accessToken", "refreshToken", "idToken"
      from staff_account where "providerId" = 'city'`
    expect(row).toEqual({ accessToken: null, refreshToken: null, idToken: null })
  })

  it('R-ROLE: nobody gets an account by signing in; an e-mail or user name that matches is no link', async () => {
    const count = async () =>
      (await database.sql`select count(*)::int as n from staff_user`)[0]?.['n']
    const before = await count()
    stub.state.subject = 'gonghao-9999'
    stub.state.claims = {
      email: 'sso-er@staff.invalid',
      email_verified: true,
      preferred_username: 'sso-er',
    }
    const { jar, to } = await arrive()
    expect(to).toContain('sso=failed')
    expect(await me(jar)).toBe(401)
    expect(await count()).toBe(before)
  })

  it.each<OidcFault>([
    'other_key',
    'other_audience',
    'other_issuer',
    'expired',
    'other_nonce',
    'no_id_token',
    'unsigned',
    'refuses',
  ])('turns away a provider’s answer with the fault %s', async (fault) => {
    await link('yi', 'gonghao-0001')
    stub.state.fault = fault
    const { jar, to } = await arrive()
    expect(to).toContain('sso=failed')
    expect(await me(jar)).toBe(401)
  })

  it('takes no answer that this browser did not ask for, and none twice', async () => {
    await link('yi', 'gonghao-0001')
    const jar: Jar = new Map()
    const answer = await fetch(await begin(jar), { redirect: 'manual' })
    const back = answer.headers.get('Location') ?? ''
    const other: Jar = new Map()
    expect((await send(other, back)).headers.get('Location')).toContain('sso=failed')
    expect(await me(other)).toBe(401)
    const again: Jar = new Map()
    await comeBack(again, await begin(again))
    const spent = await fetch(await begin(jar), { redirect: 'manual' })
    const url = spent.headers.get('Location') ?? ''
    expect((await send(jar, url)).headers.get('Location')).toBe('/console')
    expect((await send(jar, url)).headers.get('Location')).toContain('sso=failed')
  })

  it('one identity, one person; taking the link away or closing the account ends it', async () => {
    await link('yi', 'gonghao-0001')
    expect(await codeOf(link('er', 'gonghao-0001'))).toBe('CONFLICT:identity_taken')
    const { jar } = await arrive()
    await link('yi', null)
    expect(await me(jar)).toBe(401)
    expect((await arrive()).to).toContain('sso=failed')
    await link('yi', 'gonghao-0001')
    const change = {
      roles: ['community' as const],
      area_prefixes: ['420106'],
      grid_ids: [],
      unit_id: null,
      unit_name: null,
    }
    await updateStaff(admin(), idOf('yi'), { ...change, active: false })
    expect(await me((await arrive()).jar)).toBe(401)
    await updateStaff(admin(), idOf('yi'), { ...change, active: true })
    const street = contextOf(ports, staffActor('street', '420106'))
    expect(await codeOf(linkIdentity(street, idOf('yi'), { subject: 'x' }))).toMatch(/^FORBIDDEN/)
    const rows = await database.sql`select 1 from audit_log where action = 'staff.identity_linked'`
    expect(rows.length).toBeGreaterThan(1)
  })

  it('a role that needs a second factor leaves that to the provider', async () => {
    await link('yi', 'gonghao-0001')
    await requireSecondFactor(admin(), { roles: ['community'] })
    const { jar } = await arrive()
    expect(await me(jar)).toMatchObject({ secondFactorDue: false })
    const queue = await send(jar, `${BASE}/api/staff/tickets`)
    expect(queue.status).toBe(200)
    await requireSecondFactor(admin(), { roles: [] })
  })

  it('reads the identity from the claim that was configured, and nobody from an absent one', async () => {
    const settings = { ...stub.settings, OIDC_CLAIM: 'employee_no' }
    const database2 = await testDatabase()
    try {
      const other = await testPorts(database2.sql, { clock: systemClock, settings })
      const [kept, keptDatabase] = [ports, database]
      ports = other
      const context = contextOf(other, staffActor('admin', '4201'))
      const profile = {
        roles: ['community' as const],
        area_prefixes: ['420106'],
        unit_id: null,
        unit_name: null,
      }
      const { link: invited } = await inviteStaff(context, { profile, baseUrl: BASE })
      const token = invited.slice(invited.indexOf('#') + 1)
      await redeemLink(other, { token, name: '示例', username: 'sso-san', password: PASSWORD })
      const [row] = await database2.sql<{ id: string }[]>`select id from staff_user`
      await linkIdentity(context, row?.id ?? '', { subject: 'A-17' })
      stub.state.claims = { employee_no: 'A-17' }
      expect(await me((await arrive()).jar)).toMatchObject({ id: row?.id })
      stub.state.claims = {}
      expect(await me((await arrive()).jar)).toBe(401)
      ;[ports, database] = [kept, keptDatabase]
    } finally {
      await database2.close()
    }
  })

  it('a provider that is gone leaves the password working, and is offered only when configured', async () => {
    const settings = {
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'x',
      OIDC_NAME: '示例认证',
    }
    const gone = await testDatabase()
    try {
      const there = await testPorts(gone.sql, { clock: systemClock, settings })
      const call = (path: string, init: RequestInit = {}) =>
        app.request(`${BASE}${path}`, init, { ports: there })
      const options = await (await call('/api/staff/sign-in-options')).json()
      expect(options).toEqual({ sso: { name: '示例认证' } })
      const begun = await call('/api/staff/sso', { method: 'POST', headers: { Origin: BASE } })
      expect(begun.ok).toBe(false)
      const signIn = await call('/api/auth/sign-in/username', {
        method: 'POST',
        headers: { Origin: BASE, 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'nobody', password: PASSWORD }),
      })
      expect(signIn.status).toBe(401)
      const plain = await testPorts(gone.sql)
      const none = await app.request(`${BASE}/api/staff/sign-in-options`, {}, { ports: plain })
      expect(await none.json()).toEqual({ sso: null })
      const off = await app.request(`${BASE}/api/staff/sso`, { method: 'POST' }, { ports: plain })
      expect(off.status).toBe(404)
    } finally {
      await gone.close()
    }
  })

  it.each([
    ['OIDC_CLIENT_ID', { OIDC_ISSUER: 'https://id.example.cn' }],
    ['OIDC_ISSUER', { OIDC_CLIENT_ID: 'x' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://id.example.cn', OIDC_CLIENT_ID: 'x' }],
  ])('names %s when the settings do not fit together', (key, settings) => {
    try {
      parseConfig(settings as Record<string, string>)
      expect.unreachable()
    } catch (error) {
      expect((error as ConfigError).keys).toContain(key)
    }
  })
})
