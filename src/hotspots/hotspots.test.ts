import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { createConversation } from '../conversations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import {
  listSuggestions,
  ListSuggestionsInput,
  measurePeriod,
  transitionTicket,
  type RegisterTicketInput,
} from '../tickets/index.ts'
import {
  getHotspot,
  listHotspots,
  ListHotspotsInput,
  listPublicHotspots,
  measureHandling,
  moveHotspot,
  proposeTask,
  readSeasons,
  saveSeasons,
  sweepHotspots,
  viewCalendar,
} from './index.ts'

const clock = fixedClock()
const DAY = 86_400_000

describe('hotspots', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const street = (area = '420106004'): ServiceContext =>
    contextOf(ports, staffActor('street', area))
  const open = (ctx: ServiceContext) =>
    listHotspots(ctx, ListHotspotsInput.parse({})).then(({ hotspots }) => hotspots)

  async function report(phone: string, change: Partial<RegisterTicketInput> = {}): Promise<void> {
    await fileTicket(ports, {
      category_code: 'E06028',
      title: '夜里噪声',
      division_code: '420106004001',
      address: `示例路${phone.slice(-2)}号`,
      reporter: { name: null, phone, contact_pref: 'phone', consent: true },
      ...change,
    })
  }

  async function flagOf(area: string): Promise<{ id: string; version: number }> {
    const [flag] = await open(street(area))
    if (flag === undefined) throw new Error('no flag')
    return flag
  }

  it('R-HOT-1, R-HOT-2: five callers of one community raise one proposal; a second sweep raises none', async () => {
    for (let caller = 10; caller < 14; caller += 1) await report(`138000000${caller}`)
    for (let again = 0; again < 6; again += 1) await report('13800000010')
    expect(await sweepHotspots(ports)).toMatchObject({ proposed: 0 })
    await report('13800000015')
    expect(await sweepHotspots(ports)).toMatchObject({ found: 1, proposed: 1 })
    expect(await sweepHotspots(ports)).toMatchObject({ found: 1, proposed: 0 })
    const [flag] = await open(street())
    expect(flag).toMatchObject({
      status: 'proposed',
      ticket_count: 11,
      reporter_count: 5,
      small_sample: true,
      division_code: '420106004001',
      weak_signals: 0,
    })
  })

  it('R-ROLE-1: another street gets the answer of a missing flag, departments and administrators none', async () => {
    const { id, version } = await flagOf('420106004')
    expect(await open(street('420106005'))).toEqual([])
    expect(await codeOf(getHotspot(street('420106005'), id))).toBe('NOT_FOUND:not_found.hotspot')
    const move = { to: 'dismissed' as const, version, reason: '不是同一件事' }
    expect(await codeOf(moveHotspot(street('420106005'), id, move))).toBe(
      'NOT_FOUND:not_found.hotspot',
    )
    for (const role of ['department', 'admin'] as const) {
      const ctx = contextOf(ports, staffActor(role, '', 'unit'))
      expect(await codeOf(getHotspot(ctx, id))).toBe('FORBIDDEN:forbidden')
    }
    for (const role of ['grid_worker', 'auditor', 'supervisor'] as const) {
      const ctx = contextOf(ports, staffActor(role, '420106'))
      expect(await codeOf(getHotspot(ctx, id))).toBe('ok')
      expect(await codeOf(moveHotspot(ctx, id, move))).toBe('FORBIDDEN:forbidden')
    }
  })

  it('R-HOT-2: accepted with owner and date it is a task; done by one, reviewed by another; before and after are counted', async () => {
    const { id, version } = await flagOf('420106004')
    const ctx = street()
    expect(await codeOf(moveHotspot(ctx, id, { to: 'accepted', version }))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    expect(await codeOf(moveHotspot(ctx, id, { to: 'done', version, result: '好' }))).toBe(
      'CONFLICT:invalid_transition',
    )
    const owner = contextOf(ports, staffActor('community', '420106004001'))
    clock.advance(1000)
    await moveHotspot(ctx, id, {
      to: 'accepted',
      version,
      owner_id: owner.actor.kind === 'staff' ? owner.actor.id : '',
      owner_name: '示例',
      due_on: '2026-12-10',
      plan: '联合夜查',
    })
    expect(await codeOf(moveHotspot(ctx, id, { to: 'in_progress', version }))).toBe(
      'CONFLICT:version_conflict',
    )
    await moveHotspot(owner, id, { to: 'in_progress', version: version + 1 })
    clock.advance(DAY)
    await moveHotspot(owner, id, { to: 'done', version: version + 2, result: '已整改' })
    const review = { to: 'reviewed' as const, version: version + 3, result: '复查属实' }
    expect(await codeOf(moveHotspot(owner, id, review))).toBe('FORBIDDEN:forbidden')
    clock.advance(DAY)
    await report('13800000016')
    const before = await getHotspot(ctx, id)
    expect(before.effect).toEqual({ days: 30, before: 11, after: 1, complete: false })
    expect(before.tickets).toHaveLength(11)
    clock.advance(30 * DAY)
    await moveHotspot(contextOf(ports, staffActor('supervisor', '4201')), id, review)
    const after = await getHotspot(ctx, id)
    expect(after).toMatchObject({ status: 'reviewed', effect: { after: 1, complete: true } })
    expect(after.steps.map(({ to }) => to)).toEqual([
      'proposed',
      'accepted',
      'in_progress',
      'done',
      'reviewed',
    ])
  })

  it('R-HOT-2: a dismissed flag keeps its reason, and its tickets raise no second one', async () => {
    for (let caller = 20; caller < 25; caller += 1)
      await report(`138000000${caller}`, { division_code: '420106005001' })
    await sweepHotspots(ports)
    const { id, version } = await flagOf('420106005')
    const ctx = street('420106005')
    expect(await codeOf(moveHotspot(ctx, id, { to: 'dismissed', version }))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    await moveHotspot(ctx, id, { to: 'dismissed', version, reason: '一次性活动' })
    expect(await sweepHotspots(ports)).toMatchObject({ proposed: 0 })
    expect((await getHotspot(ctx, id)).steps.at(-1)).toMatchObject({ reason: '一次性活动' })
  })

  it('R-HOT-3: questions without a ticket are weak signals, shown apart, and raise no flag', async () => {
    const { id: conversationId } = await createConversation(
      contextOf(ports, { kind: 'resident' }),
      {
        locale: 'zh-CN',
      },
    )
    await database.sql`update conversations set division_code = '420106006001' where id = ${conversationId}`
    for (const turn of ['one', 'two']) {
      await database.sql`insert into turns (id, conversation_id, client_turn_id, status, outcome, text,
          resident_message_id, started_at, deadline_at, request_id)
        values (${`trn_${turn}`}, ${conversationId}, ${turn}, 'completed', 'answered', '楼下半夜施工噪声扰民怎么办',
          'msg', ${clock.now()}, ${clock.now()}, 'req')`
    }
    expect(await sweepHotspots(ports)).toMatchObject({ questions: 2, proposed: 0 })
    expect(await sweepHotspots(ports)).toMatchObject({ questions: 0 })
    const [signal] = await database.sql<{ code: string }[]>`
      select category_code as code from hotspot_signals where turn_id = 'trn_one'`
    expect(signal?.code).toMatch(/^E0(6028|8001)$/)
    for (let caller = 30; caller < 35; caller += 1)
      await report(`138000000${caller}`, {
        division_code: '420106006001',
        category_code: signal?.code ?? '',
      })
    await sweepHotspots(ports)
    const [flag] = await open(street('420106006'))
    expect(flag).toMatchObject({ reporter_count: 5, weak_signals: 1, weak_score: 0.3 })
  })

  it('R-PRV-7: the public sees accepted matters of three reporters and more, without protected ones, snapped to 100 m', async () => {
    const secret = { confidentiality: 'secret_identity' as const, division_code: '420106007001' }
    const location = { lat: 30.51234, long: 114.31239, source_crs: 'wgs84' as const, accuracy_m: 5 }
    for (let caller = 40; caller < 42; caller += 1)
      await report(`138000000${caller}`, { division_code: '420106007001', location })
    for (let caller = 42; caller < 45; caller += 1)
      await report(`138000000${caller}`, { ...secret, location })
    await sweepHotspots(ports)
    const { id, version } = await flagOf('420106007')
    const ctx = street('420106007')
    const accept = { to: 'accepted' as const, version, owner_id: 'stf_x', due_on: '2026-12-31' }
    const seen = async () =>
      (await listPublicHotspots(ports)).filter(({ status }) => status === 'accepted')
    expect(await seen()).toEqual([])
    await moveHotspot(ctx, id, accept)
    expect(await seen()).toEqual([])
    await report('13800000046', { division_code: '420106007001', location })
    await sweepHotspots(ports)
    const response = await createApp().request('/api/hotspots', {}, { ports })
    const body = (await response.json()) as { hotspots: object[] }
    const shown = body.hotspots.find((item) => 'status' in item && item.status === 'accepted')
    expect(shown).toEqual({
      category: expect.any(String),
      division: '武昌区黄鹤楼街道读书社区',
      centre: { lon: 114.312, lat: 30.512 },
      ticket_count: 3,
      status: 'accepted',
    })
    expect(JSON.stringify(body)).not.toMatch(/1380|reporter|WH-/)
  })

  it('R-HOT-4: the calendar names matters only after a year of data; seasons are editable', async () => {
    const city = contextOf(ports, staffActor('city', '4201'))
    const young = await viewCalendar(city)
    expect(young).toMatchObject({ enough_data: false })
    expect(young.months.every(({ top }) => top.length === 0)).toBe(true)
    expect(young.months[5]?.seasons.map(({ name }) => name)).toEqual(['高温', '汛期'])
    clock.advance(366 * DAY)
    const old = await viewCalendar(city)
    expect(old.enough_data).toBe(true)
    expect(old.months[10]?.top[0]).toMatchObject({ category_code: 'E06028' })
    const seasons = [{ id: 'leaves', name: '落叶', months: [12], categories: ['E06012'] }]
    expect(await codeOf(saveSeasons(street(), seasons))).toBe('FORBIDDEN:forbidden')
    const wrong = [{ id: 'x', name: '错', months: [1], categories: ['E99999'] }]
    expect(await codeOf(saveSeasons(city, wrong))).toBe('VALIDATION:validation')
    await saveSeasons(city, seasons)
    expect(await readSeasons(ports)).toEqual(seasons)
  })

  it('R-HOT-5: reported, proactive and found by staff are three counts', async () => {
    const from = clock.now()
    const city = contextOf(ports, staffActor('city', '4201'))
    await report('13800000050')
    await report('13800000051', { channel: 'patrol' })
    await report('13800000052', { channel: 'proactive' })
    const { id } = await proposeTask(city, {
      category_code: 'E01003',
      division_code: '420106',
      plan: '汛期前清掏',
    })
    await moveHotspot(city, id, {
      to: 'accepted',
      version: 1,
      owner_id: 'stf_x',
      due_on: '2027-12-31',
    })
    clock.advance(1000)
    expect(await measureHandling(city, { from, to: clock.now() })).toEqual({
      reported: 1,
      proactive: { started: 1, finished: 0 },
      found_by_staff: 2,
    })
    const { values } = await measurePeriod(city, { from: '2027-11-01', to: '2028-06-30' })
    const response = values.find((value) => value.id === 'response_rate')
    expect(response?.denominator).toBe(1)
  })

  it('R-HOT-6: an idea is received, reviewed, adopted with a dated plan or not adopted with a reason, and always answered', async () => {
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const idea = { category_code: 'L1501', appeal_type: 'suggestion' as const, title: '加装长椅' }
    const states = async () =>
      (await listSuggestions(city, ListSuggestionsInput.parse({}))).suggestions
    const adopted = await fileTicket(ports, idea)
    const refused = await fileTicket(ports, idea)
    expect((await states()).map(({ state }) => state)).toEqual(['received', 'received'])
    const version = await takeInHand(ports, adopted.no)
    await takeInHand(ports, refused.no)
    expect((await states()).map(({ state }) => state)).toEqual(['reviewed', 'reviewed'])
    const answer = { to: 'resolved' as const, version, outcome: 'planned' as const }
    const silent = transitionTicket(city, adopted.no, { ...answer, planned_for: '2028-03-01' })
    expect(await codeOf(silent)).toBe('PRECONDITION_FAILED:precondition')
    const undated = transitionTicket(city, adopted.no, { ...answer, public_reply: '列入计划' })
    expect(await codeOf(undated)).toBe('PRECONDITION_FAILED:precondition')
    await transitionTicket(city, adopted.no, {
      ...answer,
      public_reply: '列入计划',
      planned_for: '2028-03-01',
    })
    await transitionTicket(city, refused.no, {
      to: 'resolved',
      version,
      outcome: 'explained',
      public_reply: '消防通道不能放置',
    })
    const decided = await states()
    expect(decided.find(({ ticket_no }) => ticket_no === adopted.no)).toMatchObject({
      state: 'adopted',
      plan: '列入计划',
      planned_for: '2028-03-01',
    })
    expect(decided.find(({ ticket_no }) => ticket_no === refused.no)).toMatchObject({
      state: 'not_adopted',
      reason: '消防通道不能放置',
    })
  })
})
