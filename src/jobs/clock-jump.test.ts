import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { JOBS, runDueJobs } from './index.ts'

describe('jobs under a clock that jumps', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  const all = JOBS.map(({ name }) => name)
  const nightly = JOBS.filter(({ atHour }) => atHour !== undefined).map(({ name }) => name)
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  it('a clock put back a day does not stop them until the day has passed again', async () => {
    expect(await runDueJobs(ports)).toEqual(all)
    expect(await runDueJobs(ports)).toEqual([])
    clock.set('2026-11-22T08:00:00+08:00')
    expect(await runDueJobs(ports)).toEqual(all)
    expect(await runDueJobs(ports)).toEqual([])
  })

  it('a lease taken by a process whose clock ran ahead is no lease', async () => {
    const ahead = new Date(clock.now().getTime() + 7 * 86_400_000)
    await database.sql`update job_runs set next_due_at = ${clock.now()}, lease_until = ${ahead}, lease_owner = 'own_gone'`
    expect(await runDueJobs(ports)).toEqual(all)
  })

  it('a lease of a process whose clock is a little ahead is one', async () => {
    const held = new Date(clock.now().getTime() + 300_000 + 10_000)
    await database.sql`update job_runs set next_due_at = ${clock.now()}, lease_until = ${held}, lease_owner = 'own_other'`
    expect(await runDueJobs(ports)).toEqual([])
  })

  it('a clock put forward runs what is due once, the nightly job too', async () => {
    clock.advance(3 * 86_400_000)
    const ran = await runDueJobs(ports)
    expect(ran).toEqual(all)
    expect(ran).toEqual(expect.arrayContaining(nightly))
    expect(await runDueJobs(ports)).toEqual([])
  })
})
