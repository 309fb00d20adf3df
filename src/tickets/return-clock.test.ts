import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor } from '../testing/tickets.ts'
import { actOnTicket, getTicket, sweepTicketClocks, transitionTicket } from './index.ts'

const clock = fixedClock()

describe('disputed dispatches and appeals', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const city = () => contextOf(ports, staffActor('city', '4201', 'desk'))
  const unit = () => contextOf(ports, staffActor('department', '', 'power'))
  const back = { to: 'returned', reason: '非职责', suggested_unit: '示例供电' } as const

  async function dispatched(): Promise<string> {
    clock.set('2026-11-23T09:00:00+08:00')
    const { no } = await fileTicket(ports)
    await transitionTicket(city(), no, { to: 'accepted', version: 1 })
    const lead = { lead_unit: 'power', lead_unit_name: '示例供电', level: 'street' } as const
    await transitionTicket(city(), no, { to: 'dispatched', version: 2, ...lead })
    return no
  }

  it('R-SLA 退单: a dispute is heard until the end of the next working day, not after', async () => {
    const inTime = await dispatched()
    clock.set('2026-11-24T17:30:00+08:00')
    expect(await codeOf(transitionTicket(unit(), inTime, { ...back, version: 3 }))).toBe('ok')
    const late = await dispatched()
    clock.set('2026-11-24T17:31:00+08:00')
    await sweepTicketClocks(ports)
    const { version } = await getTicket(city(), late)
    expect(await codeOf(transitionTicket(unit(), late, { ...back, version }))).toBe(
      'PRECONDITION_FAILED:return_limit',
    )
  })

  it('R-SLA 退单: a dispute nobody decides within a working day is marked once and goes one level up', async () => {
    const no = await dispatched()
    clock.set('2026-11-23T10:00:00+08:00')
    await transitionTicket(unit(), no, { ...back, version: 3 })
    const decisions = async () =>
      (await getTicket(city(), no)).history.filter(({ reason }) => reason.startsWith('return'))
    clock.set('2026-11-24T17:29:00+08:00')
    await sweepTicketClocks(ports)
    expect(await decisions()).toHaveLength(0)
    clock.set('2026-11-24T17:31:00+08:00')
    await sweepTicketClocks(ports)
    await sweepTicketClocks(ports)
    const marks =
      await database.sql`select 1 from ticket_marks m join tickets t on t.id = m.ticket_id
      where t.ticket_no = ${no} and m.stage = 'return_decision' and m.mark = 'overdue'`
    expect(marks).toHaveLength(1)
  })

  it('R-LIFE: a rejected resident appeals once', async () => {
    clock.set('2026-11-23T09:00:00+08:00')
    const { no, queryCode } = await fileTicket(ports)
    await transitionTicket(city(), no, { to: 'rejected', version: 1, reason: '示例理由' })
    const resident = contextOf(ports, { kind: 'resident' })
    const appeal = () =>
      actOnTicket(resident, {
        ticketNo: no,
        queryCode,
        action: { action: 'appeal', reason: '有新材料' },
      })
    expect((await appeal()).status).toBe('pending_review')
    await transitionTicket(city(), no, { to: 'rejected', version: 3, reason: '仍不属实' })
    expect(await codeOf(appeal())).toBe('CONFLICT:invalid_transition')
  })
})
