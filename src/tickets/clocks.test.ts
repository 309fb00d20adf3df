import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import {
  assignTicket,
  decideExtension,
  escalateTicket,
  getTicket,
  listTicketsBehind,
  lookupTicket,
  markSubject,
  measurePeriod,
  requestExtension,
  superviseTicket,
  sweepTicketClocks,
  transitionTicket,
} from './index.ts'

const clock = fixedClock()
const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('clocks and events', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())
  // Tickets of one case must not ring in the next.
  beforeEach(async () => {
    clock.set('2026-11-23T09:00:00+08:00')
    await database.sql`update tickets set next_mark_at = null, resolved_at = null, status = 'withdrawn'`
  })

  const city = () => contextOf(ports, staffActor('city', '4201', 'own-unit'))
  const district = () => contextOf(ports, staffActor('district', '4201'))

  async function marksOf(no: string): Promise<string[]> {
    const rows = await database.sql<{ stage: string; mark: string }[]>`
      select stage, mark from ticket_marks m join tickets t on t.id = m.ticket_id
      where t.ticket_no = ${no} order by m.at, stage, mark`
    return rows.map(({ stage, mark }) => `${stage} ${mark}`)
  }

  it('R-SLA-3: reminds at 80 % of the working time and escalates one level at 100 %, each once', async () => {
    const { no } = await fileTicket(ports)
    expect((await sweepTicketClocks(ports)).marks).toBe(0)
    // Accept is due after 4 working hours: 09:00–12:00 and 14:00–15:00; 80 % of it is at 14:12.
    clock.set('2026-11-23T14:11:00+08:00')
    await sweepTicketClocks(ports)
    expect(await marksOf(no)).toEqual([])
    clock.set('2026-11-23T14:12:00+08:00')
    await sweepTicketClocks(ports)
    expect(await marksOf(no)).toEqual(['accept remind'])
    clock.set('2026-11-23T15:00:00+08:00')
    const level = (await getTicket(city(), no)).level
    expect(level).toBe('street')
    expect((await sweepTicketClocks(ports)).escalated).toBe(1)
    expect((await sweepTicketClocks(ports)).marks).toBe(0)
    expect((await getTicket(city(), no)).level).toBe('district')
    const alerts = await database.sql<{ kind: string; level: string }[]>`
      select kind, level from ticket_alerts order by created_at`
    expect(alerts.map(({ kind, level: at }) => `${kind} ${at}`)).toEqual([
      'remind street',
      'overdue district',
    ])
  })

  it('R-SLA-3: supervision comes one working day after the due date', async () => {
    const { no } = await fileTicket(ports)
    clock.set('2026-11-24T17:29:00+08:00')
    await sweepTicketClocks(ports)
    expect(await marksOf(no)).not.toContain('accept supervise')
    clock.set('2026-11-24T17:30:00+08:00')
    await sweepTicketClocks(ports)
    expect(await marksOf(no)).toContain('accept supervise')
  })

  it('R-SLA-3: a critical ticket nobody accepts in 10 minutes rings the duty list, at night as well', async () => {
    clock.set('2026-11-22T02:00:00+08:00')
    await fileTicket(ports, { urgency: 'critical' })
    clock.advance(10 * 60_000)
    await sweepTicketClocks(ports)
    const [alert] = await database.sql<{ onCall: boolean; level: string }[]>`
      select on_call as "onCall", level from ticket_alerts where on_call`
    expect(alert).toEqual({ onCall: true, level: 'district' })
  })

  it('R-SLA-4: a paused clock rings for nobody; two pauses at most', async () => {
    const { no } = await fileTicket(ports)
    let version = await takeInHand(ports, no)
    for (const question of ['哪一盏？', '几号楼？']) {
      const asked = await transitionTicket(city(), no, { to: 'pending_info', version, question })
      clock.advance(HOUR)
      await sweepTicketClocks(ports)
      const back = { to: 'processing', version: asked.version } as const
      version = (await transitionTicket(city(), no, back)).version
    }
    expect(await marksOf(no)).toEqual([])
    const third = { to: 'pending_info', version, question: '还有？' } as const
    expect(await codeOf(transitionTicket(city(), no, third))).toBe(
      'PRECONDITION_FAILED:pause_limit',
    )
  })

  it('R-LIFE: without an answer only explained, after two reminders and seven days', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const asked = await transitionTicket(city(), no, {
      to: 'pending_info',
      version,
      question: '哪一盏？',
    })
    const close = {
      to: 'resolved',
      version: asked.version,
      outcome: 'explained',
      public_reply: '未收到补充，已说明。',
    } as const
    expect(await codeOf(transitionTicket(city(), no, close))).toBe(
      'PRECONDITION_FAILED:answer_pending',
    )
    for (let day = 0; day < 7; day += 1) {
      clock.advance(DAY)
      await sweepTicketClocks(ports)
    }
    expect(await marksOf(no)).toEqual(['pending_info remind', 'pending_info remind_again'])
    expect(await codeOf(transitionTicket(city(), no, { ...close, outcome: 'done' }))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    expect((await transitionTicket(city(), no, close)).status).toBe('resolved')
  })

  it('R-LIFE: an answer nobody judges closes after seven days as unrated', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    await transitionTicket(city(), no, {
      to: 'resolved',
      version,
      outcome: 'done',
      public_reply: '已修好。',
    })
    clock.advance(7 * DAY - 1)
    expect((await sweepTicketClocks(ports)).closed).toBe(0)
    clock.advance(1)
    expect((await sweepTicketClocks(ports)).closed).toBe(1)
    expect(await getTicket(city(), no)).toMatchObject({ status: 'closed', satisfaction: 'unrated' })
  })

  it('R-SLA-4: one extension, at most the original limit, decided by somebody else, told to the resident', async () => {
    const { no, queryCode } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const ask = { ticketNo: no, version, reason: '等备件', days: 3 }
    expect(await codeOf(requestExtension(city(), { ...ask, days: 30 }))).toBe(
      'PRECONDITION_FAILED:extension_limit',
    )
    const asked = await requestExtension(city(), ask)
    const decide = { ticketNo: no, version: asked.version, reason: '等备件', approve: true }
    expect(await codeOf(decideExtension(city(), decide))).toBe('FORBIDDEN:forbidden')
    const extended = await decideExtension(district(), decide)
    // 7 working days from 11-23 end on 12-02; three more on 12-07.
    expect(extended.resolveDueAt.toISOString()).toBe('2026-12-07T09:30:00.000Z')
    const view = await lookupTicket(ports, { ticketNo: no, queryCode })
    expect(view.due_text).toContain('12月7日')
    expect(
      await codeOf(requestExtension(city(), { ...ask, version: extended.version, days: 1 })),
    ).toBe('PRECONDITION_FAILED:extension_once')
  })

  it('R-LIFE-3: escalation and supervision are events in the history, not statuses', async () => {
    const { no } = await fileTicket(ports)
    const up = await escalateTicket(city(), { ticketNo: no, version: 1, reason: '超出街道权限' })
    expect([up.level, up.status]).toEqual(['district', 'pending_review'])
    const supervisor = contextOf(ports, staffActor('supervisor', '4201'))
    await superviseTicket(supervisor, { ticketNo: no, version: up.version, reason: '群众催促' })
    const { history } = await getTicket(city(), no)
    expect(history.map(({ action }) => action)).toEqual(['create', 'escalate', 'supervise'])
    const stale = { ticketNo: no, version: 1, reason: '迟到' }
    expect(await codeOf(escalateTicket(city(), stale))).toBe('CONFLICT:version_conflict')
    const department = contextOf(ports, staffActor('department', '', 'own-unit'))
    expect(await codeOf(superviseTicket(department, { ...stale, version: 3 }))).toBe(
      'NOT_FOUND:not_found.ticket',
    )
  })

  it('R-LIFE-4: a complaint about a unit is invisible to it, not given to it, and goes one level up', async () => {
    const { no } = await fileTicket(ports, { category_code: 'L1401', appeal_type: 'complaint' })
    const about = {
      ticketNo: no,
      version: 1,
      reason: '投诉对象',
      unitId: 'bad-unit',
      staffId: 'stf_x',
    }
    const marked = await markSubject(city(), about)
    expect(marked.level).not.toBe('grid')
    const named = contextOf(ports, staffActor('district', '4201', 'bad-unit'))
    expect(await codeOf(getTicket(named, no))).toBe('NOT_FOUND:not_found.ticket')
    const person = contextOf(ports, { ...staffActor('city', '4201'), id: 'stf_x' })
    expect(await codeOf(getTicket(person, no))).toBe('NOT_FOUND:not_found.ticket')
    const accepted = await transitionTicket(city(), no, { to: 'accepted', version: marked.version })
    const give = { to: 'dispatched', version: accepted.version, lead_unit: 'bad-unit' } as const
    expect(await codeOf(transitionTicket(city(), no, give))).toBe(
      'PRECONDITION_FAILED:subject_unit',
    )
    const assign = { ticketNo: no, version: accepted.version, reason: '经办' }
    expect(await codeOf(assignTicket(city(), { ...assign, assigneeId: 'stf_x' }))).toBe(
      'PRECONDITION_FAILED:subject_unit',
    )
  })

  it('R-KPI-1: the figures of a period are read from the rows, in one’s own area', async () => {
    await database.sql`update tickets set resolve_due_at = '2020-01-01'`
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const reply = { outcome: 'done', public_reply: '已修好。' } as const
    await transitionTicket(city(), no, { to: 'resolved', version, ...reply })
    const period = { from: '2026-11-01', to: '2026-12-31' }
    const { tickets, values } = await measurePeriod(city(), period)
    expect(tickets).toBe(1)
    expect(values.find(({ id }) => id === 'resolved_on_time')).toMatchObject({ value: 1 })
    const behind = { ...period, id: 'resolved_on_time', part: 'met' } as const
    expect(await listTicketsBehind(city(), behind)).toEqual([no])
    const elsewhere = contextOf(ports, staffActor('street', '420111'))
    expect((await measurePeriod(elsewhere, period)).tickets).toBe(0)
  })

  it('R-LIFE-7: after two returns only the district decides', async () => {
    const { no } = await fileTicket(ports)
    const street = contextOf(ports, staffActor('street', '420106'))
    const unit = contextOf(ports, staffActor('department', '', 'lamp-unit'))
    await transitionTicket(street, no, { to: 'accepted', version: 1 })
    const dispatch = { to: 'dispatched', lead_unit: 'lamp-unit', decision: '维持' } as const
    const back = { to: 'returned', reason: '非职责', suggested_unit: '示例供电' } as const
    await transitionTicket(street, no, { ...dispatch, version: 2 })
    await transitionTicket(unit, no, { ...back, version: 3 })
    await transitionTicket(street, no, { ...dispatch, version: 4 })
    const twice = await transitionTicket(unit, no, { ...back, version: 5 })
    expect([twice.returns, twice.level]).toEqual([2, 'district'])
    expect(await codeOf(transitionTicket(street, no, { ...dispatch, version: 6 }))).toBe(
      'FORBIDDEN:forbidden',
    )
    expect((await transitionTicket(district(), no, { ...dispatch, version: 6 })).status).toBe(
      'dispatched',
    )
  })
})
