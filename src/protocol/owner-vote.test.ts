import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOwnerVote, type VoteKind } from './owner-vote.ts'

const TOTAL = { heads: 12, area: 1200 }
const count = (kind: VoteKind, took: [number, number], agreed: [number, number]) =>
  countOwnerVote({
    kind,
    total: TOTAL,
    took: { heads: took[0], area: took[1] },
    agreed: { heads: agreed[0], area: agreed[1] },
  })

describe('R-KB-9: counting a vote of the owners', () => {
  it.each<[VoteKind, [number, number], [number, number], string]>([
    ['major', [8, 800], [6, 600], 'passed'],
    ['major', [8, 790], [8, 790], 'no_quorum'],
    ['major', [12, 1200], [9, 890], 'not_enough'],
    ['major', [8, 800], [5, 650], 'not_enough'],
    ['ordinary', [8, 800], [5, 401], 'passed'],
    ['ordinary', [8, 800], [4, 500], 'not_enough'],
  ])('%s, %j took part, %j agreed: %s', (kind, took, agreed, outcome) => {
    expect(count(kind, took, agreed).outcome).toBe(outcome)
  })

  it('areas with decimals stand exactly on the line', () => {
    const total = { heads: 3, area: 100.05 }
    const took = { heads: 2, area: 66.7 }
    const vote = { kind: 'ordinary' as const, total, took, agreed: took }
    expect(countOwnerVote(vote).outcome).toBe('passed')
    expect(countOwnerVote({ ...vote, took: { heads: 2, area: 66.69 } }).outcome).toBe('wrong')
  })

  it('names the number that cannot be', () => {
    expect(count('major', [13, 800], [6, 600])).toEqual({ outcome: 'wrong', field: 'took_heads' })
    expect(count('major', [8, 800], [6, 801])).toEqual({ outcome: 'wrong', field: 'agreed_area' })
    expect(count('major', [Number.NaN, 800], [6, 600])).toEqual({
      outcome: 'wrong',
      field: 'took_heads',
    })
  })

  it('one more who agrees never turns yes into no', () => {
    const heads = fc.integer({ min: 0, max: 11 })
    fc.assert(
      fc.property(heads, fc.constantFrom<VoteKind>('major', 'ordinary'), (agreed, kind) => {
        const before = count(kind, [12, 1200], [agreed, agreed * 100])
        const after = count(kind, [12, 1200], [agreed + 1, (agreed + 1) * 100])
        return before.outcome !== 'passed' || after.outcome === 'passed'
      }),
    )
  })
})
