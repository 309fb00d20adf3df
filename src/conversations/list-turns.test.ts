import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { listTurns } from './index.ts'

const app = createApp()

describe('the turns behind a figure', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-ROLE-1: are those of one’s own area and of one family; administrators see none', async () => {
    const resident = await openResident(app, ports)
    await resident.say('转人工，电话13812345678')
    await database.sql`update conversations set division_code = '420106' where id = ${resident.id}`
    const period = { from: new Date('2026-11-01'), to: new Date('2026-12-01') }
    const list = (area: string, family: 'handoff' | 'answered') =>
      listTurns(contextOf(ports, staffActor('city', area)), { ...period, family })
    const own = await list('4201', 'handoff')
    expect(own.turns).toHaveLength(1)
    expect(JSON.stringify(own)).not.toContain('13812345678')
    expect((await list('4201', 'answered')).turns).toEqual([])
    expect((await list('420111', 'handoff')).turns).toEqual([])
    const admin = contextOf(ports, staffActor('admin', '4201'))
    await expect(listTurns(admin, { ...period, family: 'handoff' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
