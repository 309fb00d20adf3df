import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { fitsWidth, launchBrowser, seriousFindings, shot } from '../../src/testing/browser.ts'
import type { CaseResult } from '../suites/case.ts'
import { compareRuns } from './compare.ts'
import { drawPage } from './page.ts'
import type { SuiteRun } from './results.ts'

const LONG = 'unanswerable_weak_evidence_'.repeat(8)

function result(id: string, pass: boolean): CaseResult {
  return {
    id,
    tags: ['t'],
    question: `${id} 老小区加装电梯要多少户同意，一楼的住户不同意怎么办，${'很长的话'.repeat(12)}`,
    expected: '三分之二',
    replies: [],
    told: LONG,
    verdict: { pass, reasons: pass ? [] : [`missing: ${LONG}`] },
    score: pass ? 1 : 0,
    milliseconds: 12,
    trace: {
      steps: [
        {
          step: 'retrieve',
          duration_ms: 12,
          model: 'scripted',
          prompt_id: 'compose-answer',
          prompt_version: 1,
          input_tokens: 1,
          output_tokens: 1,
          details: { question: LONG, kept: 8 },
        },
      ],
      passages: [
        {
          passage_id: 'p',
          rank: 1,
          used: true,
          scores: { lexical: 0.51234 },
          title: '民法典',
          article: '第二百七十八条',
        },
      ],
    },
    planted: [],
    shown: [],
  }
}

const results = Array.from({ length: 20 }, (_, at) => result(`gd-${at}`, at === 0))
const scoresThen = new Map(results.map(({ id }) => [id, 1]))
const run: SuiteRun = {
  report: { suite: 'golden', metrics: { correct: 0.05, false_refused: 0.9, planted: 7 }, n: 20 },
  about: 'it is right',
  results,
  comparison: compareRuns(scoresThen, new Map(results.map(({ id, score }) => [id, score]))),
  scoresThen,
  before: { correct: 1, false_refused: 0.1, planted: 7 },
  broken: ['golden correct 0.05 < 0.9'],
  whole: true,
  seconds: 1,
}
const page = drawPage(
  [run],
  { at: '2026-11-23T01:02:03.000Z', commit: 'abc', node: 'v24', model: 'none', prompts: { x: 1 } },
  { golden: { correct: { min: 0.9 }, false_refused: { max: 0.2 } } },
)

describe('the report of a run', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    [1280, 'light'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'at %i px, %s: fits, with every case open, without findings',
    async (width, colorScheme) => {
      const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await tab.setContent(page)
      await shot(tab, `eval-report-${width}-${colorScheme}`)
      await tab.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true
      })
      expect(await fitsWidth(tab)).toBe(true)
      expect(await seriousFindings(tab)).toEqual([])
      await tab.close()
    },
  )

  it('a moved case leads to its trace, also behind “more”', async () => {
    const tab = await browser.newPage()
    await tab.setContent(page)
    await tab.getByRole('link', { name: 'gd-19', exact: true }).click()
    await expect
      .poll(() =>
        tab.locator('#golden--gd-19').evaluate((each) => each.getBoundingClientRect().top),
      )
      .toBeLessThan(900)
    await tab.close()
  })
})
