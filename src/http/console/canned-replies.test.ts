import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { listAudit, verifyAudit } from '../../operations/index.ts'
import { systemClock } from '../../shared/clock.ts'
import type { StaffRole } from '../../shared/actor.ts'
import { inviteStaff, redeemLink } from '../../staff/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()
const BASE = 'http://localhost'
const PATH = '/api/staff/canned-replies'
const PASSWORD = 'shili-mima-2026'
const UNIT = 'shili-danwei'

type Listed = {
  mayShare: boolean
  replies: {
    id: string
    title: string
    text: string
    version: number
    own: boolean
    shared: boolean
    changeable: boolean
  }[]
}

describe('R-ROLE-1: prepared replies of one person and of a unit', () => {
  let database: TestDatabase
  let ports: TestPorts
  const cookies = new Map<string, string>()

  async function hire(username: string, role: StaffRole, area: string, unit: string | null) {
    const profile = { roles: [role], area_prefixes: [area], unit_id: unit, unit_name: unit }
    const admin = contextOf(ports, staffActor('admin', '4201'))
    const { link } = await inviteStaff(admin, { profile, baseUrl: BASE })
    const token = link.slice(link.indexOf('#') + 1)
    await redeemLink(ports, { token, name: '示例', username, password: PASSWORD })
    const answer = await request(username, 'POST', '/api/auth/sign-in/username', {
      username,
      password: PASSWORD,
    })
    const lines = answer.headers.getSetCookie()
    cookies.set(username, lines.map((line) => line.split(';')[0] ?? '').join('; '))
  }
  const request = (who: string, method: string, path: string, body?: unknown) =>
    app.request(
      BASE + path,
      {
        method,
        headers: {
          'Content-Type': 'application/json',
          Origin: BASE,
          Cookie: cookies.get(who) ?? '',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      { ports },
    )
  const list = async (who: string): Promise<Listed> =>
    (await (await request(who, 'GET', PATH)).json()) as Listed
  const keep = async (title: string, shared: boolean): Promise<string> => {
    const answer = await request('author', 'POST', PATH, { title, text: '您好', shared })
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { id: string }).id
  }

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    await database.sql`insert into region_units
      (id, name, level, kind, division_code, categories, catch_all, imported_at)
      values (${UNIT}, '示例单位', 'street', 'government', '420106012', '[]', false, now())`
    await hire('author', 'community', '420106', UNIT)
    await hire('colleague', 'community', '420106', UNIT)
    await hire('stranger', 'community', '420106', 'shili-qita')
    await hire('nobody', 'community', '420106', null)
    await hire('boss', 'admin', '420106', null)
    await hire('farboss', 'admin', '420111', null)
  }, 120_000)
  afterAll(() => database.close())

  it('a colleague uses a shared one and cannot delete it; another unit sees none of it', async () => {
    const mine = await keep('只我用', false)
    const ours = await keep('大家用', true)
    expect((await list('author')).replies).toHaveLength(2)
    expect(await list('colleague')).toMatchObject({
      mayShare: true,
      replies: [{ id: ours, title: '大家用', own: false, shared: true, changeable: false }],
    })
    expect((await list('stranger')).replies).toEqual([])
    expect(await list('nobody')).toEqual({ mayShare: false, replies: [] })
    for (const who of ['colleague', 'stranger', 'farboss'])
      expect((await request(who, 'DELETE', `${PATH}/${ours}`)).status).toBe(404)
    expect((await request('boss', 'DELETE', `${PATH}/${mine}`)).status).toBe(404)
    expect((await request('boss', 'DELETE', `${PATH}/${ours}`)).status).toBe(200)
    expect((await list('colleague')).replies).toEqual([])
    expect((await request('author', 'DELETE', `${PATH}/${mine}`)).status).toBe(200)
  })

  it('is changed by its author or the administrator of its unit, and never over somebody else’s change', async () => {
    const ours = await keep('问好', true)
    const mine = await keep('自己用', false)
    const put = (who: string, body: unknown, reply = ours) =>
      request(who, 'PUT', `${PATH}/${reply}`, body)
    const next = (version: number, text: string) => ({ title: '问好', text, version })
    for (const who of ['colleague', 'stranger', 'farboss'])
      expect((await put(who, next(1, '改一改'))).status).toBe(404)
    expect((await put('boss', next(1, '改一改'), mine)).status).toBe(404)
    expect((await put('author', next(1, ' '))).status).toBe(400)

    const changed = await put('author', next(1, '您好，这里是示例单位。'))
    expect([changed.status, await changed.json()]).toEqual([200, { version: 2 }])
    const late = await put('boss', next(1, '管理员没看到上一次改动'))
    expect(late.status).toBe(409)
    expect(await late.json()).toMatchObject({ error: { code: 'version_conflict' } })
    expect((await list('colleague')).replies).toMatchObject([
      { id: ours, text: '您好，这里是示例单位。', version: 2 },
    ])
    expect((await put('boss', next(2, '您好。'))).status).toBe(200)
    for (const id of [ours, mine]) await request('author', 'DELETE', `${PATH}/${id}`)
  })

  it('an administrator sees what the units of the area share, by the name of the unit, and nothing anybody keeps', async () => {
    const ours = await keep('问好', true)
    const mine = await keep('自己用', false)
    const shared = async (who: string): Promise<unknown> =>
      (await request(who, 'GET', '/api/console/canned-replies')).json()
    expect(await shared('boss')).toEqual({
      replies: [{ id: ours, title: '问好', text: '您好', version: 1, unit: '示例单位' }],
    })
    expect(await shared('farboss')).toEqual({ replies: [] })
    for (const id of [ours, mine]) await request('author', 'DELETE', `${PATH}/${id}`)
  })

  it('R-OPS-2: what a unit shares is in the audit log with who did it, what one keeps is not', async () => {
    const ours = await keep('共享的', true)
    const mine = await keep('自己的', false)
    await request('boss', 'PUT', `${PATH}/${ours}`, { title: '共享的', text: '新', version: 1 })
    for (const id of [ours, mine]) await request('author', 'DELETE', `${PATH}/${id}`)
    const auditor = contextOf(ports, staffActor('auditor', '4201'))
    const { entries } = await listAudit(auditor, {})
    const seen = entries.filter(({ subject }) => [ours, mine].includes(subject))
    expect(seen.map(({ action, subject }) => [action, subject])).toEqual([
      ['canned_reply.deleted', ours],
      ['canned_reply.changed', ours],
      ['canned_reply.saved', ours],
    ])
    expect(seen[1]?.details).toEqual({ unit: UNIT, title: '共享的' })
    expect((await verifyAudit(auditor)).brokenAt).toBeNull()
  })

  it('somebody without a unit has nobody to share with', async () => {
    const body = { title: '示例', text: '您好', shared: true }
    expect((await request('nobody', 'POST', PATH, body)).status).toBe(422)
    expect((await list('nobody')).replies).toEqual([])
  })
})
