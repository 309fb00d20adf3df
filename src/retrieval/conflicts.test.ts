import { describe, expect, it } from 'vitest'
import { settleConflicts } from './conflicts.ts'
import type { Passage } from './passage.ts'

const TEXT = '筹集维修资金应当由专有部分面积占比三分之二以上的业主参与表决'

function passage(id: string, overrides: Partial<Passage>): Passage {
  return {
    passageId: id,
    documentId: `doc-${id}`,
    title: id,
    heading: '',
    path: '',
    articleNo: null,
    docNo: null,
    issuer: '',
    level: '法律',
    levelRank: 10,
    jurisdiction: '',
    sourceType: 'law',
    status: 'effective',
    publishedAt: null,
    effectiveFrom: null,
    effectiveTo: null,
    asOf: null,
    sourceName: '',
    sourceVersion: '',
    restated: false,
    anchor: id,
    page: null,
    ordinal: 0,
    text: TEXT,
    relatedQuestions: [],
    rank: 1,
    scores: { lexical: 1, meaning: null, dense: null, fused: 1, rerank: null },
    outrankedBy: null,
    ...overrides,
  }
}
const order = (passages: Passage[]) =>
  settleConflicts(passages).map(({ passageId, outrankedBy }) => [passageId, outrankedBy])

describe('settleConflicts (R-KB-2)', () => {
  it('the higher level first, whatever the search preferred', () => {
    const rule = passage('rule', { levelRank: 30 })
    expect(order([rule, passage('law', {})])).toEqual([
      ['law', null],
      ['rule', 'law'],
    ])
  })

  it('at one level the newer first; without dates nothing is known to be newer', () => {
    const old = passage('old', { effectiveFrom: '2018-03-19' })
    const young = passage('young', { effectiveFrom: '2021-01-01' })
    expect(order([old, young])).toEqual([
      ['young', null],
      ['old', 'young'],
    ])
    expect(order([old, passage('undated', {})])).toEqual([
      ['old', null],
      ['undated', null],
    ])
  })

  it('two articles of one document never conflict', () => {
    const [a, b] = [
      passage('a', { documentId: 'd', levelRank: 30 }),
      passage('b', { documentId: 'd' }),
    ]
    expect(order([a, b])).toEqual([
      ['a', null],
      ['b', null],
    ])
  })

  it('another matter is no conflict, and a long text that mentions the matter among many is none', () => {
    const rule = passage('rule', { levelRank: 30 })
    expect(order([rule, passage('law', { text: '携犬出户应当束犬链' })])[0]?.[0]).toBe('rule')
    const many = `${TEXT}。${Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x4e00 + at * 7)).join('')}`
    expect(order([rule, passage('law', { text: many })])[0]?.[0]).toBe('rule')
  })

  it('a stronger source that hardly answers does not displace one that does', () => {
    const far = passage('law', {
      scores: { lexical: 1, meaning: null, dense: null, fused: 0.1, rerank: null },
    })
    expect(order([passage('rule', { levelRank: 30 }), far])[0]).toEqual(['rule', null])
  })

  it('three levels of one matter stand in their order', () => {
    const passages = [
      passage('notice', { levelRank: 60 }),
      passage('rule', { levelRank: 30 }),
      passage('law', {}),
    ]
    expect(order(passages).map(([id]) => id)).toEqual(['law', 'rule', 'notice'])
  })
})
