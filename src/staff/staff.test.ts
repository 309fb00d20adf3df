import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { systemClock } from '../shared/clock.ts'
import { findSetupLink } from './index.ts'

const app = createApp()
const PERSON = { name: '示例管理员', username: 'shili', password: 'shili-mima-2026' }

describe('staff accounts', () => {
  let database: TestDatabase
  let ports: TestPorts
  let token = ''
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    const link = (await findSetupLink(ports, { baseUrl: 'http://localhost' })) ?? ''
    token = link.slice(link.indexOf('#') + 1)
  })
  afterAll(() => database.close())

  const post = (path: string, body: unknown, cookie = '') =>
    app.request(
      `http://localhost${path}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost', Cookie: cookie },
        body: JSON.stringify(body),
      },
      { ports },
    )
  const cookieOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ')
  const me = (cookie: string) =>
    app.request('http://localhost/api/staff/me', { headers: { Cookie: cookie } }, { ports })

  it('the one-time link makes one account, names a short password, and is hashed at rest', async () => {
    const [row] = await database.sql`select token_hash from staff_links`
    expect(row?.['token_hash']).not.toBe(token)
    const short = await post('/api/staff/links/redeem', { ...PERSON, token, password: 'short' })
    expect(short.status).toBe(400)
    expect(await short.json()).toMatchObject({ error: { field: 'password' } })
    expect((await post('/api/staff/links/redeem', { ...PERSON, token })).status).toBe(201)
    expect((await post('/api/staff/links/redeem', { ...PERSON, token })).status).toBe(403)
    expect(await findSetupLink(ports, { baseUrl: 'http://localhost' })).toBeUndefined()
  })

  it('signs in and out; the session token lies in the database as a digest only', async () => {
    const signedIn = await post('/api/auth/sign-in/username', {
      username: PERSON.username,
      password: PERSON.password,
    })
    expect(signedIn.status).toBe(200)
    const cookie = cookieOf(signedIn)
    expect(await (await me(cookie)).json()).toMatchObject({
      me: { name: PERSON.name, roles: ['admin', 'city'] },
    })
    const [session] = await database.sql`select token from staff_session`
    const held = decodeURIComponent(/session_token=([^;]+)/.exec(cookie)?.[1] ?? '').split('.')[0]
    expect(held).not.toBe('')
    expect(session?.['token']).not.toBe(held)
    expect(JSON.stringify(session)).not.toContain(held)
    await post('/api/auth/sign-out', {}, cookie)
    expect((await me(cookie)).status).toBe(401)
  })

  it('refuses a wrong password, and everything without a session', async () => {
    const wrong = await post('/api/auth/sign-in/username', {
      username: PERSON.username,
      password: 'wrong-password',
    })
    expect(wrong.status).toBe(401)
    for (const path of [
      'me',
      'people',
      'tickets',
      'handoffs',
      'categories',
      'conversations/cnv_x',
      'tickets/WH-20261123-000001',
    ]) {
      const response = await app.request(`http://localhost/api/staff/${path}`, {}, { ports })
      expect(response.status, path).toBe(401)
    }
  })
})
