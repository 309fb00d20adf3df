import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { distanceMetres, importUnits } from '../regions/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import {
  listAlerts,
  ListAlertsInput,
  remindTicket,
  suggestDispatch,
  sweepTicketClocks,
} from './index.ts'

const clock = fixedClock()

describe('advice for staff', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const alertsOf = async (role: Parameters<typeof staffActor>[0], area: string, unit?: string) => {
    const ctx = contextOf(ports, staffActor(role, area, unit))
    return (await listAlerts(ctx, ListAlertsInput.parse({}))).alerts
  }

  it('R-SLA-3: an alert reaches the unit and the level it was raised for, inside their area only', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const supervisor = contextOf(ports, staffActor('supervisor', '4201'))
    await remindTicket(supervisor, { ticketNo: no, version, reason: '请尽快' })
    expect(await alertsOf('department', '', 'own-unit')).toMatchObject([
      { ticket_no: no, kind: 'remind', level: 'street' },
    ])
    expect(await alertsOf('street', '420106')).toHaveLength(1)
    expect(await alertsOf('district', '420106')).toEqual([])
    expect(await alertsOf('street', '420111')).toEqual([])
    expect(await alertsOf('department', '', 'other-unit')).toEqual([])
    clock.advance(30 * 86_400_000)
    await sweepTicketClocks(ports)
    const district = await alertsOf('district', '420106')
    expect(district.some(({ kind }) => kind === 'overdue')).toBe(true)
    expect(await codeOf(alertsOf('admin', '4201'))).toBe('FORBIDDEN:forbidden')
  })

  it('suggests the unit of the directory, and the catch-all desk where it has none', async () => {
    const city = contextOf(ports, staffActor('city', '4201'))
    const { no } = await fileTicket(ports)
    expect(await suggestDispatch(city, no)).toMatchObject({
      lead_unit: 'unit_catch_all',
      catch_all: true,
      level: 'street',
      grid: null,
    })
    const csv = `id,name,level,kind,division_code,categories,catch_all
u_lamp,示例城管,district,street_city_management,420106,E01037,`
    const imported = await importUnits(contextOf(ports, { kind: 'system', job: 'import' }), {
      bytes: new TextEncoder().encode(csv),
    })
    expect(imported).toMatchObject({ imported: 1, problems: [] })
    expect(await suggestDispatch(city, no)).toMatchObject({
      lead_unit: 'u_lamp',
      lead_unit_name: '示例城管',
      catch_all: false,
    })
    const elsewhere = contextOf(ports, staffActor('street', '420111003'))
    expect(await codeOf(suggestDispatch(elsewhere, no))).toBe('NOT_FOUND:not_found.ticket')
  })

  it('R-MAP-1: a location in map coordinates is stored as WGS84, some 586 m away', async () => {
    const location = { lat: 30.5928, long: 114.3055, accuracy_m: 10 }
    const place = async (source_crs: 'wgs84' | 'gcj02') => {
      const { no } = await fileTicket(ports, { location: { ...location, source_crs } })
      const [row] = await database.sql<{ lat: number; long: number; crs: string }[]>`
        select (location->>'lat')::float8 as lat, (location->>'long')::float8 as long,
          location->>'source_crs' as crs from tickets where ticket_no = ${no}`
      return row ?? { lat: 0, long: 0, crs: '' }
    }
    const plain = await place('wgs84')
    expect(plain).toEqual({ lat: 30.5928, long: 114.3055, crs: 'wgs84' })
    const moved = await place('gcj02')
    const metres = distanceMetres(
      { lon: plain.long, lat: plain.lat },
      { lon: moved.long, lat: moved.lat },
    )
    expect(moved.crs).toBe('gcj02')
    expect(Math.round(metres / 10)).toBe(59)
  })
})
