import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { viewConversationForStaff } from '../../conversations/index.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels } from '../../llm/index.ts'
import type {
  ConversationExport,
  DeletionReceipt,
  OwnTicketData,
  PrivacyNotice,
} from '../../protocol/privacy.ts'
import type { TicketDraftCard } from '../../protocol/tickets.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { findInDatabase } from '../../testing/find-in-database.ts'
import { startOpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { tellEverything, writeAbout } from '../../testing/tell-everything.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'
import {
  sweepRetention,
  transitionTicket,
  verifyHistory,
  type TransitionInput,
} from '../../tickets/index.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
const NAME = '欧阳示例'
const PHONE = '13912345678'
const SENTENCE = '紫杉木牌坊旁的蓝蜻蜓雕塑'
const MARKERS = [NAME, PHONE, SENTENCE]

type Resident = Awaited<ReturnType<typeof openResident>>

describe('privacy of a conversation', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock, settings: { RESIDENT_NOTICES: 'sms' } })
    await syncKnowledge(ports, { directory: knowledge })
  }, 120_000)
  afterAll(() => database.close())
  beforeEach(() => clock.set('2026-11-23T09:00:00+08:00'))

  const find = (markers: readonly string[]) => findInDatabase(ports, markers)
  const read = async <T>(response: Response | Promise<Response>): Promise<T> =>
    (await (await response).json()) as T

  async function tellAll(): Promise<Resident> {
    const resident = await openResident(app, ports)
    await tellEverything(ports, resident, { name: NAME, phone: PHONE, sentence: SENTENCE })
    return resident
  }

  /** Somebody listens, so that the outbox fills as well. */
  const listen = () =>
    database.sql`insert into webhook_endpoints (id, url, name, secret_sealed, created_at)
      values ('whe_test', 'https://example.cn', 'x', '', now()) on conflict do nothing`

  async function fileFromChat(
    street: string,
  ): Promise<{ resident: Resident; no: string; code: string }> {
    const resident = await openResident(app, ports)
    const events = await resident.say(`${street}3栋2单元501门口${SENTENCE}边上的路灯坏了三天没人修`)
    const drafts = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    const [draft] = drafts
    if (draft === undefined) throw new Error('no draft')
    const filed = await read<{ ticket_no: string; query_code: string }>(
      resident.post(`/api/conversations/${resident.id}/tickets`, confirmation(draft, street)),
    )
    return { resident, no: filed.ticket_no, code: filed.query_code }
  }

  const confirmation = (draft: TicketDraftCard, street: string) => ({
    draft_id: draft.draft_id,
    client_key: crypto.randomUUID(),
    title: '路灯不亮',
    description: `${SENTENCE}边上的路灯不亮，联系${NAME} ${PHONE}`,
    appeal_type: 'help',
    category_code: 'E01037',
    address: `${street}3栋2单元501门口`,
    division_code: '420106',
    incident_at: null,
    urgency: 'normal',
    place_unknown: false,
    anonymous: false,
    reporter: { name: NAME, phone: PHONE, contact_pref: 'phone', consent: true },
  })

  const remove = (resident: Resident, query = '') =>
    resident.call(`/api/conversations/${resident.id}${query}`, { method: 'DELETE' })

  async function versionOf(no: string): Promise<number> {
    const [row] = await database.sql`select version from tickets where ticket_no = ${no}`
    return Number(row?.['version'])
  }

  async function close(no: string): Promise<void> {
    const unit = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const step = async (input: Omit<TransitionInput, 'version'>) =>
      transitionTicket(unit, no, { ...input, version: await versionOf(no) })
    await step({ to: 'accepted' })
    await step({ to: 'processing', lead_unit: 'own-unit', lead_unit_name: '示例单位' })
    await step({ to: 'resolved', outcome: 'done', public_reply: `路灯已修好，请${NAME}查看` })
    const system = contextOf(ports, { kind: 'system', job: 'test' })
    await transitionTicket(system, no, { to: 'closed', version: await versionOf(no) })
  }

  it('R-PRV-3: the export holds every message unmasked, outcomes, feedback, hand-over and drafts, marked as AI text', async () => {
    const resident = await tellAll()
    const response = await resident.call(`/api/conversations/${resident.id}/export`)
    expect(response.headers.get('content-disposition')).toContain('attachment')
    const data = await read<ConversationExport>(response)
    expect(data).toMatchObject({ format: 'grid-worker-conversation', version: 1 })
    expect(data.AIGC['Label']).toBe('1')
    const said = data.messages.filter(({ role }) => role === 'resident').map(({ text }) => text)
    expect(said).toHaveLength(3)
    expect(said[0]).toBe(`我叫${NAME}，电话${PHONE}，${SENTENCE}归谁管？`)
    expect(data.turns.map(({ outcome }) => outcome)).not.toContain(null)
    expect(data.messages.map(({ feedback }) => feedback?.comment)).toContain(
      `${SENTENCE}没说，我是${NAME}`,
    )
    expect(data.handoffs).toHaveLength(1)
    expect(JSON.stringify(data.drafts)).toContain(SENTENCE)
    expect(JSON.stringify(data)).not.toMatch(/\[(?:手机|姓名)\d/)
    const text = await (
      await resident.call(`/api/conversations/${resident.id}/export?format=text`)
    ).text()
    expect(text).toContain(PHONE)
    const html = await (
      await resident.call(`/api/conversations/${resident.id}/export?format=html`)
    ).text()
    expect(html).toContain('<h2>')
    expect(html).toContain('name="AIGC"')
    const other = await openResident(app, ports)
    expect((await other.call(`/api/conversations/${resident.id}/export`)).status).toBe(404)
    await remove(resident)
  })

  it('R-PRV-3: citations stand in the export with article and document', async () => {
    const resident = await openResident(app, ports)
    await resident.say('老小区加装电梯要多少业主同意？')
    const data = await read<ConversationExport>(
      resident.call(`/api/conversations/${resident.id}/export`),
    )
    expect(data.messages.at(-1)?.citations[0]).toMatchObject({ article_no: '第二百七十八条' })
    const text = await (
      await resident.call(`/api/conversations/${resident.id}/export?format=text`)
    ).text()
    expect(text).toContain('AI生成')
    expect(text).toMatch(/依据: \[1\] .*第二百七十八条/)
  })

  it('R-PRV-3: after the deletion no table holds a word of it, in plain, masked or sealed form', async () => {
    const resident = await tellAll()
    const before = await find(MARKERS)
    expect([...new Set(before.map(({ table }) => table))].toSorted()).toEqual([
      'blob_chunks',
      'conversation_notes',
      'conversations',
      'feedback',
      'handoffs',
      'knowledge_gaps',
      'live_events',
      'messages',
      'staff_alerts',
      'staff_drafts',
      'ticket_drafts',
      'turn_events',
      'turns',
    ])
    expect(before.some(({ sealed }) => sealed)).toBe(true)
    const receipt = await read<DeletionReceipt>(remove(resident))
    expect(receipt.receipt_no).toMatch(/^SC-20261123-[0-9A-Z]{8}$/)
    const messages = receipt.deleted.find(({ what }) => what === '对话消息')
    expect(messages?.count ?? 0).toBeGreaterThan(4)
    expect(await find(MARKERS)).toEqual([])
    for (const marker of MARKERS) expect(ports.lines.join('\n')).not.toContain(marker)
    expect((await resident.call(`/api/conversations/${resident.id}`)).status).toBe(404)
    expect((await resident.call(`/api/conversations/${resident.id}/export`)).status).toBe(404)
  })

  it('R-PRV-3: a repeated deletion gets the same receipt, and nobody else gets one', async () => {
    const resident = await openResident(app, ports)
    await resident.say('居委会管多少户')
    const first = await read<DeletionReceipt>(remove(resident))
    expect(await read<DeletionReceipt>(remove(resident))).toEqual(first)
    const stranger = await app.request(
      `/api/conversations/${resident.id}`,
      { method: 'DELETE', headers: { Authorization: 'Bearer wrong' } },
      { ports },
    )
    expect(stranger.status).toBe(404)
  })

  it('R-PRV-3: a draft that comes too late is refused, and the receipt and the empty shell go at their own term', async () => {
    const resident = await openResident(app, ports)
    await resident.say('居委会管多少户')
    await remove(resident)
    await expect(
      database.sql`insert into ticket_drafts (id, conversation_id, card, created_at)
        values ('dft_late', ${resident.id}, '{}', now())`,
    ).rejects.toThrow('erased')
    clock.set('2029-12-01T09:00:00+08:00')
    expect((await sweepRetention(ports)).receipts).toBeGreaterThan(0)
    expect(await find([resident.id])).toEqual([])
  })

  it('R-PRV-3: staff see that the resident deleted it, and nothing else', async () => {
    const resident = await tellAll()
    await remove(resident)
    const staff = contextOf(ports, staffActor('community', '420106'))
    expect(await viewConversationForStaff(staff, resident.id)).toEqual({
      id: resident.id,
      mode: 'closed',
      residentTyping: false,
      messages: [],
      erased: true,
    })
  })

  it('R-PRV-3: an open ticket keeps its facts, and loses the person in the night after it is closed', async () => {
    await listen()
    const { resident, no, code } = await fileFromChat('紫阳路')
    const receipt = await read<DeletionReceipt>(remove(resident))
    expect(receipt.tickets).toEqual([no])
    expect(receipt.kept.map(({ what }) => what).join()).toContain('1张工单')
    const left = await find(MARKERS)
    expect(new Set(left.map(({ table }) => table))).toEqual(new Set(['tickets']))
    const lookup = await app.request(
      '/api/tickets/lookup',
      { method: 'POST', body: JSON.stringify({ ticket_no: no, query_code: code }) },
      { ports },
    )
    expect(lookup.status).toBe(200)
    await sweepRetention(ports)
    expect(await find([PHONE])).not.toEqual([])
    await writeAbout(ports, {
      ticketNo: no,
      words: `${NAME}说，电话${PHONE}`,
      photoOf: resident.id,
    })
    await close(no)
    const told = await find([NAME])
    expect(told.map(({ table }) => table)).toContain('webhook_events')
    const report = await sweepRetention(ports)
    expect(report.identities).toBe(1)
    expect(await find([NAME, PHONE, '2单元501'])).toEqual([])
    expect(await find([SENTENCE])).not.toEqual([])
    const [row] = await database.sql`
      select reporter_digest, location from tickets where ticket_no = ${no}`
    expect(row).toEqual({ reporter_digest: null, location: { lat: 30.553, long: 114.342 } })
    expect(await database.sql`select 1 from photos where ticket_id is not null`).toHaveLength(0)
    expect((await verifyHistory(ports)).broken).toBeNull()
    expect((await sweepRetention(ports)).identities).toBe(0)
  })

  it('R-PRV-3: withdrawn with the deletion, the person is out of the open ticket at once; the place stays', async () => {
    const { resident, no } = await fileFromChat('珞喻路')
    const receipt = await read<DeletionReceipt>(remove(resident, '?withdraw=true'))
    expect(receipt.kept.some(({ why }) => why.includes('撤回同意'))).toBe(true)
    expect(await find([NAME, PHONE])).toEqual([])
    const [row] =
      await database.sql`select address, status, anonymous from tickets where ticket_no = ${no}`
    expect(row).toMatchObject({ address: '珞喻路3栋2单元501门口', anonymous: true })
  })

  it('R-PRV-3: where notices of a ticket went is in the export, and gone with the conversation', async () => {
    const { resident, no, code } = await fileFromChat('民主路')
    await database.sql`insert into webhook_endpoints (id, url, name, secret_sealed, event_types, created_at)
      values ('whe_sms', 'https://example.cn', 'x', '', '["resident.notice"]', now())`
    const number = '13700000009'
    const chosen = { channel: 'sms', to: number, consent: true, consent_version: 'notices-1' }
    const asked = { ticket_no: no, query_code: code, ...chosen }
    expect((await resident.post('/api/tickets/notices', asked)).status).toBe(200)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    await transitionTicket(city, no, { to: 'accepted', version: await versionOf(no) })
    const before = await find([number])
    expect(before.map(({ table, sealed }) => `${table} ${sealed}`)).toEqual([
      'ticket_notice_contacts true',
      'webhook_events true',
    ])
    const path = `/api/conversations/${resident.id}/export`
    const data = await read<ConversationExport>(resident.call(path))
    expect(data.tickets[0]?.notices).toMatchObject({ channel: 'sms', to: number })
    expect(await (await resident.call(`${path}?format=text`)).text()).toContain(number)
    await remove(resident)
    expect(await find([number])).toEqual([])
    expect(ports.lines.join('\n')).not.toContain(number)
    await database.sql`delete from webhook_endpoints where id = 'whe_sms'`
    const withdrawn = { ticket_no: no, query_code: code, correction: { withdraw_consent: true } }
    expect((await resident.post('/api/tickets/correction', withdrawn)).status).toBe(200)
  })

  it('R-PRV-3: a turn that is running is stopped, its stream ends, and nothing is left behind', async () => {
    const stub = await startOpenAiStub()
    stub.answerWith({ kind: 'stall' })
    const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub' }
    const slow = await testPorts(database.sql, { settings })
    Object.assign(slow, createModels(slow.config, { logger: slow.logger, clock: slow.clock }))
    const resident = await openResident(app, slow)
    const words = ['青石桥边的白鹭', '13711112222']
    const turn = resident.say(`${words.join()}，业委会解聘物业要提前几天通知`)
    await expect.poll(() => stub.requests.length).toBeGreaterThan(0)
    const startedAt = performance.now()
    expect((await remove(resident)).status).toBe(200)
    const events = await turn
    expect(events.at(-1)).toMatchObject({ type: 'turn.failed', code: 'superseded' })
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    await slow.settled()
    expect(slow.turns.aborts.size).toBe(0)
    expect(await find(words)).toEqual([])
    await stub.close()
  })

  it('R-PRV-3: contact and place are corrected from the page; the chain names the fields, not the values', async () => {
    const { resident, no, code } = await fileFromChat('解放大道')
    const path = `/api/conversations/${resident.id}/tickets/${no}/correction`
    const own = await read<OwnTicketData>(
      resident.post(path, {
        contact: { name: '示例甲', phone: '13800000001', contact_pref: 'sms', consent: true },
        place: { address: '示例路9号' },
      }),
    )
    expect(own.contact).toMatchObject({ name: '示例甲', phone: '13800000001', contact_pref: 'sms' })
    expect(own.place).toMatchObject({ address: '示例路9号', location: null })
    expect(own.corrections.at(-1)?.fields).toEqual(['contact', 'place'])
    const [row] = await database.sql`select diff, reason from ticket_history
      where action = 'correct' and ticket_id = (select id from tickets where ticket_no = ${no})`
    expect(row).toEqual({ diff: { fields: ['contact', 'place'] }, reason: '' })

    const stranger = await openResident(app, ports)
    const foreign = `/api/conversations/${stranger.id}/tickets/${no}/correction`
    expect((await stranger.post(foreign, { place: { address: 'x' } })).status).toBe(404)
    expect((await resident.post(path, {})).status).toBe(400)

    const byCode = await app.request(
      '/api/tickets/correction',
      {
        method: 'POST',
        body: JSON.stringify({
          ticket_no: no,
          query_code: code,
          correction: { withdraw_consent: true },
        }),
      },
      { ports },
    )
    const withdrawn = await read<OwnTicketData>(byCode)
    expect(withdrawn.contact).toBeNull()
    expect(withdrawn.corrections.at(-1)?.fields).toEqual(['erase_identity'])
    expect(await find(['13800000001', '示例甲', PHONE])).toEqual([])
    expect((await verifyHistory(ports)).broken).toBeNull()
    await close(no)
    expect((await resident.post(path, { place: { address: 'x' } })).status).toBe(409)
    await remove(resident)
  })

  it('R-LBL-5: the notice names operator, purpose, limits, model, channel and terms; its version is kept with the conversation', async () => {
    const notice = await read<PrivacyNotice>(app.request('/api/privacy', {}, { ports }))
    expect(notice.model).toContain('未使用大模型')
    expect(notice.retention).toContain('180天')
    expect(notice.operator).not.toBe('')
    expect(notice.complaint).toBe('12345')
    const created = await app.request(
      '/api/conversations',
      { method: 'POST', headers: { 'X-Notice-Version': notice.version } },
      { ports },
    )
    const { id } = await read<{ id: string }>(created)
    const [row] = await database.sql`select notice_version from conversations where id = ${id}`
    expect(row?.['notice_version']).toBe(notice.version)
  })

  it('R-PRV-6: with a model the notice lists endpoint, processor and region, and warns of a foreign one', async () => {
    const settings = {
      OPENAI_BASE_URL: 'https://model.example.cn/v1',
      CHAT_MODEL: 'shili-7b',
      MODEL_FILING_NO: '示例备案号',
      ALLOW_FOREIGN_MODEL: 'true',
    }
    const withModel = await testPorts(database.sql, { settings })
    const notice = await read<PrivacyNotice>(app.request('/api/privacy', {}, { ports: withModel }))
    expect(notice.model).toBe('shili-7b，备案号：示例备案号')
    const details = notice.details.join('\n')
    expect(details).toContain('model.example.cn')
    expect(details).toContain('所在地区')
    expect(details).toContain('境外')
    expect(details).toContain('不用于训练')
    const plain = await read<PrivacyNotice>(app.request('/api/privacy', {}, { ports }))
    expect(notice.version).not.toBe(plain.version)
  })
})
