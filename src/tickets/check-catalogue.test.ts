import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { CATALOGUE_VERSION } from './index.ts'

type Item = Record<string, unknown> & { code: string }
type Raw = { version: string; items: Item[] }
const shipped = JSON.parse(
  readFileSync(new URL('../../knowledge/tables/catalogue.json', import.meta.url), 'utf8'),
) as Raw

/** The shipped catalogue with one item changed, or without it. */
function changed(code: string, change: Record<string, unknown> | null): Raw {
  const items = shipped.items.flatMap((item) =>
    item.code !== code ? [item] : change === null ? [] : [{ ...item, ...change }],
  )
  return { ...shipped, items }
}
const problemsOf = (raw: unknown): string[] =>
  checkCatalogue(raw).map(({ code, problem }) => `${code}: ${problem}`)

describe('catalogue check', () => {
  it('R-CAT-1, R-CAT-2: the shipped catalogue is whole: 250 matters and the local tree', () => {
    expect(problemsOf(shipped)).toEqual([])
  })

  it.each([
    ['a missing matter', changed('E01037', null), /^E01: has 75 matters, the standard has 76$/],
    ['a code twice', { ...shipped, items: [...shipped.items, changed('', {}).items[20]] }, /twice/],
    ['an unknown urgency', changed('L0101', { urgency: 'soon' }), /^L0101: urgency: /],
    ['an unknown appeal type', changed('L0101', { appeal_types: ['x'] }), /^L0101: appeal_types/],
    ['a wrong parent', changed('L0101', { parent: 'L02' }), /^L0101: does not belong under L02$/],
    ['no such parent', changed('L0101', { parent: 'L77' }), /^L0101: its parent L77 is not in/],
    ['a wrong standard code', changed('E01037', { std_code: '01038' }), /the code says 01037/],
    ['no standard', changed('E01037', { standard_ref: null }), /^E01037: a std_code needs/],
    [
      'department work for a community',
      changed('E01037', { level: 'community' }),
      /^E01037: no community duty.*66号/,
    ],
    ['no unit rule', changed('L0101', { unit_rule: '' }), /^L0101: unit_rule/],
    ['an empty synonym', changed('L0101', { synonyms: [' '] }), /^L0101: an empty synonym$/],
    ['somebody’s synonym', changed('L0101', { synonyms: ['自来水井盖'] }), /belongs to E01001$/],
    ['no version', { ...shipped, version: 7 }, /^version: /],
  ])('R-CAT-1: names %s', (_name, raw, expected) => {
    expect(problemsOf(raw).join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })

  it('R-CAT-1: all problems are told at once', () => {
    const raw = changed('L0101', { level: 'grid', unit_rule: '', community_duty: false })
    expect(problemsOf(raw)).toHaveLength(2)
  })

  it('R-CAT-1: a code in use is retired, never removed, re-used or changed under the same version', () => {
    const against = (next: Raw): string[] =>
      checkCatalogue(next, shipped).map(({ code, problem }) => `${code}: ${problem}`)
    expect(against(shipped)).toEqual([])
    expect(against(changed('L0101', { name: '新名' })).join()).toContain('version: is still')
    const retired = { ...changed('L0101', { valid_to: '2027-01-01' }), version: '2027-1' }
    expect(against(retired)).toEqual([])
    const removed = { ...changed('L0107', null), version: '2027-1' }
    expect(against(removed)).toEqual(['L0107: was removed; set valid_to, tickets still carry it'])
    const other = { ...changed('E01037', { std_code: '01038' }), version: '2027-1' }
    expect(against(other).join()).toContain('E01037: meant 01037 before')
  })
})

describe('running tickets', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-CAT-1, R-SLA-5: a ticket carries its own level, urgency, dates and catalogue version', async () => {
    const { no } = await fileTicket(ports)
    const read = async () => {
      const [row] = await database.sql`select level, urgency, category_code, catalogue_version, sla,
        accept_due_at, resolve_due_at from tickets where ticket_no = ${no}`
      return row
    }
    const before = await read()
    expect(before).toMatchObject({
      level: 'street',
      category_code: 'E01037',
      catalogue_version: CATALOGUE_VERSION,
    })
    // The next version of the table: nothing of it is read when a running ticket is.
    const next = { ...changed('E01037', { level: 'city', urgency: 'critical' }), version: '2027-1' }
    expect(checkCatalogue(next, shipped)).toEqual([])
    expect(await read()).toEqual(before)
  })
})
