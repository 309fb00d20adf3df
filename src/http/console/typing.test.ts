import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { takeOverConversation } from '../../conversations/index.ts'
import { inviteStaff, redeemLink } from '../../staff/index.ts'
import { openResident, parseFrames } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()
const BASE = 'http://localhost'
const PASSWORD = 'shili-mima-2026'

type Resident = Awaited<ReturnType<typeof openResident>>

describe('typing in a chat that a person has taken over', () => {
  const clock = fixedClock()
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  async function hire(username: string): Promise<string> {
    const profile = {
      roles: ['community' as const],
      area_prefixes: ['420106'],
      unit_id: null,
      unit_name: null,
    }
    const admin = contextOf(ports, staffActor('admin', '4201'))
    const { link } = await inviteStaff(admin, { profile, baseUrl: BASE })
    const token = link.slice(link.indexOf('#') + 1)
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
    return lines.map((line) => line.split(';')[0] ?? '').join('; ')
  }

  const asStaff = (cookie: string, method: string, path: string): Promise<Response> =>
    Promise.resolve(
      app.request(
        `${BASE}/api/staff/conversations/${path}`,
        {
          method,
          headers: { 'Content-Type': 'application/json', Origin: BASE, Cookie: cookie },
          body: method === 'GET' ? null : '{}',
        },
        { ports },
      ),
    )
  const typingRows = (id: string) =>
    database.sql<{ data: Record<string, unknown> }[]>`
      select data from live_events
      where topic = ${`conversation:${id}`} and type = 'conversation.typing'`
  const typing = (resident: Resident): Promise<Response> =>
    Promise.resolve(resident.post(`/api/conversations/${resident.id}/typing`, { text: '别存我' }))

  /** What the resident's page hears at once after coming back. */
  async function heard(resident: Resident): Promise<string[]> {
    const leave = new AbortController()
    const response = await resident.call(`/api/conversations/${resident.id}/events`, {
      signal: leave.signal,
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const timer = setTimeout(() => leave.abort(), 700)
    for (;;) {
      const next = await Promise.race([
        reader?.read(),
        new Promise<undefined>((done) => {
          leave.signal.addEventListener('abort', () => done(undefined), { once: true })
        }),
      ])
      if (next?.value === undefined) break
      text += next.value
    }
    clearTimeout(timer)
    await reader?.cancel()
    return parseFrames(text).map(({ event }) => (event as { type: string }).type)
  }

  it('each side hears of the other for some seconds, and of nothing they write', async () => {
    const [mine, other] = [await hire('jiejia'), await hire('yiyi')]
    const resident = await openResident(app, ports)
    await resident.say('转人工')
    const view = async (): Promise<{ residentTyping: boolean; messages: unknown[] }> =>
      (await asStaff(mine, 'GET', resident.id)).json() as never
    // To the AI, and in the line, nobody is announced.
    expect((await typing(resident)).status).toBe(200)
    expect(await typingRows(resident.id)).toEqual([])
    expect((await asStaff(mine, 'POST', `${resident.id}/typing`)).status).toBe(409)

    expect((await asStaff(mine, 'POST', `${resident.id}/takeover`)).status).toBe(200)
    const before = (await view()).messages.length
    clock.advance(1_000)
    for (let times = 0; times < 5; times += 1) await typing(resident)
    expect(await typingRows(resident.id)).toEqual([
      {
        data: {
          type: 'conversation.typing',
          by: 'resident',
          at: clock.now().toISOString(),
        },
      },
    ])
    expect(await view()).toMatchObject({ residentTyping: true })
    expect((await view()).messages).toHaveLength(before)
    expect(await heard(resident)).not.toContain('conversation.typing')

    expect((await asStaff(other, 'POST', `${resident.id}/typing`)).status).toBe(409)
    expect((await asStaff(mine, 'POST', `${resident.id}/typing`)).status).toBe(200)
    expect(await heard(resident)).toContain('conversation.typing')

    clock.advance(7_000)
    expect(await view()).toMatchObject({ residentTyping: false })
    expect(await heard(resident)).not.toContain('conversation.typing')
    const copy = await (await resident.call(`/api/conversations/${resident.id}`)).text()
    expect(copy).not.toContain('typing')
  })

  it('a sent message ends it, and years of typing leave one row a side', async () => {
    const resident = await openResident(app, ports)
    const staff = contextOf(ports, staffActor('city', '4201'))
    await takeOverConversation(staff, { conversationId: resident.id })
    const cookie = await hire('bingbing')
    const isTyping = async (): Promise<boolean> => {
      const response = await asStaff(cookie, 'GET', resident.id)
      return ((await response.json()) as { residentTyping: boolean }).residentTyping
    }
    for (let times = 0; times < 4; times += 1) {
      clock.advance(3_000)
      await typing(resident)
    }
    expect(await typingRows(resident.id)).toHaveLength(1)
    expect(await isTyping()).toBe(true)
    clock.advance(1_000)
    await resident.say('好的，谢谢')
    expect(await isTyping()).toBe(false)
  })
})
