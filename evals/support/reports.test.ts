import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { CaseResult } from '../suites/case.ts'
import { compareRuns } from './compare.ts'
import { drawJunit } from './junit.ts'
import { drawPage } from './page.ts'
import { describeHeadline, describePrompts, drawSuite, drawSummary } from './report.ts'
import { checkPrompts, type SuiteRun } from './results.ts'

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
  scoresThen: then,
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
    expect(table).toMatch(/▼ b +1 → 0 +问题 b/)
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
    expect(page).not.toMatch(/<script|src=|href="http|url\(/)
    expect(page).not.toMatch(/问题 . <b>/)
    expect(page).toContain('问题 b &lt;b&gt;')
    expect(page).toContain('class="fill" style="width:33.3%"')
    expect(page.indexOf('id="golden--b"')).toBeLessThan(page.indexOf('id="golden--c"'))
    expect(page).toContain('right before')
  })

  it('the page tells at its top what moved, from what to what, and leads to the case', () => {
    const page = drawPage([run], info, thresholds)
    const top = page.slice(page.indexOf('What moved'), page.indexOf('id="golden"'))
    expect(top).toContain('▼ 1 → 0')
    expect(top).toContain('href="#golden--b"')
    expect(top).not.toContain('golden--c')
  })

  it('a place on the page is one place, also where suites share their cases', () => {
    const other = { ...run, report: { ...run.report, suite: 'claims' } }
    const page = drawPage([run, other], info, thresholds)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('a count is written as a count, a share as a share', () => {
    const page = drawPage([run], info, thresholds)
    expect(page).toContain('<b>7</b>')
    expect(page).toContain('<b>33.3 %</b>')
  })

  it('a prompt version that was chosen and not built is not measured as another', () => {
    expect(() => checkPrompts()).not.toThrow()
    expect(() => checkPrompts({ x: 2 }, { x: 1 })).toThrow(
      'prompts/active.json names x v2, not v1: run npm run build:prompts first',
    )
  })

  it('the run in one sentence: worse, better, broken, and the prompts that changed', () => {
    expect(describeHeadline([run])).toEqual({
      good: false,
      text: 'No suite is worse than its baseline; 1 limit is broken.',
    })
    const worse = {
      ...run,
      broken: [],
      comparison: { ...run.comparison, change: 'worse' as const },
    }
    expect(describeHeadline([worse]).text).toBe('Worse: golden; every limit holds.')
    const better = { ...worse, comparison: { ...run.comparison, change: 'better' as const } }
    expect(describeHeadline([better])).toEqual({
      good: true,
      text: 'No suite is worse than its baseline; better: golden; every limit holds.',
    })
    expect(describePrompts([run], info)).toBeUndefined()
    expect(describePrompts([{ ...run, promptsThen: { x: 2, y: 1 } }], info)).toBe(
      'prompts changed since the baselines: x v2 → v1, y v1 → gone',
    )
  })
})
