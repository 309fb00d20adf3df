import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { createModels } from '../../llm/index.ts'
import { resealSecrets } from '../../operations/index.ts'
import { addWebhook, deliverWebhooks, replayWebhooks } from '../../operations/webhooks/index.ts'
import { NOTICE_CONSENT_VERSION } from '../../protocol/notices.ts'
import type { ResidentNotices } from '../../protocol/tickets.ts'
import { createVault, vaultSecrets } from '../../shared/vault.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { findInDatabase } from '../../testing/find-in-database.ts'
import { startOpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, fileTicket, staffActor, takeInHand } from '../../testing/tickets.ts'
import {
  actOnTicket,
  decideExtension,
  requestExtension,
  sweepRetention,
  sweepTicketClocks,
  transitionTicket,
} from '../index.ts'

const app = createApp()
const NUMBER = '13800000001'
const DAY = 86_400_000
const KEY = 'the key of a test: long enough for the vault'

describe('notices to residents outside the page', () => {
  let database: TestDatabase
  let ports: TestPorts
  let posts: { url: string; headers: Readonly<Record<string, string>>; body: string }[] = []
  // The library compares signatures with the machine's own time.
  const clock = fixedClock(new Date().toISOString())

  async function portsWith(channels: string): Promise<TestPorts> {
    return testPorts(database.sql, {
      clock,
      settings: { RESIDENT_NOTICES: channels },
      ports: {
        vault: await createVault([KEY]),
        postOutside: (url, { headers, body }) => {
          posts.push({ url: url.href, headers, body })
          return Promise.resolve(204)
        },
      },
    })
  }

  beforeAll(async () => {
    database = await testDatabase()
    ports = await portsWith('sms, email')
  })
  afterAll(() => database.close())
  afterEach(async () => {
    posts = []
    clock.set(new Date().toISOString())
    await database.sql`delete from ticket_notice_contacts`
    await database.sql`delete from rate_limits`
    await database.sql`delete from webhook_endpoints`
    await database.sql`delete from webhook_events`
  })

  const operator = () => contextOf(ports, { kind: 'system', job: 'webhooks' })
  const unit = () => contextOf(ports, staffActor('city', '4201', 'own-unit'))
  const subscribe = (eventTypes: readonly string[] = ['resident.notice']) =>
    addWebhook(operator(), {
      url: 'https://example.cn/hook',
      name: '示例短信平台',
      eventTypes,
      allowPrivate: false,
    })
  type Pair = { no: string; queryCode: string }
  async function call(
    path: string,
    body: Record<string, unknown>,
    by: { ports?: TestPorts; language?: string } = {},
  ) {
    const headers = { 'Accept-Language': by.language ?? 'zh-CN' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await app.request(path, init, { ports: by.ports ?? ports })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const holder = ({ no, queryCode }: Pair) => ({ ticket_no: no, query_code: queryCode })
  const start = (pair: Pair, change: Record<string, unknown> = {}, by = {}) =>
    call(
      '/api/tickets/notices',
      {
        ...holder(pair),
        channel: 'sms',
        to: '138 0000 0001',
        consent: true,
        consent_version: NOTICE_CONSENT_VERSION,
        ...change,
      },
      by,
    )
  const look = async (pair: Pair, by = {}): Promise<ResidentNotices> =>
    (await call('/api/tickets/notices/lookup', holder(pair), by)).body as ResidentNotices
  const stop = (pair: Pair) => call('/api/tickets/notices/stop', holder(pair))
  const deliver = async () => {
    await deliverWebhooks(ports, { random: () => 0 })
    return posts.map(({ body }) => JSON.parse(body) as { type: string; data: object })
  }
  const told = async () => (await deliver()).map(({ data }) => data)
  const accept = (no: string) => transitionTicket(unit(), no, { to: 'accepted', version: 1 })

  it('are off by default: the page is offered nothing, and nobody can ask', async () => {
    await subscribe()
    const plain = await portsWith('')
    const pair = await fileTicket(plain)
    const site = await app.request('/api/site', {}, { ports: plain })
    expect(await site.json()).toMatchObject({ notice_channels: [] })
    expect(await look(pair, { ports: plain })).toEqual({ channels: [], chosen: null })
    expect(await start(pair, {}, { ports: plain })).toMatchObject({
      status: 409,
      body: { error: { code: 'notices_off' } },
    })
    expect(await database.sql`select 1 from ticket_notice_contacts`).toHaveLength(0)
  })

  it('are not offered while no receiver asked for them by name: nothing would arrive', async () => {
    await subscribe([])
    const pair = await fileTicket(ports)
    expect((await look(pair)).channels).toEqual([])
    expect((await start(pair)).status).toBe(409)
    await subscribe()
    expect((await look(pair)).channels).toEqual(['sms', 'email'])
  })

  it('tell of a change once, signed, with the number, to receivers of that type alone', async () => {
    const { secret } = await subscribe()
    await subscribe([])
    const pair = await fileTicket(ports)
    const { status, body } = await start(pair)
    expect(status).toBe(200)
    expect(body['chosen']).toMatchObject({
      channel: 'sms',
      to_masked: '138****0001',
      consent_version: NOTICE_CONSENT_VERSION,
    })
    await database.sql`delete from webhook_events`
    await accept(pair.no)
    // Until it is sent, the number is sealed wherever it lies.
    const lying = await findInDatabase(ports, [NUMBER])
    expect(lying.every(({ sealed }) => sealed)).toBe(true)
    expect(lying.map(({ table }) => table)).toContain('webhook_events')
    const sent = await deliver()
    const notices = posts.filter(({ body: text }) => text.includes('resident.notice'))
    expect(notices).toHaveLength(1)
    expect(sent.find(({ type }) => type === 'resident.notice')?.data).toEqual({
      ticket_no: pair.no,
      channel: 'sms',
      text: `您的工单${pair.no}已受理。`,
      to: NUMBER,
    })
    const [notice] = notices
    expect(() =>
      new Webhook(secret).verify(notice?.body ?? '', { ...notice?.headers }),
    ).not.toThrow()
    posts = []
    await replayWebhooks(operator(), {
      endpointId: null,
      eventId: notice?.headers['webhook-id'] ?? '',
    })
    await deliver()
    expect(posts.map(({ body: text }) => text)).toEqual([notice?.body])
  })

  it('say in the language of the page what became of it, and no word of anybody else', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair, { channel: 'email', to: 'shili@example.cn' }, { language: 'en' })
    const version = await takeInHand(ports, pair.no)
    const question = '示例人的电话是多少？'
    await transitionTicket(unit(), pair.no, { to: 'pending_info', version, question })
    clock.advance(2 * DAY + 60_000)
    await sweepTicketClocks(ports)
    const { queryCode } = pair
    // Their own answer is no news to them.
    const action = { action: 'answer', text: '补充' } as const
    const [row] = await database.sql`select version from tickets where ticket_no = ${pair.no}`
    expect(row?.['version']).toBe(version + 1)
    await actOnTicket(contextOf(ports, { kind: 'resident', ticketNo: pair.no }), {
      ticketNo: pair.no,
      queryCode,
      action,
    })
    const texts = (await told()).map((data) => (data as { text: string }).text)
    expect(texts).toHaveLength(4)
    expect(texts.join('\n')).not.toContain('示例人')
    expect(texts.toSorted()).toEqual(
      [
        `Your ticket ${pair.no} has been accepted.`,
        `Work on your ticket ${pair.no} has begun.`,
        `Your ticket ${pair.no} needs more from you: see “Track a ticket”.`,
        `Your ticket ${pair.no} still waits for more from you: see “Track a ticket”.`,
      ].toSorted(),
    )
  })

  it('R-SLA-3, R-SLA-4: an extension and a missed limit are told as well, each once', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair)
    const version = await takeInHand(ports, pair.no)
    const { no: ticketNo } = pair
    const ask = { ticketNo, version, reason: '等备件', days: 3 }
    const asked = await requestExtension(unit(), ask)
    const district = contextOf(ports, staffActor('district', '4201'))
    const decided = { ticketNo, version: asked.version, reason: '等备件', approve: true }
    const { resolveDueAt } = await decideExtension(district, decided)
    clock.set(resolveDueAt.toISOString())
    clock.advance(60_000)
    await sweepTicketClocks(ports)
    await sweepTicketClocks(ports)
    const texts = (await told()).map((data) => (data as { text: string }).text)
    const day = resolveDueAt.toISOString().slice(0, 10)
    expect(texts.filter((text) => text.includes('延长'))).toEqual([
      `您的工单${ticketNo}办理期限延长至${day}。`,
    ])
    expect(texts.filter((text) => text.includes('没有按期'))).toHaveLength(1)
  })

  it('tell once when two people make the same change, and not of the one that was refused', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair)
    const both = await Promise.allSettled([accept(pair.no), accept(pair.no)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await told()).toHaveLength(1)
  })

  it('stop when the resident says so, also what was not sent yet, and when the operator does', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair)
    await accept(pair.no)
    expect((await stop(pair)).body).toMatchObject({ chosen: null })
    expect(await told()).toEqual([])
    expect(await findInDatabase(ports, [NUMBER])).toEqual([])
    await start(pair)
    const off = await portsWith('email')
    const ctx = contextOf(off, staffActor('city', '4201', 'own-unit'))
    await transitionTicket(ctx, pair.no, {
      to: 'processing',
      version: 2,
      lead_unit: 'own-unit',
      lead_unit_name: '示例单位',
    })
    expect(await told()).toEqual([])
  })

  it('refuse a wrong number or address by name of the field, in the language of the page', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    for (const to of ['', '12345', '1380000000', '电话', 'a@b.cn']) {
      const { status, body } = await start(pair, { to })
      expect(status, to).toBe(400)
      expect(body).toMatchObject({ error: { field: 'to', code: 'notice_phone' } })
      expect((body['error'] as { message: string }).message).toContain('11位手机号')
    }
    const wrong = { channel: 'email', to: 'shili@' }
    expect(await start(pair, wrong, { language: 'en' })).toMatchObject({
      status: 400,
      body: { error: { field: 'to', code: 'notice_email' } },
    })
    expect((await start(pair, { consent: false })).status).toBe(400)
    expect((await start(pair, { consent_version: 'notices-0' })).status).toBe(400)
    expect((await start({ ...pair, queryCode: 'wrong' })).status).toBe(404)
    expect((await start(pair, { to: '+86 138-0000-0001' })).body).toMatchObject({
      chosen: { to_masked: '138****0001' },
    })
  })

  it('give no number away for a ticket whose reporter may not be known', async () => {
    await subscribe()
    const pair = await fileTicket(ports, { confidentiality: 'secret_identity' })
    expect((await look(pair)).channels).toEqual([])
    expect((await start(pair)).status).toBe(409)
  })

  it('R-PRV-4: no number is left when the term of the ticket ends, in the outbox neither', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair)
    const version = await takeInHand(ports, pair.no)
    const done = { to: 'resolved', version, outcome: 'done', public_reply: '已修好。' } as const
    await transitionTicket(unit(), pair.no, done)
    clock.advance(8 * DAY)
    await sweepTicketClocks(ports)
    expect((await findInDatabase(ports, [NUMBER])).map(({ table }) => table)).toContain(
      'webhook_events',
    )
    clock.advance(3 * 366 * DAY)
    await sweepRetention(ports)
    expect(await findInDatabase(ports, [NUMBER])).toEqual([])
  })

  it('are sealed anew when the key turns, and still arrive', async () => {
    await subscribe()
    const pair = await fileTicket(ports)
    await start(pair)
    await accept(pair.no)
    const next = 'the key after it: long enough for the vault'
    await resealSecrets({ ...ports, vault: await createVault(vaultSecrets(next, KEY)) })
    const after = { ...ports, vault: await createVault([next]) }
    expect((await look(pair, { ports: after })).chosen?.to_masked).toBe('138****0001')
    await deliverWebhooks(after)
    expect(posts).toHaveLength(1)
    expect(posts[0]?.body).toContain(NUMBER)
    await resealSecrets({ ...ports, vault: await createVault(vaultSecrets(KEY, next)) })
  })

  it('R-PRV-1: the model never sees the number', async () => {
    const stub = await startOpenAiStub()
    const settings = { RESIDENT_NOTICES: 'sms', OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub' }
    const base = await testPorts(database.sql, { clock, settings })
    const models = createModels(base.config, { logger: base.logger, clock: base.clock })
    const modelled = { ...base, ...models, vault: ports.vault }
    await subscribe()
    const pair = await fileTicket(modelled)
    await start(pair, {}, { ports: modelled })
    const resident = await openResident(app, modelled)
    await resident.say(`我的工单${pair.no}办到哪一步了，有结果会发短信吗`)
    await resident.say('社区工作站周末开门吗')
    await base.settled()
    expect(stub.requests.length).toBeGreaterThan(0)
    expect(JSON.stringify(stub.requests)).not.toContain('0000001')
    expect(base.lines.join('\n')).not.toContain(NUMBER)
    await stub.close()
  })
})
