import { describe, expect, it } from 'vitest'
import { scoreClusters } from './clusters.ts'

const truth = new Map([
  ['a', 'x'],
  ['b', 'x'],
  ['c', 'y'],
  ['d', 'y'],
])

describe('cluster scores', () => {
  it('is 1 everywhere for the true grouping', () => {
    const found = new Map([...truth].map(([id, name]) => [id, name === 'x' ? 1 : 2]))
    expect(scoreClusters(truth, found)).toEqual({
      b_cubed_precision: 1,
      b_cubed_recall: 1,
      b_cubed_f1: 1,
      pair_precision: 1,
      pair_recall: 1,
    })
  })

  it('loses precision when everything is one group', () => {
    const scores = scoreClusters(truth, new Map([...truth.keys()].map((id) => [id, 1])))
    expect(scores.b_cubed_precision).toBe(0.5)
    expect(scores.b_cubed_recall).toBe(1)
    // Of six pairs two are true.
    expect(scores.pair_precision).toBeCloseTo(2 / 6)
  })

  it('loses recall when everything stands alone', () => {
    const scores = scoreClusters(truth, new Map([...truth.keys()].map((id, at) => [id, at])))
    expect([scores.b_cubed_precision, scores.b_cubed_recall, scores.pair_recall]).toEqual([
      1, 0.5, 0,
    ])
  })
})
