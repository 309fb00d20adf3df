import { describe, expect, it } from 'vitest'
import { fuseRanks } from './fuse-ranks.ts'

const ranked = (entries: [string, number, number][]) =>
  entries.map(([id, score, words]) => ({ id, score, words }))
const rows = (entries: [string, number | null][]) =>
  entries.map(([id, embedding]) => ({ id, embedding }))

describe('fuseRanks', () => {
  it('keeps the learned order without an embedding model, the best as 1', () => {
    const fused = fuseRanks(
      ranked([
        ['a', 3, 9],
        ['b', 1, 5],
      ]),
      rows([
        ['a', null],
        ['b', null],
      ]),
    )
    expect(fused.map(({ id, fused: share }) => [id, Number(share.toFixed(3))])).toEqual([
      ['a', 1],
      ['b', 0.607],
    ])
  })

  it('a passage high in both orders beats one that leads a single order', () => {
    const order = ranked([
      ['a', 9, 9],
      ['b', 8, 8],
      ['c', 7, 7],
    ])
    const fused = fuseRanks(
      order,
      rows([
        ['a', null],
        ['b', 0.95],
        ['c', 0.9],
      ]),
    )
    expect(fused.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })

  it('a passage without a shared word counts by its vector only', () => {
    const order = ranked([
      ['noise', 1, 0],
      ['near', 0, 0],
    ])
    const fused = fuseRanks(
      order,
      rows([
        ['noise', 0.1],
        ['near', 0.9],
      ]),
    )
    expect(fused[0]?.id).toBe('near')
  })

  it('nothing in, nothing out', () => {
    expect(fuseRanks([], [])).toEqual([])
  })
})
