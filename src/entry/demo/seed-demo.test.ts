import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TICKET_STATUSES } from '../../protocol/tickets.ts'
import { findDivision } from '../../regions/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { verifyHistory } from '../../tickets/index.ts'
import { runSeed } from '../seed.ts'
import { PEOPLE } from './scenes.ts'

describe('R-OPS-7: the demo', () => {
  let database: TestDatabase
  let ports: TestPorts
  const told: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'gw-demo-'))
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { settings: { DATA_DIR: folder } })
    await seed({ demo: true })
    await ports.settled()
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const seed = (values: Record<string, boolean>) =>
    runSeed(ports, { values }, (line) => told.push(line))
  const read = async (): Promise<string> =>
    JSON.stringify([
      await database.sql`select * from tickets order by id`,
      await database.sql`select * from ticket_history order by ticket_id, seq`,
      await database.sql`select * from messages order by id`,
      await database.sql`select * from hotspots order by id`,
    ])

  it('has a ticket in every state, and a draft that waits', async () => {
    const rows = await database.sql<{ status: string }[]>`select distinct status from tickets`
    const drafts = await database.sql`select 1 from ticket_drafts where status = 'open'`
    const states = rows.map(({ status }) => status)
    expect(states.toSorted()).toEqual(
      TICKET_STATUSES.filter((status) => status !== 'draft').toSorted(),
    )
    expect(drafts.length).toBeGreaterThan(0)
    expect((await verifyHistory(ports)).broken).toBeNull()
  })

  it('is fictional on its face: every place says 示例, nobody has a phone', async () => {
    const rows = await database.sql<{ address: string; reporter: string | null }[]>`
      select address, reporter_sealed as reporter from tickets`
    for (const row of rows) {
      expect(row.address).toContain('示例')
      expect(row.reporter).toBeNull()
    }
    const said = await database.sql<
      { text: string }[]
    >`select text from messages where role = 'resident'`
    expect(said.filter(({ text }) => /\d{7,}/.test(text))).toEqual([])
  })

  it('the street residents name is the street of the draft, the ticket, its unit and the map', async () => {
    type Row = { words: string; heard: string | null; filed: string | null; unit: string | null }
    const rows = await database.sql<Row[]>`
      select t.division_code as filed, u.division_code as unit,
        d.card #>> '{fields,division_code,value}' as heard,
        (select string_agg(m.text, '，') from messages m
          where m.conversation_id = d.conversation_id and m.role = 'resident') as words
      from ticket_drafts d left join tickets t on t.id = d.ticket_id
        left join region_units u on u.id = t.lead_unit where d.status <> 'discarded'`
    const streetOf = (code: string): string => findDivision(code.slice(0, 9))?.short ?? code
    const read = rows.map(({ words, heard, filed, unit }) => ({
      words,
      named: [...words.matchAll(/(?<=，)\p{Script=Han}{2,4}街道/gu)].map(([name]) => name),
      // A district's unit looks after every street of it.
      kept: [heard, filed, unit].flatMap((code) =>
        code === null || code.length <= 6 ? [] : [streetOf(code)],
      ),
    }))
    expect(read.filter(({ named }) => named.length > 0).length).toBeGreaterThan(10)
    expect(
      read.filter(
        ({ named, kept }) =>
          (named.length > 0 && kept.length === 0) || new Set([...named, ...kept]).size > 1,
      ),
    ).toEqual([])
    // What lies on the map lies within a kilometre of the example station of the same street.
    const far = await database.sql`select t.ticket_no from tickets t
      where (t.location ->> 'lat') is not null and not exists (
        select 1 from region_stations s where s.division_code = t.division_code
          and abs(s.lat - (t.location ->> 'lat')::float) < 0.01
          and abs(s.lon - (t.location ->> 'long')::float) < 0.01)`
    expect(far).toEqual([])
  })

  it('shows a hotspot, an alarm, a person asked for and an account for every desk', async () => {
    expect(await database.sql`select 1 from hotspots`).toHaveLength(1)
    expect(told.join('\n')).toContain(PEOPLE[0]?.username)
    const outcomes = await database.sql<{ outcome: string }[]>`select outcome from turns`
    const all = outcomes.map(({ outcome }) => outcome)
    expect(all.some((outcome) => outcome.startsWith('answered'))).toBe(true)
    expect(all.some((outcome) => outcome.startsWith('emergency'))).toBe(true)
    expect(all.some((outcome) => outcome.startsWith('handoff'))).toBe(true)
    expect(all.some((outcome) => outcome.startsWith('unanswerable'))).toBe(true)
    expect(await database.sql`select 1 from staff_profiles`).toHaveLength(PEOPLE.length)
  })

  it('--reset brings back exactly what was seeded', async () => {
    const seeded = await read()
    await database.sql`update tickets set title = 'changed by a visitor'`
    await database.sql`delete from messages`
    expect(await read()).not.toBe(seeded)
    expect(await seed({ demo: true, reset: true })).toBe(0)
    expect(await read()).toBe(seeded)
  })

  it('a database in use is not seeded, and one seeded elsewhere not reset', async () => {
    const before = await read()
    await expect(seed({ demo: true })).resolves.toBe(1)
    const elsewhere = { DATA_DIR: join(folder, 'elsewhere') }
    const moved = await testPorts(database.sql, { settings: elsewhere })
    const reset = { values: { demo: true, reset: true } }
    expect(await runSeed(moved, reset, () => undefined)).toBe(1)
    expect(await read()).toBe(before)
  })
})
