import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { withTransaction } from '../../db/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../../testing/tickets.ts'
import { TicketRecord, transitionTicket } from '../../tickets/index.ts'
import {
  addWebhook,
  checkEndpointUrl,
  deliverWebhooks,
  enqueueWebhook,
  listWebhooks,
  MOST_ATTEMPTS,
  replayWebhooks,
  switchWebhook,
  waitAfter,
} from './index.ts'

type Received = { headers: Record<string, string>; body: string }
const Message = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({ action: z.string(), from_status: z.string().nullable(), ticket: TicketRecord }),
})

// The library compares signatures with the machine's own time.
const clock = fixedClock(new Date().toISOString())

describe('webhooks', () => {
  let database: TestDatabase
  let ports: TestPorts
  let server: Server
  let base: string
  let received: Received[] = []
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end()

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
    server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (part: string) => (body += part))
      request.on('end', () => {
        const headers = Object.entries(request.headers).map(([key, value]) => [key, String(value)])
        received.push({ headers: Object.fromEntries(headers), body })
        answer(response)
      })
    })
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((settle) => server.close(settle))
    await database.close()
  })
  afterEach(async () => {
    received = []
    answer = (response) => response.writeHead(204).end()
    await database.sql`delete from webhook_endpoints`
    await database.sql`delete from webhook_events`
  })

  const operator = () => contextOf(ports, { kind: 'system', job: 'webhooks' })
  const add = (eventTypes: readonly string[] = []) =>
    addWebhook(operator(), {
      url: `${base}/hook`,
      name: '示例平台',
      eventTypes,
      allowPrivate: true,
    })
  const deliver = () => deliverWebhooks(ports, { timeoutMs: 300, random: () => 0 })
  const state = async () => (await listWebhooks(operator())).endpoints[0]

  it('signs each event of a ticket by Standard Webhooks, with the allow-listed record and no reporter', async () => {
    const { secret } = await add()
    const { no } = await fileTicket(ports, {
      reporter: { name: '示例人', phone: '13800000001', contact_pref: 'phone', consent: true },
    })
    await takeInHand(ports, no)
    expect(await deliver()).toEqual({ delivered: 3, failed: 0, dead: 0 })
    const messages = received.map(({ body, headers }) =>
      Message.parse(new Webhook(secret).verify(body, headers)),
    )
    expect(messages.map(({ type }) => type).toSorted()).toEqual([
      'ticket.created',
      'ticket.status_changed',
      'ticket.status_changed',
    ])
    const statuses = messages.map(({ data }) => `${data.ticket.version} ${data.ticket.status}`)
    expect(statuses.toSorted()).toEqual(['1 pending_review', '2 accepted', '3 processing'])
    expect(JSON.stringify(received)).not.toMatch(/13800000001|示例人|路灯三天不亮/)
    const other = new Webhook(`whsec_${btoa('another secret of somebody')}`)
    const first = received[0] ?? { body: '', headers: {} }
    expect(() => other.verify(first.body, first.headers)).toThrow('No matching signature')
  })

  it('enqueues with the event or not at all, once, and only for those who asked for its type', async () => {
    await add(['ticket.created'])
    const { no } = await fileTicket(ports)
    await takeInHand(ports, no)
    expect(await state()).toMatchObject({ pending: 1 })
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    expect(await codeOf(transitionTicket(city, no, { to: 'accepted', version: 1 }))).toBe(
      'CONFLICT:version_conflict',
    )
    const event = {
      type: 'ticket.created' as const,
      at: clock.now(),
      data: () => Promise.resolve({}),
    }
    const undone = withTransaction(database.sql, async (tx) => {
      await enqueueWebhook(tx, event)
      throw new Error('rolled back')
    })
    await expect(undone).rejects.toThrow('rolled back')
    expect(await state()).toMatchObject({ pending: 1 })
    expect(await deliver()).toMatchObject({ delivered: 1 })
    expect(await deliver()).toMatchObject({ delivered: 0 })
    expect(received).toHaveLength(1)
  })

  it('retries a failing receiver with growing waits under the same id and body, then delivers', async () => {
    await add()
    await fileTicket(ports)
    answer = (response) => response.writeHead(503).end()
    expect(await deliver()).toMatchObject({ failed: 1 })
    expect(await deliver()).toMatchObject({ failed: 0 })
    clock.advance(5000)
    expect(await deliver()).toMatchObject({ failed: 1 })
    clock.advance(299_000)
    expect(await deliver()).toMatchObject({ failed: 0 })
    clock.advance(1000)
    answer = (response) => response.writeHead(200).end('ok')
    expect(await deliver()).toMatchObject({ delivered: 1 })
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(received).toHaveLength(3)
  })

  it('gives up on a stalling receiver in time and never follows a redirect', async () => {
    await add()
    await fileTicket(ports)
    answer = () => undefined
    const started = performance.now()
    expect(await deliver()).toMatchObject({ failed: 1 })
    expect(performance.now() - started).toBeLessThan(5000)
    clock.advance(5000)
    answer = (response) => response.writeHead(302, { location: `${base}/elsewhere` }).end()
    expect(await deliver()).toMatchObject({ failed: 1 })
    expect(received).toHaveLength(2)
    answer = (response) => {
      response.writeHead(200)
      response.write('x'.repeat(1_000_000))
    }
    clock.advance(400_000)
    expect(await deliver()).toMatchObject({ delivered: 1 })
  })

  it('keeps dead letters in sight and replays them under the same id', async () => {
    const { id } = await add()
    await fileTicket(ports)
    answer = (response) => response.writeHead(500).end()
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
      expect(await deliver()).toMatchObject({ failed: 1 })
      clock.advance(2 * 86_400_000)
    }
    expect(await deliver()).toMatchObject({ dead: 1 })
    const { dead } = await listWebhooks(operator())
    expect(dead).toMatchObject([
      { attempts: MOST_ATTEMPTS, lastStatus: 500, lastError: 'HTTP 500' },
    ])
    answer = (response) => response.writeHead(200).end()
    const again = { endpointId: id, eventId: null }
    expect(await replayWebhooks(operator(), again)).toEqual({ queued: 1 })
    expect(await deliver()).toMatchObject({ delivered: 1 })
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    clock.set(new Date().toISOString())
  })

  it('switches off a receiver that is gone, and delivers again what a dead worker held', async () => {
    await add()
    await fileTicket(ports)
    await database.sql`update webhook_deliveries set lease_until = ${new Date(clock.now().getTime() + 60_000)}`
    expect(await deliver()).toMatchObject({ delivered: 0 })
    clock.advance(61_000)
    answer = (response) => response.writeHead(410).end()
    expect(await deliver()).toMatchObject({ dead: 1 })
    expect(await state()).toMatchObject({ active: false, inactiveReason: 'HTTP 410' })
    await fileTicket(ports)
    expect(await state()).toMatchObject({ pending: 0 })
  })

  it('waits longer each time, for three days at most, with jitter upwards only', () => {
    const waits = Array.from({ length: MOST_ATTEMPTS }, (_, at) => waitAfter(at + 1, 0))
    expect(waits.at(-1)).toBeUndefined()
    const known = waits.filter((wait) => wait !== undefined)
    expect(known).toEqual(known.toSorted((a, b) => a - b))
    expect(waitAfter(1, 0.999)).toBeLessThanOrEqual(6000)
    expect(waitAfter(1, 0.5)).toBe(5500)
  })

  it('refuses addresses inside a network, by name, by number and by what the name resolves to', async () => {
    for (const url of [
      'https://127.0.0.1/',
      'https://10.1.2.3/',
      'https://[::1]/',
      'https://localhost/',
      'https://db.internal/',
      'https://intranet/',
      'http://example.com/',
      'https://user:pass@example.com/',
      'ftp://example.com/',
      'https://0x7f000001/',
      'nonsense',
    ]) {
      expect(() => checkEndpointUrl(url, false), url).toThrow(/./)
    }
    expect(checkEndpointUrl('https://example.com/hook', false).hostname).toBe('example.com')
    const sent = ports.postOutside(new URL(base.replace('127.0.0.1', 'localhost')), {
      headers: {},
      body: '',
      timeoutMs: 1000,
      allowPrivate: false,
    })
    await expect(sent).rejects.toThrow('not a public address')
    expect(received).toEqual([])
  })

  it('R-ROLE-1: only administrators see receivers, and none of them the secret or a private address', async () => {
    const { id, secret } = await add()
    const city = contextOf(ports, staffActor('city', '4201'))
    expect(await codeOf(listWebhooks(city))).toBe('FORBIDDEN:forbidden')
    const admin = contextOf(ports, staffActor('admin', ''))
    expect(JSON.stringify(await listWebhooks(admin))).not.toContain(secret.slice(6))
    const own = { url: base, name: 'x', eventTypes: [], allowPrivate: true }
    expect(await codeOf(addWebhook(admin, own))).toBe('FORBIDDEN:forbidden')
    await switchWebhook(admin, { id, active: false })
    expect(await state()).toMatchObject({ active: false })
    expect(await codeOf(switchWebhook(admin, { id: 'whk_none', active: true }))).toBe(
      'NOT_FOUND:not_found.webhook',
    )
  })
})
