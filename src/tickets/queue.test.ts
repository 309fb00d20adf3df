import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../shared/actor.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import {
  BulkInput,
  countQueueViews,
  getTicket,
  listFilters,
  listQueue,
  ListQueueInput,
  moveTickets,
  removeFilter,
  saveFilter,
  SaveFilterInput,
  transitionTicket,
  watchQueue,
  WatchQueueInput,
} from './index.ts'

describe('the queue of the console', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  const district = staffActor('district', '420106')
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const find = async (input: Record<string, unknown>, actor: Actor = district) =>
    (await listQueue(contextOf(ports, actor), ListQueueInput.parse(input))).tickets.map(
      ({ ticket_no }) => ticket_no,
    )

  it('R-ROLE-1: finds by number, title, address and words, only inside the area', async () => {
    const lamp = await fileTicket(ports, { address: '紫阳路７号' })
    const dog = await fileTicket(ports, {
      title: '遛狗不牵绳',
      description: '广场上有人遛狗，吓到孩子。',
      address: '示例广场',
    })
    const elsewhere = await fileTicket(ports, { division_code: '420111' })
    expect(await find({ text: lamp.no })).toEqual([lamp.no])
    expect(await find({ text: '牵绳' })).toEqual([dog.no])
    expect(await find({ text: '紫阳路7号' })).toEqual([lamp.no])
    expect(await find({ text: '广场 孩子' })).toEqual([dog.no])
    expect(await find({ text: '狗' })).toEqual([dog.no])
    expect(await find({ text: '路广' })).toEqual([])
    expect(await find({ text: `' | \\ & !` })).toEqual([])
    expect(await find({ text: elsewhere.no })).toEqual([])
    expect(await codeOf(find({}, staffActor('admin', '4201')))).toMatch(/^FORBIDDEN/)
  })

  it('sorts by the clock that runs, and each view holds what it says', async () => {
    const critical = await fileTicket(ports, { title: '井盖没了', urgency: 'critical' })
    const mine = await fileTicket(ports, { title: '已在办的' })
    await takeInHand(ports, mine.no)
    const [first] = await find({})
    expect(first).toBe(critical.no)
    expect(await find({ view: 'critical' })).toEqual([critical.no])
    expect(await find({ view: 'unassigned' })).not.toContain(mine.no)
    const handler = staffActor('department', '', 'own-unit')
    expect(await find({ view: 'mine' }, handler)).toEqual([mine.no])
    clock.advance(11 * 60_000)
    expect(await find({ view: 'overdue' })).toEqual([critical.no])
    const { counts } = await countQueueViews(contextOf(ports, district))
    for (const [view, count] of Object.entries(counts)) {
      expect([view, (await find({ view })).length]).toEqual([view, count])
    }
  })

  it('tells how many came in, and the new state of the rows on the screen', async () => {
    const shown = await fileTicket(ports)
    const since = clock.now().toISOString()
    clock.advance(1_000)
    await fileTicket(ports, { title: '新来的' })
    await transitionTicket(contextOf(ports, district), shown.no, { to: 'accepted', version: 1 })
    const seen = await watchQueue(
      contextOf(ports, district),
      WatchQueueInput.parse({ since, shown: shown.no }),
    )
    expect(seen.fresh).toBe(1)
    expect(seen.changed.map(({ ticket_no, status }) => [ticket_no, status])).toEqual([
      [shown.no, 'accepted'],
    ])
  })

  it('moves several at once; one that cannot go holds no other back', async () => {
    const [a, b, c] = [await fileTicket(ports), await fileTicket(ports), await fileTicket(ports)]
    const ctx = contextOf(ports, district)
    const items = [a, b, c].map(({ no }) => ({ ticket_no: no, version: no === b.no ? 9 : 1 }))
    const accepted = await moveTickets(ctx, BulkInput.parse({ action: 'accept', items }))
    expect(accepted.map(({ ok, error }) => [ok, error?.key ?? null])).toEqual([
      [true, null],
      [false, 'version_conflict'],
      [true, null],
    ])
    const dispatched = await moveTickets(
      ctx,
      BulkInput.parse({ action: 'dispatch', items: [{ ticket_no: a.no, version: 2 }] }),
    )
    expect(dispatched).toMatchObject([{ ok: true, status: 'dispatched', version: 3 }])
    expect(await getTicket(ctx, a.no)).toMatchObject({ lead_unit: '兜底受理台' })
    const merged = await moveTickets(
      ctx,
      BulkInput.parse({
        action: 'merge',
        items: [{ ticket_no: b.no, version: 1 }],
        parent_no: a.no,
        reason: '同一件事',
      }),
    )
    expect(merged).toMatchObject([{ ok: true, status: 'merged' }])
    const auditor = contextOf(ports, staffActor('auditor', '4201'))
    expect(
      await codeOf(moveTickets(auditor, BulkInput.parse({ action: 'accept', items }))),
    ).toMatch(/^FORBIDDEN/)
  })

  it('keeps filters per person', async () => {
    const ctx = contextOf(ports, district)
    const input = SaveFilterInput.parse({
      name: '路灯急件',
      filter: { text: '路灯', urgency: 'urgent' },
    })
    await saveFilter(ctx, input)
    const { filters } = await saveFilter(ctx, input)
    expect(filters).toHaveLength(1)
    expect(filters[0]).toMatchObject({ name: '路灯急件', filter: { text: '路灯', view: 'area' } })
    const other = contextOf(ports, staffActor('city', '4201'))
    expect((await listFilters(other)).filters).toEqual([])
    expect(await codeOf(removeFilter(other, filters[0]?.id ?? ''))).toMatch(/^NOT_FOUND/)
    await removeFilter(ctx, filters[0]?.id ?? '')
    expect((await listFilters(ctx)).filters).toEqual([])
  })
})

describe('corrections while accepting', () => {
  let database: TestDatabase
  let ports: TestPorts
  const district = staffActor('district', '420106')
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('changes the fields, restarts the limits of another type, and keeps what was suggested as evaluation data', async () => {
    const { no } = await fileTicket(ports)
    await database.sql`update tickets set ai_fields = ${database.sql.json({
      address: { value: '示例路1号', confidence: 0.8, evidence: null, model: 'rules', at: '' },
      appeal_type: { value: 'help', confidence: 0.6, evidence: null, model: 'rules', at: '' },
    })} where ticket_no = ${no}`
    const ctx = contextOf(ports, district)
    const before = await getTicket(ctx, no)
    await transitionTicket(ctx, no, {
      to: 'accepted',
      version: 1,
      fields: { address: '示例路2号', appeal_type: 'complaint' },
    })
    const after = await getTicket(ctx, no)
    expect(after).toMatchObject({ address: '示例路2号', appeal_type: 'complaint' })
    expect(after.resolve_due_at > before.resolve_due_at).toBe(true)
    expect(after.ai_fields['address']?.confirmed_by).toBe(district.id)
    expect(after.history.at(-1)?.diff).toEqual({ corrected: ['appeal_type', 'address'] })
    const reviews = await database.sql<{ field: string; changed: boolean; confirmed: string }[]>`
      select field, changed, confirmed #>> '{}' as confirmed from ticket_reviews order by field`
    expect(reviews).toEqual([
      { field: 'address', changed: true, confirmed: '示例路2号' },
      { field: 'appeal_type', changed: true, confirmed: 'complaint' },
    ])
  })

  it('R-TKT: lowers the urgency only with a reason, and corrects nothing outside an acceptance', async () => {
    const { no } = await fileTicket(ports, { urgency: 'urgent' })
    const ctx = contextOf(ports, district)
    const move = { to: 'accepted', version: 1, fields: { urgency: 'normal' } } as const
    expect(await codeOf(transitionTicket(ctx, no, move))).toBe('PRECONDITION_FAILED:precondition')
    const reject = { ...move, to: 'rejected', reason: '理由' } as const
    expect(await codeOf(transitionTicket(ctx, no, reject))).toBe('PRECONDITION_FAILED:precondition')
    expect(await codeOf(transitionTicket(ctx, no, { ...move, reason: '没有危险' }))).toBe('ok')
  })

  it('R-LIFE: a call-back records the verdict; closing against the resident needs a reason', async () => {
    const { no } = await fileTicket(ports)
    let version = await takeInHand(ports, no)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const resolved = await transitionTicket(city, no, {
      to: 'resolved',
      version,
      outcome: 'done',
      public_reply: '路灯已经修好，请您查看。',
    })
    version = resolved.version
    const close = { to: 'closed', version, verdict: 'no', satisfaction: 'dissatisfied' } as const
    expect(await codeOf(transitionTicket(city, no, close))).toBe('PRECONDITION_FAILED:precondition')
    await transitionTicket(city, no, { ...close, reason: '已当面解释，居民要求结案。' })
    expect(await getTicket(city, no)).toMatchObject({ resident_verdict: 'no', status: 'closed' })
  })
})
