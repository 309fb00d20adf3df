import { describe, expect, it } from 'vitest'
import { compareGroups, compareRuns, mcnemarExact, pairedBootstrap } from './compare.ts'

const scores = (...values: number[]): Map<string, number> =>
  new Map(values.map((value, at) => [`c${at}`, value]))

describe('McNemar’s exact test', () => {
  // By hand: 2 · (C(n,0) + … + C(n,min)) / 2^n, never above 1.
  it.each([
    [0, 0, 1],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [1, 9, 0.021484375],
    [4, 4, 1],
  ])('%i up and %i down: p = %f', (up, down, p) => {
    expect(mcnemarExact(up, down)).toBeCloseTo(p, 10)
    expect(mcnemarExact(down, up)).toBeCloseTo(p, 10)
  })
})

describe('the paired bootstrap', () => {
  it('is the same for the same figures, and holds their mean', () => {
    const gains = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? -0.5 : 0.25))
    const [low, high] = pairedBootstrap(gains)
    expect(pairedBootstrap(gains)).toEqual([low, high])
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
  })

  it('a gain of every case is above zero', () => {
    expect(pairedBootstrap([0.1, 0.2, 0.3])[0]).toBeGreaterThan(0)
  })
})

describe('a run beside its baseline', () => {
  it.each([
    ['nothing changed', scores(1, 0, 1), scores(1, 0, 1), 'same'],
    ['one case fell', scores(1, 1, 1), scores(1, 0, 1), 'within noise'],
    ['six fell', scores(1, 1, 1, 1, 1, 1), scores(0, 0, 0, 0, 0, 0), 'worse'],
    ['six rose', scores(0, 0, 0, 0, 0, 0), scores(1, 1, 1, 1, 1, 1), 'better'],
    ['all rose a little', scores(0.5, 0.5, 0.5, 0.5), scores(0.7, 0.6, 0.7, 0.6), 'better'],
    ['all fell a little', scores(0.5, 0.5, 0.5, 0.5), scores(0.4, 0.3, 0.4, 0.3), 'worse'],
  ])('%s', (_, then, now, change) => {
    expect(compareRuns(then, now).change).toBe(change)
  })

  it('names the cases, and leaves out those only one run has', () => {
    const then = new Map([
      ['a', 1],
      ['b', 0],
      ['gone', 1],
    ])
    const now = new Map([
      ['a', 0],
      ['b', 1],
      ['added', 0],
    ])
    expect(compareRuns(then, now)).toMatchObject({ shared: 2, up: ['b'], down: ['a'] })
    expect(compareRuns(undefined, now).change).toBe('new')
  })
})

describe('groups of a suite', () => {
  const caseOf = (id: string, tag: string, score: number) => ({ id, score, tags: [tag] })
  const keep = Array.from({ length: 20 }, (_, at) => `k${at}`)
  const stop = Array.from({ length: 8 }, (_, at) => `s${at}`)
  const then = new Map([
    ...keep.map((id) => [id, 0] as const),
    ...stop.map((id) => [id, 1] as const),
  ])
  const open = [
    ...keep.map((id) => caseOf(id, 'covered', 1)),
    ...stop.map((id) => caseOf(id, 'uncovered', 0)),
  ]

  it('a gate that lets everything through is worse, however much it gains', () => {
    expect(compareGroups(then, open, []).change).toBe('better')
    expect(compareGroups(then, open, ['covered', 'uncovered'])).toMatchObject({
      change: 'worse',
      worseIn: ['uncovered'],
    })
  })
})
