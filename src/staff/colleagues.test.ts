import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffRole } from '../shared/actor.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { findColleague, listColleagues } from './index.ts'
import { insertProfile, insertUser } from './store.ts'

describe('R-LIFE-3: whom work can be given to', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    await hire('near', 'community', ['420106012001'], null)
    await hire('above', 'district', ['420106'], null)
    await hire('far', 'community', ['420111'], null)
    await hire('mate', 'department', [], 'shili-danwei')
    await hire('other', 'department', [], 'shili-qita')
    await hire('reader', 'auditor', ['420106'], 'shili-danwei')
    await hire('gone', 'community', ['420106'], 'shili-danwei')
    await database.sql`update staff_profiles set active = false where user_id = 'gone'`
  })
  afterAll(() => database.close())

  async function hire(id: string, role: StaffRole, areas: string[], unit: string | null) {
    const at = ports.clock.now()
    await insertUser(ports.sql, { id, name: `示例${id}`, username: id, at })
    await insertProfile(ports.sql, {
      userId: id,
      roles: [role],
      areaPrefixes: areas,
      unitId: unit,
      unitName: unit,
      at,
      by: 'test',
    })
  }
  const offered = async (role: StaffRole, area: string, unit?: string): Promise<string[]> => {
    const { colleagues } = await listColleagues(contextOf(ports, staffActor(role, area, unit)))
    return colleagues.map(({ id }) => id).toSorted()
  }

  it('people of one’s own area, above and below; a department, which has none, its own unit', async () => {
    expect(await offered('street', '420106012')).toEqual(['above', 'near'])
    expect(await offered('department', '', 'shili-danwei')).toEqual(['mate'])
    expect(await offered('street', '420106012', 'shili-danwei')).toEqual(['above', 'mate', 'near'])
  })

  it('who is not on the list is not found, and the name is the account’s', async () => {
    const actor = staffActor('street', '420106012')
    const find = (id: string) => findColleague(ports.sql, { actor, id })
    expect(await find('near')).toEqual({ id: 'near', name: '示例near', unit: null })
    for (const id of ['far', 'mate', 'reader', 'gone', 'nobody'])
      expect([id, await find(id)]).toEqual([id, undefined])
  })
})
