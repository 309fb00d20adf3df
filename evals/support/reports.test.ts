import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { CaseResult } from '../suites/case.ts'
import { compareRuns } from './compare.ts'
import { drawJunit } from './junit.ts'
import { drawPage } from './page.ts'
import { drawSuite, drawSummary } from './report.ts'
import type { SuiteRun } from './results.ts'

function result(id: string, reasons: string[]): CaseResult {
  return {
    id,
    tags: ['t'],
    question: `问题 ${id} <b>`,
    expected: '三分之二',
    replies: [],
    told: '四分之三 & more',
    verdict: { pass: reasons.length === 0, reasons },
    score: reasons.length === 0 ? 1 : 0,
    milliseconds: 12,
    trace: null,
    planted: [],
    shown: [],
  }
}

const results = [result('a', []), result('b', ['missing: 三分之二']), result('c', ['refused: x'])]
const then = new Map([
  ['a', 1],
  ['b', 1],
  ['c', 0],
])
const run: SuiteRun = {
  report: { suite: 'golden', metrics: { correct: 0.3333, planted: 7 }, n: 3 },
  about: 'it is right',
  results,
  comparison: compareRuns(then, new Map(results.map(({ id, score }) => [id, score]))),
  before: { correct: 0.6667 },
  broken: ['golden correct 0.3333 < 0.9'],
  whole: true,
  seconds: 1,
}
const thresholds = { golden: { correct: { min: 0.9 } } }
const info = { at: '2026-11-23', commit: 'abc', node: 'v24', model: 'none', prompts: { x: 1 } }

describe('what a run leaves behind', () => {
  it('the terminal table shows value, baseline, change and limit', () => {
    const table = drawSuite(run, thresholds)
    expect(table).toMatch(/correct +0\.3333 +0\.6667 +-0\.3334 +≥ 0\.9 +✗/)
    expect(table).toContain('within noise (0 up, 1 down of 3, McNemar p 1.000)')
    expect(drawSummary([run])).toContain('1/3')
  })

  it('JUnit fails what fell and what broke its limit, and only tells what was always wrong', () => {
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(drawJunit([run])) as {
      testsuites: { testsuite: { '@_failures': string; testcase: Record<string, unknown>[] } }
    }
    const { testsuite } = parsed.testsuites
    expect(testsuite['@_failures']).toBe('2')
    const failed = testsuite.testcase.filter((item) => 'failure' in item)
    expect(failed.map((item) => item['@_name'])).toEqual(['b', 'limit'])
  })

  it('the page stands alone, puts the fallen case first and lets no text become markup', () => {
    const page = drawPage([run], info, thresholds)
    expect(page).not.toMatch(/<script|src=|href="http|<b>(?!b|c)/)
    expect(page).toContain('问题 b &lt;b&gt;')
    expect(page).toContain('<svg')
    expect(page.indexOf('id="b"')).toBeLessThan(page.indexOf('id="c"'))
    expect(page).toContain('passed before')
  })
})
