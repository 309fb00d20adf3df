import { describe, expect, it } from 'vitest'
import {
  inverseFrequency,
  queryPlaces,
  weighDocument,
  weighQuery,
  type TermStatistics,
} from './bm25.ts'
import {
  cutTerms,
  formatSparse,
  innerProduct,
  MAX_TERMS,
  parseSparse,
  TERM_SPACE,
  termPlace,
} from './terms.ts'

function statisticsOf(documents: readonly { places: readonly number[] }[]): TermStatistics {
  const frequencies = new Map<number, number>()
  for (const { places } of documents) {
    for (const place of places) frequencies.set(place, (frequencies.get(place) ?? 0) + 1)
  }
  return { documents: documents.length, frequencies }
}

const corpus = [
  { title: '民法典第二百七十八条', text: '下列事项由业主共同决定：改建、重建建筑物及其附属设施。' },
  {
    title: '民法典第九百四十四条',
    text: '物业服务人不得采取停止供电、供水、供热、供燃气等方式催交物业费。',
  },
  { title: '消防法第六十条', text: '占用、堵塞、封闭疏散通道、安全出口的，责令改正，处罚款。' },
].map(weighDocument)

describe('BM25 as an inner product', () => {
  const statistics = statisticsOf(corpus)
  const rank = (query: string) =>
    corpus
      .map((document, at) => ({
        at,
        score: innerProduct(weighQuery(query, statistics), document.weights),
      }))
      .sort((a, b) => b.score - a.score)[0]?.at

  it.each([
    ['物业能停水停电催物业费吗', 1],
    ['堵塞安全出口罚款', 2],
    ['改建要业主共同决定吗', 0],
    ['民法典第278条', 0],
  ])('ranks the right article first for %s', (query, expected) => {
    expect(rank(query)).toBe(expected)
  })

  it('a rare term weighs more than a common one', () => {
    expect(inverseFrequency(statistics, termPlace('疏散'))).toBeGreaterThan(
      inverseFrequency(statistics, termPlace('业')),
    )
  })

  it('repeats saturate', () => {
    const once = weighDocument({ title: '', text: '电梯' }).weights.get(termPlace('电梯')) ?? 0
    const often =
      weighDocument({ title: '', text: '电梯。'.repeat(50) }).weights.get(termPlace('电梯')) ?? 0
    expect(often).toBeGreaterThan(once)
    expect(often).toBeLessThan(2.2)
  })

  it('asks the store for every term it weighs', () => {
    expect(new Set(weighQuery('加装电梯', statistics).keys())).toEqual(
      new Set(queryPlaces('加装电梯')),
    )
  })
})

describe('sparse vectors', () => {
  it('round trip through the text form, in ascending places', () => {
    const weights = new Map([
      [9, 0.5],
      [3, 1.25],
      [TERM_SPACE, 2],
    ])
    expect(formatSparse(weights)).toBe(`{3:1.25,9:0.5,${TERM_SPACE}:2}/${TERM_SPACE}`)
    expect(new Map(parseSparse(formatSparse(weights)))).toEqual(
      new Map([...weights].sort(([a], [b]) => a - b)),
    )
    expect(parseSparse(formatSparse(new Map())).size).toBe(0)
  })

  it('a long chunk is cut to what the index takes, the weakest terms first', () => {
    const weights = new Map(
      Array.from({ length: MAX_TERMS + 5 }, (_, at) => [at + 1, at + 1] as const),
    )
    const kept = cutTerms(weights)
    expect(kept.size).toBe(MAX_TERMS)
    expect(kept.has(5)).toBe(false)
    expect(kept.has(6)).toBe(true)
  })

  it('places stay inside the space and differ for near tokens', () => {
    const places = ['电', '电梯', '梯电', '第278条', '第279条', 'a', 'b'].map(termPlace)
    expect(new Set(places).size).toBe(places.length)
    expect(places.every((place) => place >= 1 && place <= TERM_SPACE)).toBe(true)
  })
})
