import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { addSiteKey, listSiteKeys, revokeSiteKey } from '../operations/index.ts'
import type { ErrorEnvelope } from '../protocol/errors.ts'
import { outcomeOf, parseFrames } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'

const app = createApp()
const SYSTEM = { kind: 'system', job: 'test' } as const
const assets = {
  read: () => Promise.resolve({ body: '<!doctype html><title>page</title>', etag: '"1"' }),
}

describe('limits', () => {
  let database: TestDatabase
  let ports: TestPorts
  /** A second process on the same database. */
  let other: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    const settings = { TRUSTED_PROXIES: '10.0.0.0/8' }
    ports = await testPorts(database.sql, { clock, settings })
    other = await testPorts(database.sql, { clock, settings })
  })
  afterAll(async () => {
    await Promise.all([ports.settled(), other.settled()])
    await database.close()
  })
  beforeEach(() => clock.advance(3_600_000))

  type From = { address?: string; headers?: Record<string, string>; process?: TestPorts }

  async function call(path: string, init: RequestInit, from: From = {}): Promise<Response> {
    const clientAddress = from.address ?? '203.0.113.7'
    const headers = { ...(init.headers as Record<string, string>), ...from.headers }
    return app.request(
      path,
      { ...init, headers },
      { ports: from.process ?? ports, clientAddress, assets },
    )
  }

  async function resident(from: From = {}) {
    const created = await call('/api/conversations', { method: 'POST' }, from)
    const { id, token } = (await created.json()) as { id: string; token: string }
    const headers = { Authorization: `Bearer ${token}` }
    return {
      id,
      headers,
      say: (text: string, at: From = from) =>
        call(
          `/api/conversations/${id}/turns`,
          {
            method: 'POST',
            headers,
            body: JSON.stringify({ client_turn_id: crypto.randomUUID(), text }),
          },
          at,
        ),
    }
  }

  /** Puts a counter where many requests would have put it. */
  async function fill(name: string, subject: string, windowSeconds: number, count: number) {
    const windowMs = windowSeconds * 1000
    const start = new Date(Math.floor(clock.now().getTime() / windowMs) * windowMs)
    const key = `${name}:${await ports.vault.digest(subject)}`
    await database.sql`insert into rate_limits (key, window_start, count) values (${key}, ${start}, ${count})
      on conflict (key, window_start) do update set count = excluded.count`
  }

  const eventsOf = async (response: Response) =>
    parseFrames(await response.text()).map(({ event }) => event)

  it('R-OPS-4: a device over its limit waits, told how long and in plain words, in either process', async () => {
    const one = await resident()
    await fill('turn-device', one.id, 60, 30)
    for (const process of [ports, other]) {
      const refused = await one.say('你好', { process })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('Retry-After')).toBe('60')
      const { error } = (await refused.json()) as ErrorEnvelope
      expect(error.code).toBe('limit_exceeded')
      expect(error.message).toMatch(/60.*120/s)
    }
    clock.advance(60_000)
    expect((await one.say('你好')).status).toBe(200)
  })

  it('R-OPS-4: words of danger pass over every limit, and so does what is said in safety mode', async () => {
    const site = await addSiteKey(
      { ...ports, actor: SYSTEM },
      { name: '示例', origins: [], per_minute: 1 },
    )
    const headers = { 'X-Site-Key': site.key }
    const one = await resident({ headers })
    await fill('turn-device', one.id, 60, 9_999)
    await fill('turn-address', '203.0.113.7', 60, 9_999)
    await fill('turn-site', site.id, 60, 9_999)
    expect((await one.say('你好')).status).toBe(429)
    expect(outcomeOf(await eventsOf(await one.say('家里着火了，快来人')))).toBe('emergency_alarm')
    // No words of danger, and none before them that could be.
    expect((await one.say('居住证怎么办')).status).toBe(200)
  })

  it('R-OPS-4: danger told over two messages passes over every limit', async () => {
    const one = await resident()
    expect(outcomeOf(await eventsOf(await one.say('隔壁婆婆一个人住')))).not.toMatch(/^emergency_/)
    await fill('turn-device', one.id, 60, 9_999)
    expect((await one.say('你好')).status).toBe(429)
    expect(outcomeOf(await eventsOf(await one.say('电话打不通')))).toBe('emergency_alarm')
  })

  it('counts an address, but a forwarded one only from a trusted proxy', async () => {
    const one = await resident({ address: '198.51.100.1' })
    await fill('turn-address', '198.51.100.1', 60, 600)
    expect((await one.say('你好')).status).toBe(429)
    const forged = { address: '198.51.100.1', headers: { 'X-Forwarded-For': '192.0.2.9' } }
    expect((await one.say('你好', forged)).status).toBe(429)
    const proxied = { address: '10.1.2.3', headers: { 'X-Forwarded-For': '192.0.2.9' } }
    expect((await one.say('你好', proxied)).status).toBe(200)
    const hidden = { address: '10.1.2.3', headers: { 'X-Forwarded-For': '198.51.100.1' } }
    expect((await one.say('你好', hidden)).status).toBe(429)
    // What the caller wrote stands before what our proxy saw.
    const both = { 'X-Forwarded-For': '192.0.2.9, 198.51.100.1' }
    expect((await one.say('你好', { address: '10.1.2.3', headers: both })).status).toBe(429)
  })

  it('one limit is never shared by all behind a proxy nobody configured', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const one = await resident({ address })
      await fill('turn-address', address, 60, 9_999)
      await fill('conversation-address', address, 600, 9_999)
      expect((await one.say('你好')).status, address).toBe(200)
      expect((await call('/api/conversations', { method: 'POST' }, { address })).status).toBe(201)
    }
  })

  it('counts a site by its key, over all processes', async () => {
    const key = { name: '示例', origins: [], per_minute: 1 }
    const site = await addSiteKey({ ...ports, actor: SYSTEM }, key)
    const from = { headers: { 'X-Site-Key': site.key } }
    const one = await resident(from)
    const two = await resident(from)
    expect((await one.say('你好')).status).toBe(200)
    expect((await two.say('你好', { ...from, process: other })).status).toBe(429)
    expect((await two.say('你好', {})).status).toBe(200)
  })

  it('R-TKT query_code: guessing is slowed down, address by address', async () => {
    const guess = { ticket_no: 'WH-20261123-000001', query_code: 'abcd2345ef' }
    const lookUp = (address: string) =>
      call('/api/tickets/lookup', { method: 'POST', body: JSON.stringify(guess) }, { address })
    for (let at = 0; at < 20; at += 1) expect((await lookUp('203.0.113.60')).status).toBe(404)
    expect((await lookUp('203.0.113.60')).status).toBe(429)
    expect((await lookUp('203.0.113.61')).status).toBe(404)
  })

  it('counts the photos of a device', async () => {
    const one = await resident()
    await fill('photo', one.id, 600, 30)
    const path = `/api/conversations/${one.id}/photos`
    const photo = { method: 'POST', headers: one.headers, body: new Uint8Array(10) }
    expect((await call(path, photo)).status).toBe(429)
  })

  it('counts new conversations of an address and confirmations of a device', async () => {
    await fill('conversation-address', '203.0.113.50', 600, 300)
    const refused = await call(
      '/api/conversations',
      { method: 'POST' },
      { address: '203.0.113.50' },
    )
    expect(refused.status).toBe(429)
    const one = await resident()
    await fill('ticket-device', one.id, 600, 20)
    const path = `/api/conversations/${one.id}/tickets`
    const confirm = { method: 'POST', headers: one.headers, body: '{}' }
    expect((await call(path, confirm)).status).toBe(429)
  })

  it('holds at most twelve live streams of a conversation, and frees the places', async () => {
    const one = await resident()
    const listen = () => call(`/api/conversations/${one.id}/events`, { headers: one.headers })
    const streams = await Promise.all(Array.from({ length: 12 }, listen))
    const refused = await listen()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('5')
    for (const stream of streams) await stream.body?.cancel()
    const again = await listen()
    expect(again.status).toBe(200)
    await again.body?.cancel()
  })

  it('reads no body past its limit, the sign-in’s included', async () => {
    const large = 'x'.repeat(300 * 1024)
    const one = await resident()
    expect((await one.say(large)).status).toBe(413)
    const headers = { 'Content-Type': 'application/json' }
    const signIn = { method: 'POST', headers, body: JSON.stringify({ username: large }) }
    expect((await call('/api/auth/sign-in/username', signIn)).status).toBe(413)
  })

  it('an endless body is let go at the limit', async () => {
    const one = await resident()
    let sent = 0
    let letGo = false
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        // Far past the limit, and no end of it in sight.
        if (sent > 200) controller.close()
        else controller.enqueue(new Uint8Array(64 * 1024))
      },
      cancel: () => void (letGo = true),
    })
    const path = `/api/conversations/${one.id}/turns`
    const init = { method: 'POST', headers: one.headers, body: endless, duplex: 'half' }
    expect((await call(path, init as RequestInit)).status).toBe(413)
    expect(letGo).toBe(true)
    expect(sent).toBeLessThan(20)
  })
})

describe('site keys', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())
  const page = (path: string) => app.request(path, {}, { ports, assets })
  const policyOf = async (path: string): Promise<string> =>
    /frame-ancestors [^;]*/.exec(
      (await page(path)).headers.get('Content-Security-Policy') ?? '',
    )?.[0] ?? ''

  it('lets the named origins frame the page, and nobody without a key or with an empty list', async () => {
    const ctx = { ...ports, actor: SYSTEM }
    const origins = ['https://www.example.gov.cn', 'https://example.org:8443']
    const open = await addSiteKey(ctx, { name: '示例', origins, per_minute: 600 })
    const empty = await addSiteKey(ctx, { name: '空', origins: [], per_minute: 600 })
    const allowed = `frame-ancestors ${origins.join(' ')}`
    expect(await policyOf(`/widget?key=${open.key}`)).toBe(allowed)
    expect(await policyOf(`/?site=${open.key}`)).toBe(allowed)
    expect((await page(`/widget?key=${open.key}`)).headers.get('X-Frame-Options')).toBeNull()
    for (const path of ['/', '/widget', `/widget?key=${empty.key}`, '/widget?key=site_unknown00']) {
      expect(await policyOf(path), path).toBe("frame-ancestors 'none'")
      expect((await page(path)).headers.get('X-Frame-Options')).toBe('DENY')
    }
    expect(await policyOf(`/console?key=${open.key}`)).toBe("frame-ancestors 'none'")
    await revokeSiteKey(ctx, { id: open.id })
    expect(await policyOf(`/widget?key=${open.key}`)).toBe("frame-ancestors 'none'")
    expect((await listSiteKeys(ctx)).keys).toHaveLength(2)
  })

  it('takes exact origins only', async () => {
    const { AddSiteKeyInput } = await import('../operations/index.ts')
    const accepts = (origin: string) =>
      AddSiteKeyInput.safeParse({ name: '示例', origins: [origin] }).success
    expect(accepts('https://example.org')).toBe(true)
    expect(accepts('http://localhost:3000')).toBe(true)
    for (const origin of [
      'http://example.org',
      'https://example.org/',
      'https://*.example.org',
      "https://example.org; script-src 'unsafe-inline'",
      '*',
      'null',
    ]) {
      expect(accepts(origin), origin).toBe(false)
    }
  })

  it('lets other sites load the loader, and nothing else of ours', async () => {
    const policy = async (path: string) =>
      (await page(path)).headers.get('Cross-Origin-Resource-Policy')
    expect(await policy('/widget.js')).toBe('cross-origin')
    expect(await policy('/')).toBe('same-origin')
  })

  it('R-ROLE: keys are for administrators', async () => {
    for (const path of ['/api/console/site-keys', '/api/console/api-keys']) {
      expect((await page(path)).status).toBe(401)
    }
    await expect(listSiteKeys({ ...ports, actor: { kind: 'resident' } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
