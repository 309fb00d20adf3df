import { describe, expect, it } from 'vitest'
import { confusions, scoreLabels } from './labels.ts'
import { boundaryKey, scoreSpans } from './spans.ts'

describe('scoreLabels', () => {
  it('counts first place, first three, and every label alike', () => {
    const items = [
      { expected: 'a', ranked: ['a', 'b', 'c'] },
      { expected: 'a', ranked: ['b', 'a', 'c'] },
      { expected: 'b', ranked: ['b', 'a', 'c'] },
      { expected: 'c', ranked: ['a', 'b', 'd', 'c'] },
    ]
    // F1: a = 2/(2+1+1), b = 2/(2+1+0), c = 0.
    expect(scoreLabels(items)).toEqual({
      top1: 0.5,
      top3: 0.75,
      macro_f1: (0.5 + 2 / 3 + 0) / 3,
      n: 4,
    })
    expect(confusions(items)).toEqual([
      ['a→b', 1],
      ['c→a', 1],
    ])
  })

  it('takes any member of an expected group', () => {
    expect(scoreLabels([{ expected: 'L01', ranked: ['L0102'] }]).top1).toBe(1)
  })

  it('scores nothing for a classifier that says nothing', () => {
    expect(scoreLabels([{ expected: 'a', ranked: [] }])).toMatchObject({
      top1: 0,
      top3: 0,
      macro_f1: 0,
    })
  })
})

describe('scoreSpans', () => {
  const road = { label: 'road', start: 0, end: 3 }
  const number = { label: 'roadno', start: 3, end: 5 }

  it('needs label and both ends', () => {
    const found = [road, { ...number, label: 'houseno' }]
    expect(scoreSpans([{ expected: [road, number], found }]).span_f1).toBe(0.5)
    expect(scoreSpans([{ expected: [road, number], found }], boundaryKey).span_f1).toBe(1)
  })

  it('does not reward saying one span twice, nor saying nothing', () => {
    expect(scoreSpans([{ expected: [road], found: [road, road] }]).span_precision).toBe(0.5)
    expect(scoreSpans([{ expected: [road], found: [] }])).toEqual({
      span_precision: 0,
      span_recall: 0,
      span_f1: 0,
    })
  })
})
