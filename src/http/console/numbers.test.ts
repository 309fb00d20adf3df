import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { correctNumbers, emergencyCard } from '../../answering/emergency/index.ts'
import { listAudit } from '../../operations/index.ts'
import type { EmergencyCard } from '../../protocol/turn-events.ts'
import {
  correctNumber,
  CorrectNumberInput,
  dropNumberCorrection,
  viewNumbers,
} from '../../regions/index.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()
const WORDS = '老公又打我了，怎么办'
const facts = (verified: string | null) =>
  CorrectNumberInput.parse({
    name: '示例维权热线',
    hours: '每天 9:00-17:00',
    note: '',
    source: '示例:电话核实',
    verified_at: verified,
  })

describe('corrections of the table of phone numbers', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const admin = () => contextOf(ports, staffActor('admin', '4201'))
  async function numbersShown(): Promise<EmergencyCard['numbers']> {
    const resident = await openResident(app, ports)
    const events = await resident.say(WORDS)
    const shown = events.find((event) => event.type === 'emergency')
    return shown?.type === 'emergency' ? shown.card.numbers : []
  }
  const shipped = emergencyCard('domestic_violence', false).numbers

  it('R-EMG: residents see a correction once it is verified, and the shipped row before and after', async () => {
    expect(await numbersShown()).toEqual(shipped)
    await correctNumber(admin(), '12338', facts(null))
    expect(await numbersShown()).toEqual(shipped)
    const rows = (await viewNumbers(ports)).rows
    expect(rows.find(({ number }) => number === '12338')).toMatchObject({
      corrected: true,
      shown: 'shipped',
      verified_at: null,
    })
    await correctNumber(admin(), '12338', facts('2026-11-20'))
    expect(await numbersShown()).toEqual([
      shipped[0],
      { number: '12338', name: '示例维权热线', note: '每天 9:00-17:00' },
    ])
    await dropNumberCorrection(admin(), '12338')
    expect(await numbersShown()).toEqual(shipped)
    const { entries } = await listAudit(admin(), { action: 'number.' })
    expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'number.restored 12338',
      'number.corrected 12338',
      'number.corrected 12338',
    ])
  })

  it.each(['110', '119', '120', '122'])('%s is never changed', async (number) => {
    await expect(correctNumber(admin(), number, facts('2026-11-20'))).rejects.toMatchObject({
      key: 'number_locked',
    })
    // Nor by whoever writes to the database.
    await database.sql`insert into number_corrections (number, name, source, verified_at, updated_at, updated_by)
      values (${number}, '示例', '示例', '2026-11-20', now(), 'test')`
    const before = emergencyCard('traffic', false)
    expect(await correctNumbers(ports, before)).toEqual(before)
    await database.sql`delete from number_corrections`
  })

  it('an unknown number, a day that lies ahead and anybody but an administrator are refused', async () => {
    await expect(correctNumber(admin(), '10086', facts(null))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(correctNumber(admin(), '12338', facts('2026-12-24'))).rejects.toMatchObject({
      field: 'verified_at',
    })
    const city = contextOf(ports, staffActor('city', '4201'))
    await expect(correctNumber(city, '12338', facts(null))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('bug class 4: with the database gone or hanging the bundled card stands at once', async () => {
    const gone = await testDatabase()
    const without = await testPorts(gone.sql)
    await gone.close()
    const card = emergencyCard('self_harm', false)
    expect(await correctNumbers(without, card)).toEqual(card)
    const hanging = { ...ports, sql: (() => new Promise(() => undefined)) as never }
    const before = performance.now()
    expect(await correctNumbers(hanging, card)).toEqual(card)
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})
