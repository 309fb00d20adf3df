import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { systemClock } from '../shared/clock.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { totp } from '../testing/totp.ts'
import { inviteStaff, redeemLink, requireSecondFactor } from './index.ts'

const app = createApp()
const BASE = 'http://localhost'
const PASSWORD = 'shili-mima-2026'

describe('what is open of the sign-in library', () => {
  let database: TestDatabase
  let ports: TestPorts
  const admin = () => contextOf(ports, staffActor('admin', '4201'))
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    for (const [username, role] of [
      ['shequ', 'community'],
      ['jiedao', 'street'],
    ] as const) {
      const profile = { roles: [role], area_prefixes: ['420106'], unit_id: null, unit_name: null }
      const { link } = await inviteStaff(admin(), { profile, baseUrl: BASE })
      const token = link.slice(link.indexOf('#') + 1)
      await redeemLink(ports, { token, name: '示例', username, password: PASSWORD })
    }
  })
  afterAll(() => database.close())

  const call = (method: string, path: string, body?: unknown, cookie = '') =>
    app.request(
      `${BASE}${path}`,
      {
        method,
        headers: { 'Content-Type': 'application/json', Origin: BASE, Cookie: cookie },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      { ports },
    )
  const signIn = async (username: string): Promise<string> => {
    const response = await call('POST', '/api/auth/sign-in/username', {
      username,
      password: PASSWORD,
    })
    expect(response.status).toBe(200)
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    return cookies.join('; ')
  }

  it('no way around the lock on the name, no look-up of names, no change without a trace', async () => {
    const cookie = await signIn('shequ')
    for (const [method, path, body] of [
      ['POST', '/sign-in/email', { email: 'shequ@staff.invalid', password: PASSWORD }],
      ['POST', '/is-username-available', { username: 'shequ' }],
      ['POST', '/sign-up/email', { email: 'x@y.cn', password: PASSWORD, name: 'x' }],
      ['POST', '/update-user', { name: '别人' }],
      ['POST', '/change-password', { currentPassword: PASSWORD, newPassword: 'x'.repeat(12) }],
      ['POST', '/change-email', { newEmail: 'x@y.cn' }],
      ['POST', '/delete-user', {}],
      ['POST', '/link-social', { provider: 'city' }],
      ['POST', '/sign-in/social', { provider: 'city' }],
      ['POST', '/request-password-reset', { email: 'shequ@staff.invalid' }],
      ['GET', '/list-accounts', undefined],
      ['GET', '/list-sessions', undefined],
      ['GET', '/callback/city', undefined],
    ] as const) {
      const { status } = await call(method, `/api/auth${path}`, body, cookie)
      expect(status, path).toBe(404)
    }
    const [row] = await database.sql`select name from staff_user where username = 'shequ'`
    expect(row?.['name']).toBe('示例')
  })

  it('R-ROLE: a role that needs a second factor can do nothing but set one up, from the next request', async () => {
    const cookie = await signIn('shequ')
    const other = await signIn('jiedao')
    await requireSecondFactor(admin(), { roles: ['community'] })
    const refused = await call('GET', '/api/staff/tickets', undefined, cookie)
    expect(refused.status).toBe(403)
    expect(JSON.stringify(await refused.json())).toContain('两步验证')
    expect((await call('GET', '/api/staff/tickets', undefined, other)).status).toBe(200)
    const me = await call('GET', '/api/staff/me', undefined, cookie)
    expect(await me.json()).toMatchObject({ me: { secondFactorDue: true } })
    const enabled = await call(
      'POST',
      '/api/auth/two-factor/enable',
      { password: PASSWORD },
      cookie,
    )
    const { totpURI } = (await enabled.json()) as { totpURI: string }
    const code = totp(totpURI, Date.now())
    const verified = await call('POST', '/api/auth/two-factor/verify-totp', { code }, cookie)
    expect(verified.status).toBe(200)
    const fresh = verified.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    const held = fresh.length > 0 ? fresh.join('; ') : cookie
    expect((await call('GET', '/api/staff/tickets', undefined, held)).status).toBe(200)
    const recorded = await database.sql`select details from audit_log
      where action = 'staff.second_factor_roles'`
    expect(recorded).toEqual([{ details: { roles: ['community'] } }])
    await requireSecondFactor(admin(), { roles: [] })
  })
})
