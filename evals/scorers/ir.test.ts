import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
  refusedAtKept,
} from './ir.ts'

const query = (ranked: string[], relevant: string[]) => ({ ranked, relevant: new Set(relevant) })

describe('recallAt', () => {
  it.each([
    [1, ['a', 'b'], ['a'], 1],
    [1, ['b', 'a'], ['a'], 0],
    [2, ['b', 'a'], ['a', 'c'], 0.5],
    [10, [], ['a'], 0],
    [3, ['a', 'a', 'a'], ['a', 'b'], 0.5],
  ])('recall@%i of %j for %j is %d', (k, ranked, relevant, expected) => {
    expect(recallAt(k, query(ranked, relevant))).toBeCloseTo(expected, 10)
  })

  it('refuses a query that nobody judged', () => {
    expect(() => recallAt(1, query(['a'], []))).toThrow(RangeError)
  })
})

describe('reciprocalRankAt', () => {
  it.each([
    [['a'], ['a'], 1],
    [['x', 'y', 'a'], ['a', 'b'], 1 / 3],
    [['x', 'b', 'a'], ['a', 'b'], 1 / 2],
    [['x'], ['a'], 0],
  ])('%j for %j is %d', (ranked, relevant, expected) => {
    expect(reciprocalRankAt(10, query(ranked, relevant))).toBeCloseTo(expected, 10)
  })

  it('does not look past k', () => {
    const ranked = [...Array.from({ length: 10 }, (_, at) => `x${at}`), 'a']
    expect(reciprocalRankAt(10, query(ranked, ['a']))).toBe(0)
    expect(reciprocalRankAt(11, query(ranked, ['a']))).toBeCloseTo(1 / 11, 10)
  })
})

describe('ndcgAt', () => {
  it.each([
    [['a', 'b'], ['a', 'b'], 1],
    // 1/log2(3) over 1/log2(2)
    [['x', 'a'], ['a'], 0.6309297535714575],
    // (1/log2(2) + 1/log2(4)) over (1/log2(2) + 1/log2(3))
    [['a', 'x', 'b'], ['a', 'b'], 1.5 / 1.6309297535714575],
    [['x', 'y'], ['a'], 0],
    [['a', 'a'], ['a', 'b'], 1 / 1.6309297535714575],
  ])('%j for %j is %d', (ranked, relevant, expected) => {
    expect(ndcgAt(10, query(ranked, relevant))).toBeCloseTo(expected, 10)
  })

  it('the ideal is cut at k too', () => {
    expect(ndcgAt(1, query(['a'], ['a', 'b', 'c']))).toBe(1)
  })
})

describe('areaUnderCurve', () => {
  it.each([
    [[2, 3], [0, 1], 1],
    [[0, 1], [2, 3], 0],
    [[1, 1], [1, 1], 0.5],
    // 3 of 4 pairs are in order
    [[1, 3], [0, 2], 0.75],
    // (1 > 0) + half of the tie, of two pairs
    [[1], [0, 1], 0.75],
  ])('%j against %j is %d', (covered, uncovered, expected) => {
    expect(areaUnderCurve(covered, uncovered)).toBeCloseTo(expected, 10)
  })
})

describe('refusedAtKept', () => {
  it('keeps the share asked for and counts what lies below', () => {
    const covered = Array.from({ length: 20 }, (_, at) => at + 1)
    expect(refusedAtKept(0.95, covered, [0, 1, 2, 3])).toEqual({ threshold: 2, refused: 0.5 })
    expect(refusedAtKept(1, covered, [0, 1, 2, 3])).toEqual({ threshold: 1, refused: 0.25 })
  })

  it('a system that answers everything refuses nothing', () => {
    expect(refusedAtKept(0.95, [1, 1, 1], [1, 1]).refused).toBe(0)
  })
})

describe('percentile and mean', () => {
  it('take the value at the share, never one past the end', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3)
    expect(percentile([5, 1, 3, 2, 4], 0.95)).toBe(5)
    expect(percentile([], 0.5)).toBe(0)
    expect(mean([1, 2, 6])).toBe(3)
    expect(mean([])).toBe(0)
  })
})
