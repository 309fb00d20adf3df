import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor } from '../../testing/tickets.ts'
import { announceAlerts, listNotices, readNotices, sweepTicketClocks, takeNote } from '../index.ts'

const app = createApp()
const MINUTE = 60_000

describe('notices for staff', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
    await database.sql`insert into webhook_endpoints (id, url, name, secret_sealed, created_at)
      values ('whe_test', 'https://example.cn', 'x', '', now())`
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    clock.set('2026-11-23T09:00:00+08:00')
    await database.sql`update tickets set next_mark_at = null, status = 'withdrawn', closed_at = now()`
    await database.sql`update staff_alerts set acknowledged_at = now(), summary = ''`
    await database.sql`delete from ticket_alerts`
    await database.sql`delete from webhook_events`
    await database.sql`delete from staff_notice_reads`
  })
  const as = (role: 'community' | 'city' | 'street' | 'auditor', area: string) =>
    contextOf(ports, staffActor(role, area, 'own-unit'))
  const sent = async (): Promise<{ type: string; data: Record<string, unknown> }[]> => {
    const rows = await database.sql<{ payload: string }[]>`
      select payload from webhook_events where type like 'staff.%' order by at, id`
    return rows.map(({ payload }) => JSON.parse(payload))
  }
  const cryForHelp = async () => {
    const resident = await openResident(app, ports)
    await resident.say('厨房着火了，全是烟，我电话13912345678')
    return resident
  }

  it('R-EMG: words of danger reach the desk and the duty phone, without a word of the resident outside', async () => {
    const resident = await cryForHelp()
    expect(await announceAlerts(ports)).toEqual({ emergencies: 1, alerts: 0 })
    const [event] = await sent()
    expect(event).toMatchObject({
      type: 'staff.alert',
      data: { kind: 'fire', conversation_id: resident.id, announcement: 1 },
    })
    expect(JSON.stringify(event)).not.toMatch(/着火|13912345678/)
    const { emergencies, unread } = await listNotices(as('community', '420106'))
    expect(emergencies).toMatchObject([{ kind: 'fire', acknowledged_at: null }])
    expect(emergencies[0]?.summary).toContain('着火')
    expect(emergencies[0]?.summary).not.toContain('13912345678')
    expect(unread).toBe(1)
  })

  it('R-EMG: it is announced again until somebody takes note, and then never again', async () => {
    await cryForHelp()
    await announceAlerts(ports)
    expect((await announceAlerts(ports)).emergencies).toBe(0)
    clock.advance(3 * MINUTE)
    expect((await announceAlerts(ports)).emergencies).toBe(1)
    const community = as('community', '420106')
    const [alert] = (await listNotices(community)).emergencies
    await takeNote(community, { id: alert?.id ?? '' })
    await takeNote(as('city', '4201'), { id: alert?.id ?? '' })
    const [row] =
      await database.sql`select acknowledged_by from staff_alerts where id = ${alert?.id ?? ''}`
    expect(row?.['acknowledged_by']).toBe(community.actor.kind === 'staff' && community.actor.id)
    clock.advance(60 * MINUTE)
    expect((await announceAlerts(ports)).emergencies).toBe(0)
    expect((await listNotices(community)).unread).toBe(0)
    expect((await sent()).map(({ data }) => data['announcement'])).toEqual([1, 2])
  })

  it('R-EMG: nobody takes note: it is announced four times, at 0, 3, 10 and 30 minutes', async () => {
    await cryForHelp()
    const at: number[] = []
    for (let minute = 0; minute <= 120; minute += 1) {
      if ((await announceAlerts(ports)).emergencies > 0) at.push(minute)
      clock.advance(MINUTE)
    }
    expect(at).toEqual([0, 3, 10, 30])
  })

  it('R-ROLE-1: danger elsewhere is not shown, and not for somebody elsewhere to take note of', async () => {
    await cryForHelp()
    await database.sql`update staff_alerts set division_code = '420106' where summary <> ''`
    const [alert] = (await listNotices(as('community', '420106'))).emergencies
    const elsewhere = as('community', '420111')
    expect((await listNotices(elsewhere)).emergencies).toEqual([])
    expect(await codeOf(takeNote(elsewhere, { id: alert?.id ?? '' }))).toMatch(/^NOT_FOUND/)
  })

  it('R-SLA-3: what is new, at 80 % and overdue is told once; a critical one nobody took in goes to the duty phone', async () => {
    const { no } = await fileTicket(ports, { urgency: 'critical' })
    const street = as('street', '420106')
    expect((await listNotices(street)).new_tickets.map(({ ticket_no: each }) => each)).toEqual([no])
    await readNotices(street, { until: clock.now() })
    expect((await listNotices(street)).unread).toBe(0)
    for (let step = 0; step < 20; step += 1) {
      clock.advance(3 * MINUTE)
      await sweepTicketClocks(ports)
      await announceAlerts(ports)
    }
    const events = await sent()
    const kinds = events.map(
      ({ type, data }) => `${type} ${String(data['stage'])} ${String(data['kind'])}`,
    )
    expect(kinds).toContain('staff.notice accept remind')
    expect(kinds.filter((kind) => kind === 'staff.notice accept remind')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'staff.alert accept overdue').length).toBeGreaterThan(1)
    expect(JSON.stringify(events)).not.toContain('路灯')
    const city = as('city', '4201')
    const duty = (await listNotices(city)).alerts.find((alert) => alert.on_call)
    expect(duty).toMatchObject({ ticket_no: no, acknowledged_at: null })
    expect(await codeOf(takeNote(as('auditor', '4201'), { id: duty?.id ?? '' }))).toMatch(
      /^FORBIDDEN/,
    )
    await takeNote(city, { id: duty?.id ?? '' })
    const before = (await sent()).length
    clock.advance(60 * MINUTE)
    await announceAlerts(ports)
    expect((await sent()).length).toBe(before)
  })
})
