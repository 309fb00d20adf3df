import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { drawQuality, placeQuality, ROWS } from './quality-table.ts'
import { SUITES } from './suites/index.ts'
import { readBaseline } from './support/baselines.ts'

describe('the quality table of the READMEs', () => {
  it('is that of the committed baselines', () => {
    const result = spawnSync(process.execPath, ['evals/build-quality.ts', '--check'], {
      encoding: 'utf8',
    })
    expect(result.stderr).toBe('')
    expect(result.status).toBe(0)
  })

  it('shows every suite, and only figures that were measured', async () => {
    expect(ROWS.map(({ suite }) => suite).toSorted()).toEqual(
      SUITES.map(({ name }) => name).toSorted(),
    )
    for (const { suite, metrics } of ROWS) {
      const baseline = await readBaseline(suite)
      expect(Object.keys(metrics).filter((name) => baseline?.metrics[name] === undefined)).toEqual(
        [],
      )
    }
  })

  it('replaces what stands between the marks and nothing else', () => {
    const readme = 'before\n<!-- quality -->\nold\n<!-- quality -->\nafter'
    expect(placeQuality(readme, 'new')).toBe(
      'before\n<!-- quality -->\n\nnew\n\n<!-- quality -->\nafter',
    )
    expect(() => placeQuality('no marks', 'new')).toThrow('twice')
  })

  it('counts passes and writes shares as percentages', () => {
    const table = drawQuality(
      [
        {
          suite: 'golden',
          recorded_at: '',
          commit: '',
          n: 4,
          passes: 3,
          metrics: { r_kb_5: 1, false_refused: 0.25 },
          passed: 'a b c',
          failed: 'd',
          partly: {},
          accepted: [],
        },
      ],
      'zh',
    )
    expect(table).toContain('| 4 | 75.0 % | R-KB-5 100.0 % · 误拒 25.0 % |')
  })
})
