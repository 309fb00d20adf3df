import { describe, expect, it } from 'vitest'
import { BaselineRefused, nextBaseline, scoresOf, type Baseline } from './baselines.ts'
import { compareRuns } from './compare.ts'

const at = '2026-11-23'
const report = { suite: 'golden', metrics: { correct: 0.5 }, n: 3 }

function record(scores: Map<string, number>, before?: Baseline, reason?: string): Baseline {
  const then = before === undefined ? undefined : scoresOf(before)
  const comparison = compareRuns(then, scores)
  return nextBaseline({ report, passes: 1, scores, comparison, before, reason, at, commit: 'abc' })
}

describe('baselines', () => {
  const first = record(
    new Map([
      ['a', 1],
      ['b', 0],
      ['c', 0.25],
    ]),
  )

  it('keep what each case was worth', () => {
    expect([...scoresOf(first)].toSorted()).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0.25],
    ])
  })

  it('take a better run without a word', () => {
    const better = new Map([
      ['a', 1],
      ['b', 1],
      ['c', 0.25],
    ])
    expect(record(better, first).accepted).toEqual([])
  })

  it('refuse a lower run unless told why, and keep the reason', () => {
    const lower = new Map([
      ['a', 0],
      ['b', 0],
      ['c', 0.25],
    ])
    expect(() => record(lower, first)).toThrow(BaselineRefused)
    expect(() => record(lower, first, ' ')).toThrow('1 cases down')
    const taken = record(lower, first, 'the article was repealed')
    expect(taken.accepted).toEqual([
      { at, difference: -0.3333, reason: 'the article was repealed' },
    ])
    expect(record(lower, taken).accepted).toHaveLength(1)
  })
})
