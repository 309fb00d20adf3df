import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { systemClock } from '../../shared/clock.ts'
import { inviteStaff, redeemLink } from '../../staff/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()
const BASE = 'http://localhost'
const PASSWORD = 'shili-mima-2026'
const LARGEST = 20 * 1024 * 1024

describe('documents sent to the desk', () => {
  let database: TestDatabase
  let ports: TestPorts
  let cookie = ''
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    const profile = { roles: ['kb_editor' as const], area_prefixes: ['4201'] }
    const admin = contextOf(ports, staffActor('admin', '4201'))
    const { link } = await inviteStaff(admin, {
      profile: { ...profile, unit_id: null, unit_name: null },
      baseUrl: BASE,
    })
    const token = link.slice(link.indexOf('#') + 1)
    await redeemLink(ports, { token, name: '示例', username: 'bianji', password: PASSWORD })
    const signedIn = await app.request(
      `${BASE}/api/auth/sign-in/username`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: BASE },
        body: JSON.stringify({ username: 'bianji', password: PASSWORD }),
      },
      { ports },
    )
    cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ')
  })
  afterAll(() => database.close())

  const upload = (bytes: number) =>
    app.request(
      `${BASE}/api/console/knowledge/uploads?name=note.txt`,
      { method: 'POST', headers: { Cookie: cookie, Origin: BASE }, body: new Uint8Array(bytes) },
      { ports },
    )

  it('a document over 20 MB is refused', async () => {
    expect((await upload(LARGEST + 1)).status).toBe(413)
  })
})
