import { describe, expect, it } from 'vitest'
import { FEATURES, type Features } from '../ranking-model.ts'
import { fitMap } from './fit-map.ts'
import { fitPriors } from './fit-priors.ts'
import { fitWeights } from './fit-weights.ts'
import { judgeRanking, averageQuality } from './measure.ts'
import { buildMemoryIndex, highest, scoreAll } from './memory-index.ts'
import { buildRows, entriesOf, transposeRows } from './sparse-rows.ts'
import { foldOf, isReported, type Stard, type StardQuestion } from './stard.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { truncatedSvd } from './truncated-svd.ts'
import { weighQuery } from '../bm25.ts'

const question = (id: string, relevant: readonly number[]): StardQuestion => ({
  id,
  text: id,
  answer: '',
  relevant,
})

describe('the committed split', () => {
  it('is a rule on the id alone, about a quarter', () => {
    const ids = Array.from({ length: 2000 }, (_, at) => String(at))
    const share = ids.filter(isReported).length / ids.length
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.3)
    // Pinned: figures reported before would mean something else if these moved.
    const ids12 = ['2', '3', '4', '8', '9', '10', '12', '13', '14', '15', '16', '21']
    expect(ids12.filter(isReported)).toEqual(['10', '13', '16', '21'])
  })

  it('cuts the fitted part into folds of similar size', () => {
    const sizes = [0, 0, 0, 0, 0]
    for (let at = 0; at < 2000; at += 1) {
      const fold = foldOf(String(at), 5)
      sizes[fold] = (sizes[fold] ?? 0) + 1
    }
    for (const size of sizes) expect(Math.abs(size - 400)).toBeLessThan(80)
  })
})

describe('linear algebra', () => {
  it('finds eigenvalues and vectors of a symmetric matrix', () => {
    const { values, vectors } = symmetricEigen(Float64Array.from([2, 1, 0, 1, 2, 0, 0, 0, 5]), 3)
    expect([...values].map((value) => Number(value.toFixed(9)))).toEqual([5, 3, 1])
    expect(Math.abs(vectors[2 * 3] ?? 0)).toBeCloseTo(1, 9)
    expect(vectors[1] ?? 0).toBeCloseTo(vectors[3 + 1] ?? 1, 9)
  })

  it('finds the directions in which documents differ, strongest first', () => {
    const rows = buildRows(
      Array.from(
        { length: 60 },
        (_, at) =>
          new Map(
            at % 3 === 0
              ? [
                  [0, 2],
                  [1, 2],
                ]
              : [
                  [2, 1],
                  [3, 1],
                ],
          ),
      ),
    )
    const { vectors, singular } = truncatedSvd(rows, 4, 2)
    expect(singular[0]).toBeCloseTo(Math.sqrt(20 * 8), 3)
    expect(singular[1]).toBeCloseTo(Math.sqrt(40 * 2), 3)
    expect(vectors[0]).toBeCloseTo(vectors[2] ?? 0, 4)
    expect(Math.abs(vectors[4] ?? 1)).toBeLessThan(1e-3)
  })

  it('transposes rows without losing a value', () => {
    const rows = buildRows([
      new Map([[1, 5]]),
      new Map([
        [0, 2],
        [1, 3],
      ]),
    ])
    const columns = transposeRows(rows, 2)
    expect([...entriesOf(columns, 0)]).toEqual([[1, 2]])
    expect([...entriesOf(columns, 1)]).toEqual([
      [0, 5],
      [1, 3],
    ])
  })
})

describe('memory index', () => {
  it('ranks as BM25 does, best first', () => {
    const index = buildMemoryIndex([
      { title: '', text: '物业费由业主交纳' },
      { title: '', text: '物业服务企业不得停水停电' },
      { title: '', text: '消防通道不得堵塞' },
    ])
    const scores = scoreAll(index, weighQuery('停水停电', index.statistics))
    expect(highest(scores, 1)).toEqual([1])
    expect(highest(scores, 10)).toHaveLength(3)
  })
})

describe('fitting', () => {
  it('learns a map that turns a question towards the documents that answered', () => {
    const documents = Float32Array.from([1, 0, 0, 1])
    const example = (vector: number[], right: number) => ({
      vector: Float32Array.from(vector),
      candidates: [0, 1],
      offsets: [0, 0],
      targets: [right === 0 ? 1 : 0, right === 1 ? 1 : 0],
      weight: 1,
    })
    // People write along one axis what the documents say along the other.
    const map = fitMap([example([1, 0], 1), example([0, 1], 0)], documents, 2)
    const untaught = fitMap([example([1, 0], 0), example([0, 1], 1)], documents, 2)
    expect((map[1] ?? 0) - (map[0] ?? 0)).toBeGreaterThan(
      (untaught[1] ?? 0) - (untaught[0] ?? 0) + 1,
    )
  })

  it('gives weight to the feature that tells right from wrong', () => {
    const row = (words: number, length: number): Features => ({
      ...(Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as Record<
        (typeof FEATURES)[number],
        number
      >),
      words,
      length,
    })
    const weights = fitWeights(
      Array.from({ length: 20 }, (_, at) => ({
        features: [row(0.9, at % 2), row(0.1, 1 - (at % 2))],
        relevant: [true, false],
      })),
    )
    expect(weights.words).toBeGreaterThan(1)
    expect(Math.abs(weights.length)).toBeLessThan(0.1)
  })

  it('a law that answers often stands above its kind, a kind that never does below', () => {
    const documents = [
      ...Array.from({ length: 10 }, (_, at) => ({
        id: `a${at}`,
        title: `甲法第${at + 1}条`,
        text: '',
      })),
      ...Array.from({ length: 10 }, (_, at) => ({
        id: `b${at}`,
        title: `乙法第${at + 1}条`,
        text: '',
      })),
      ...Array.from({ length: 10 }, (_, at) => ({
        id: `c${at}`,
        title: `丙办法第${at + 1}条`,
        text: '',
      })),
    ]
    const stard: Stard = { documents, questions: [] }
    const { kinds, sources } = fitPriors(stard, [
      question('1', [0]),
      question('2', [1]),
      question('3', [2, 3]),
    ])
    expect(sources['甲法']).toBeGreaterThan(0)
    expect(sources['乙法']).toBeUndefined()
    expect(kinds['法']).toBeGreaterThan(kinds['办法'] ?? 0)
    expect(kinds['other']).toBeGreaterThanOrEqual(
      (kinds['法'] ?? 0) + (sources['甲法'] ?? 0) - 0.001,
    )
  })
})

describe('measuring', () => {
  it('counts recall and the first right place', () => {
    const one = judgeRanking([7, 3, 9], [3, 4])
    expect(one).toEqual({ questions: 1, recall10: 0.5, recall100: 0.5, mrr10: 0.5 })
    const none = judgeRanking([7], [4])
    expect(averageQuality([one, none])).toEqual({
      questions: 2,
      recall10: 0.25,
      recall100: 0.25,
      mrr10: 0.25,
    })
  })
})
