import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { totp } from '../testing/totp.ts'
import { codeOf, contextOf, staffActor } from '../testing/tickets.ts'
import {
  clearSecondFactor,
  inviteStaff,
  listSessions,
  redeemLink,
  redeemReset,
  resetPassword,
  revokeSession,
  updateStaff,
} from './index.ts'
import { isWeakPassword } from './password-policy.ts'

const app = createApp()
const PASSWORD = 'shili-mima-2026'

describe('passwords', () => {
  it.each([
    ['shili-mima-2026', 'shili', false],
    ['zhang-zhang-1', 'zhang', true],
    ['aaaaaaaaaaaa', 'zhang', true],
    ['1234567890', 'zhang', true],
    ['password12', 'zhang', true],
    ['qwertyuiop', 'zhang', true],
    ['woaini5201314', 'zhang', true],
    ['1qaz2wsx3edc', 'zhang', true],
    ['P@ssw0rd!2026', 'zhang', true],
    ['Guanliyuan@2026', 'zhang', true],
    ['2026#wuhan#2026', 'zhang', true],
    ['liangshan-haohan-108', 'zhang', false],
    ['donghu-lvdao-xiawu', 'zhang', false],
  ])('%s for %s is weak: %s', (password, username, weak) =>
    expect(isWeakPassword(password, username)).toBe(weak),
  )
})

describe('signing in', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock(new Date().toISOString())
  const ids = new Map<string, string>()
  let calls = 0
  const admin = () =>
    contextOf(ports, { ...staffActor('admin', '4201'), id: ids.get('guanli') ?? '' })

  const post = (path: string, body: unknown, cookie = '') =>
    app.request(
      `http://localhost${path}`,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Origin: 'http://localhost',
          Cookie: cookie,
          // From everywhere: the lock is on the name, not on the address.
          'X-Forwarded-For': `203.0.113.${(calls += 1)}`,
        },
        body: JSON.stringify(body),
      },
      { ports },
    )
  const signIn = (username: string, password = PASSWORD) =>
    post('/api/auth/sign-in/username', { username, password })
  const cookieOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ')
  const isIn = async (cookie: string): Promise<boolean> =>
    (await app.request('http://localhost/api/staff/me', { headers: { Cookie: cookie } }, { ports }))
      .status === 200

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
    for (const [username, role] of [
      ['guanli', 'admin'],
      ['shequ', 'community'],
    ] as const) {
      const { link } = await inviteStaff(contextOf(ports, staffActor('admin', '4201')), {
        profile: { roles: [role], area_prefixes: ['420106'], unit_id: null, unit_name: null },
        baseUrl: 'http://localhost',
      })
      const token = link.slice(link.indexOf('#') + 1)
      await redeemLink(ports, { token, name: '示例', username, password: PASSWORD })
      const [row] = await database.sql<
        { id: string }[]
      >`select id from staff_user where username = ${username}`
      ids.set(username, row?.id ?? '')
    }
  })
  afterAll(() => database.close())

  it('five wrong passwords shut the name, known or not; a quarter of an hour opens it', async () => {
    for (const name of ['shequ', 'meiyou']) {
      for (let at = 0; at < 5; at += 1) expect((await signIn(name, 'falsch-2026')).status).toBe(401)
      const locked = await signIn(name)
      expect(locked.status).toBe(429)
      expect(Number(locked.headers.get('Retry-After'))).toBeGreaterThan(800)
    }
    clock.advance(15 * 60_000 + 1000)
    expect((await signIn('shequ')).status).toBe(200)
    expect((await signIn('meiyou')).status).toBe(401)
  })

  it('a second factor is asked for once set up; its secret is sealed at rest', async () => {
    const cookie = cookieOf(await signIn('shequ'))
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, cookie)
    const { totpURI } = (await enabled.json()) as { totpURI: string }
    const [stored] = await database.sql`select secret from staff_two_factor`
    expect(stored?.['secret']).not.toContain(new URL(totpURI).searchParams.get('secret') ?? '-')
    const code = totp(totpURI, Date.now())
    const verified = await post('/api/auth/two-factor/verify-totp', { code }, cookie)
    expect(verified.status).toBe(200)
    const refused = await post('/api/auth/two-factor/enable', { password: PASSWORD })
    expect(refused.status).toBe(401)
    const recorded = await database.sql`select actor from audit_log
      where action = 'staff.second_factor_set_up'`
    expect(recorded).toEqual([{ actor: `staff:${ids.get('shequ')}` }])

    const first = await signIn('shequ')
    expect(await first.json()).toMatchObject({ twoFactorRedirect: true })
    const half = cookieOf(first)
    expect(await isIn(half)).toBe(false)
    const wrong = await post('/api/auth/two-factor/verify-totp', { code: '000000' }, half)
    expect(wrong.status).toBe(401)
    const right = await post(
      '/api/auth/two-factor/verify-totp',
      { code: totp(totpURI, Date.now()) },
      half,
    )
    expect(right.status).toBe(200)
    expect(await isIn(cookieOf(right))).toBe(true)

    await clearSecondFactor(admin(), ids.get('shequ') ?? '')
    expect(await isIn(cookieOf(right))).toBe(false)
    const again = await signIn('shequ')
    expect(await isIn(cookieOf(again))).toBe(true)
  })

  it('sessions are listed without their tokens, and end one by one', async () => {
    const userId = ids.get('shequ') ?? ''
    const own = contextOf(ports, { ...staffActor('community', '420106'), id: userId })
    const earlier = cookieOf(await signIn('shequ'))
    const before = new Set((await listSessions(own, userId)).sessions.map(({ id }) => id))
    const cookie = cookieOf(await signIn('shequ'))
    const { sessions } = await listSessions(own, userId)
    expect(JSON.stringify(sessions)).not.toContain('token')
    const newest = sessions.find(({ id }) => !before.has(id))?.id ?? ''
    await revokeSession(own, { userId, id: newest })
    expect([await isIn(earlier), await isIn(cookie)]).toEqual([true, false])
    expect(await codeOf(listSessions(own, ids.get('guanli') ?? ''))).toMatch(/^FORBIDDEN/)
    for (const id of before) await revokeSession(own, { userId, id })
    expect(await isIn(earlier)).toBe(false)
  })

  it('R-ROLE: one’s own password changes under the policy, is recorded, and ends the other sessions', async () => {
    const here = cookieOf(await signIn('guanli'))
    const elsewhere = cookieOf(await signIn('guanli'))
    const change = async (current: string, password: string, cookie = here) => {
      const headers = {
        'Content-Type': 'application/json',
        Origin: 'http://localhost',
        Cookie: cookie,
      }
      const body = JSON.stringify({ current, password })
      const url = 'http://localhost/api/staff/me/password'
      const response = await app.request(url, { method: 'PUT', headers, body }, { ports })
      return [response.status, JSON.stringify(await response.json())]
    }
    expect((await change(PASSWORD, 'xinde-mima-2027', ''))[0]).toBe(401)
    expect(await change('falsch-2026', 'xinde-mima-2027')).toEqual([
      400,
      expect.stringContaining('现在的密码不对'),
    ])
    expect(await change(PASSWORD, 'guanli-guanli')).toEqual([
      400,
      expect.stringContaining('太容易猜'),
    ])
    expect(await isIn(elsewhere)).toBe(true)
    expect((await change(PASSWORD, 'xinde-mima-2027'))[0]).toBe(200)
    expect([await isIn(here), await isIn(elsewhere)]).toEqual([true, false])
    expect((await signIn('guanli')).status).toBe(401)
    expect((await signIn('guanli', 'xinde-mima-2027')).status).toBe(200)
    const rows = await database.sql`select 1 from audit_log where action = 'staff.password_changed'`
    expect(rows).toHaveLength(1)
    const library = { currentPassword: 'xinde-mima-2027', newPassword: 'guanli-guanli' }
    expect((await post('/api/auth/change-password', library, here)).status).toBe(404)
  })

  it('an office behind one address signs in together; a flood from there is slowed down', async () => {
    const clientAddress = '203.0.113.251'
    const statuses: number[] = []
    for (let at = 0; at < 31; at += 1) {
      const response = await app.request(
        'http://localhost/api/auth/sign-in/username',
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: 'http://localhost' },
          body: JSON.stringify({ username: `nobody${at}`, password: PASSWORD }),
        },
        { ports, clientAddress },
      )
      statuses.push(response.status)
    }
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([401]))
    expect(statuses.at(-1)).toBe(429)
  })

  it('a session notes the address the service saw, not one the caller wrote', async () => {
    await app.request(
      'http://localhost/api/auth/sign-in/username',
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Origin: 'http://localhost',
          'X-Forwarded-For': '198.51.100.7',
        },
        body: JSON.stringify({ username: 'shequ', password: PASSWORD }),
      },
      { ports, clientAddress: '::ffff:203.0.113.250' },
    )
    const own = contextOf(ports, {
      ...staffActor('community', '420106'),
      id: ids.get('shequ') ?? '',
    })
    const { sessions } = await listSessions(own, ids.get('shequ') ?? '')
    expect(sessions.map(({ ip }) => ip)).toContain('203.0.113.250')
    expect(sessions.map(({ ip }) => ip)).not.toContain('198.51.100.7')
  })

  it('a reset link works once, ends all sessions and a lock, and refuses a weak password', async () => {
    const userId = ids.get('shequ') ?? ''
    const cookie = cookieOf(await signIn('shequ'))
    for (let at = 0; at < 5; at += 1) await signIn('shequ', 'falsch-2026')
    expect((await signIn('shequ')).status).toBe(429)
    const made = await resetPassword(admin(), { userId, baseUrl: 'http://localhost' })
    const token = made.link.slice(made.link.indexOf('#') + 1)
    const redeem = (password: string) => codeOf(redeemReset(ports, { token, password }))
    expect(await redeem('shequ-shequ-1')).toBe('VALIDATION:password_weak')
    expect(await redeem('xinde-mima-2027')).toBe('ok')
    expect(await redeem('xinde-mima-2028')).toBe('FORBIDDEN:setup_link')
    expect(await isIn(cookie)).toBe(false)
    expect((await signIn('shequ')).status).toBe(401)
    expect((await signIn('shequ', 'xinde-mima-2027')).status).toBe(200)
  })

  it('roles change at once; who is switched off is out; the last administrator stays', async () => {
    const userId = ids.get('shequ') ?? ''
    const change = {
      roles: ['street' as const],
      area_prefixes: ['420106'],
      grid_ids: [],
      unit_id: null,
      unit_name: null,
      active: true,
    }
    const cookie = cookieOf(await signIn('shequ', 'xinde-mima-2027'))
    await updateStaff(admin(), userId, change)
    const me = await app.request(
      'http://localhost/api/staff/me',
      { headers: { Cookie: cookie } },
      { ports },
    )
    expect(await me.json()).toMatchObject({ me: { roles: ['street'] } })
    await updateStaff(admin(), userId, { ...change, active: false })
    expect(await isIn(cookie)).toBe(false)
    const self = ids.get('guanli') ?? ''
    expect(await codeOf(updateStaff(admin(), self, change))).toBe('CONFLICT:last_admin')
    const street = contextOf(ports, staffActor('street', '420106'))
    expect(await codeOf(updateStaff(street, userId, change))).toMatch(/^FORBIDDEN/)
    expect(await codeOf(clearSecondFactor(street, userId))).toMatch(/^FORBIDDEN/)
    const reset = resetPassword(street, { userId, baseUrl: '' })
    expect(await codeOf(reset)).toMatch(/^FORBIDDEN/)
  })
})
