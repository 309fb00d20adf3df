import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { PROTECTIONS } from './index.ts'
import { readSeen, renderPage, wordsOf } from './page.ts'
import { FAULTS, groupOf, takeAway } from './protection.ts'
import { judge, whyNotGreen, type Report } from './verdict.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const read = (file: string): string => readFileSync(ROOT + file, 'utf8')

/** Whether a text in quotes in this source is the title of the test; `%s` in it stands for a case. */
function hasTest(source: string, name: string): boolean {
  const quoted = [...source.matchAll(/(['`])((?:(?!\1)[^\\\n]|\\.)+)\1/g)].map(
    ([, , text]) => text ?? '',
  )
  return quoted.some((title) => {
    if (!title.includes('%s')) return title.endsWith(name)
    const [before = '', after = ''] = title.split('%s')
    return before.length + after.length > 10 && name.startsWith(before) && name.endsWith(after)
  })
}

describe('the table of protections', () => {
  it('names every row once, and every promise has its rows', () => {
    const ids = PROTECTIONS.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const groups = Map.groupBy(PROTECTIONS, groupOf)
    for (const group of ['9.1', '9.3', '9.5', '9.7'] as const)
      expect(groups.get(group)?.length, group).toBeGreaterThan(9)
    const faults = new Set(groups.get('9.5')?.map(({ fault }) => fault))
    expect([...faults].toSorted()).toEqual([...FAULTS].toSorted())
  })

  it.each(PROTECTIONS)('$id fits the sources and its test', (row) => {
    const without = takeAway(read(row.file), row)
    expect(without).not.toBe(read(row.file))
    expect(row.file).not.toMatch(/\.test\.|^src\/testing\//)
    expect(existsSync(ROOT + row.test.file)).toBe(true)
    expect(hasTest(read(row.test.file), row.test.name), row.test.name).toBe(true)
    const isServer = row.test.file.endsWith('.server.test.ts')
    expect(row.project === 'server').toBe(isServer)
  })

  it('every row was seen to fail as it is written today, and the page holds no other', () => {
    const page = read('.docs/protections.md')
    const seen = readSeen(page, PROTECTIONS)
    expect(PROTECTIONS.filter(({ id }) => !seen.has(id)).map(({ id }) => id)).toEqual([])
    expect(page).toBe(renderPage(PROTECTIONS, seen))
    const [first] = PROTECTIONS
    if (first === undefined) throw new Error('no rows')
    const changed = { ...first, takes: 'something else' }
    expect(wordsOf(changed)).not.toEqual(wordsOf(first))
    expect(readSeen(page, [changed]).size).toBe(0)
  })
})

describe('the verdict of a run', () => {
  const expected = { test: { file: 'a.test.ts', name: 'refuses it' } }
  const report = (
    status: string,
    failureMessages: readonly string[] = [],
    message = '',
  ): Report => ({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        message,
        assertionResults: [
          { fullName: 'limits refuses it', status, failureMessages: [...failureMessages] },
          { fullName: 'limits answers', status: 'skipped', failureMessages: [] },
        ],
      },
    ],
  })

  it('noticed is what the test itself expected in vain', () => {
    const said = 'AssertionError: expected 200 to be 429\n    at limits.test.ts:1:1'
    expect(judge(report('failed', [said]), expected)).toEqual({
      kind: 'noticed',
      said: 'AssertionError: expected 200 to be 429',
    })
    expect(judge(report('passed'), expected)).toEqual({ kind: 'survived' })
  })

  it('an error of the code, a set-up that failed and a test that is not there prove nothing', () => {
    for (const message of ['ReferenceError: x is not defined', 'Error: Test timed out in 30000ms.'])
      expect(judge(report('failed', [message]), expected)).toMatchObject({ kind: 'broken' })
    const without = judge(report('skipped', [], 'SyntaxError: unexpected token'), expected)
    expect(without).toEqual({ kind: 'broken', why: 'SyntaxError: unexpected token' })
    const renamed = { test: { ...expected.test, name: 'refuses that' } }
    expect(judge(report('failed'), renamed)).toMatchObject({ kind: 'broken' })
  })

  it('waiting in vain counts where nothing else can be seen', () => {
    const timeout = report('failed', ['Error: Test timed out in 90000ms.'])
    expect(judge(timeout, { ...expected, by: 'time' })).toMatchObject({ kind: 'noticed' })
  })

  it('a test that is red with everything in place stands for nothing', () => {
    expect(whyNotGreen(report('passed'), expected)).toBeUndefined()
    expect(whyNotGreen(report('failed', ['AssertionError: no']), expected)).toBe(
      'AssertionError: no',
    )
    expect(whyNotGreen(report('skipped', [], 'no database'), expected)).toBe('skipped')
  })
})
