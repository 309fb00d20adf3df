import { describe, expect, it } from 'vitest'
import { weighDocument, type IndexedText, type TermStatistics } from './bm25.ts'
import { indexExamples, voteByExamples } from './example-questions.ts'
import { breadthOf, planQuery } from './plan-query.ts'
import { rankCandidates, readFeatures, type Candidate } from './rank-candidates.ts'
import { FEATURES, sourcePrior, type Features, type RankingModel } from './ranking-model.ts'
import { shippedModel, STATIC_DIMENSIONS } from './shipped-model.ts'
import { sourceKey } from './source.ts'
import { mapQueryVector, sumTermVectors } from './static-embedding.ts'
import { countTerms, innerProduct } from './terms.ts'
import { tokenise } from './tokens.ts'

const corpus: IndexedText[] = [
  {
    title: '中华人民共和国民法典第二百七十八条',
    text: '下列事项由业主共同决定：改建、重建建筑物及其附属设施。',
  },
  {
    title: '中华人民共和国民法典第二百七十九条',
    text: '业主不得违反法律、法规以及管理规约，将住宅改变为经营性用房。',
  },
  { title: '某某办法第五条', text: '业主共同决定改建建筑物的，按照本办法执行。' },
  { title: '居住证办理指南', text: '到公安派出所申请居住证，十五日内发放。' },
]
const documents = corpus.map(weighDocument)

const statistics: TermStatistics = {
  documents: documents.length,
  frequencies: documents.reduce((counts, { places }) => {
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
    return counts
  }, new Map<number, number>()),
}

function candidatesFor(question: string, model: RankingModel, known = statistics): Candidate[] {
  const plan = planQuery(question, known, model)
  return documents.map(({ weights, length }, at) => ({
    id: String(at),
    title: corpus[at]?.title ?? '',
    documentId: String(at),
    ordinal: 0,
    length,
    lexical: innerProduct(plan.lexical, weights),
    unigram: innerProduct(plan.unigram, weights),
    dense: sumTermVectors(model.embedding, weights).reduce(
      (sum, value, k) => sum + value * (plan.dense[k] ?? 0),
      0,
    ),
  }))
}

const model = shippedModel()
const rank = (question: string, use: RankingModel = model) =>
  rankCandidates(planQuery(question, statistics, use), candidatesFor(question, use), use)

describe('rankCandidates', () => {
  it.each([
    ['加装电梯改建要业主同意吗', '0'],
    ['住宅可以开店经营吗', '1'],
    ['居住证去哪里申请', '3'],
  ])('%s finds passage %s first', (question, expected) => {
    expect(rank(question)[0]?.id).toBe(expected)
  })

  it('takes what source and article gave the list off again: the words feature is BM25 alone', () => {
    const question = '业主共同决定改建建筑物'
    const large = { ...statistics, documents: 100_000 }
    const bare: RankingModel = {
      ...model,
      kinds: new Map(),
      sources: new Map(),
      examples: indexExamples([]),
    }
    const wordsOf = (use: RankingModel) =>
      readFeatures(planQuery(question, large, use), candidatesFor(question, use, large), use).map(
        ({ features }) => features.words,
      )
    const expected = wordsOf(bare)
    for (const [at, words] of wordsOf(model).entries()) {
      expect(words).toBeCloseTo(expected[at] ?? 0, 9)
    }
    expect(planQuery(question, large, model).lexical.size).toBeGreaterThan(
      planQuery(question, large, bare).lexical.size,
    )
  })

  it.each([
    [200, 0],
    [5000, 0],
    [50_000, 1],
    [1_000_000, 1],
  ])('priors of sources count in a corpus of %i chunks by %d', (chunks, breadth) => {
    expect(breadthOf(chunks)).toBeCloseTo(breadth, 9)
  })

  it('a small corpus, where each source was chosen, has no favourite source', () => {
    for (const { features } of rank('业主共同决定改建建筑物')) expect(features.prior).toBe(0)
  })

  it('meaning counts less where no candidate is an article of law', () => {
    const question = '居住证去哪里申请'
    const [guide] = candidatesFor(question, model).slice(-1)
    if (guide === undefined) throw new Error('the guide is missing')
    const meaningAmong = (candidates: Candidate[]) =>
      readFeatures(planQuery(question, statistics, model), candidates, model).find(
        ({ id }) => id === guide.id,
      )?.features.meaning ?? 0
    expect(meaningAmong([guide])).toBeCloseTo(0.2 * guide.dense, 9)
    expect(Math.abs(meaningAmong(candidatesFor(question, model)))).toBeGreaterThan(
      Math.abs(meaningAmong([guide])),
    )
  })

  it('an example question lifts the article that answered it, under either way of naming it', () => {
    const examples = indexExamples([
      { question: '想开个小卖部可以吗', articles: ['民法典#第279条'] },
      { question: '公司欠薪怎么办', articles: ['劳动法#第50条'] },
    ])
    const question = '想在家开个小卖部可以吗'
    const without = { ...model, examples: indexExamples([]) }
    const scoreOf = (use: RankingModel) =>
      rank(question, use).find(({ id }) => id === '1')?.features
    expect(scoreOf({ ...model, examples })?.vote).toBeGreaterThan(0.5)
    expect(scoreOf(without)?.vote).toBe(0)
    expect(voteByExamples(examples, question).articles.get('民法典#第279条')).toBeGreaterThan(
      voteByExamples(examples, question).articles.get('劳动法#第50条') ?? 0,
    )
  })

  it('neighbouring articles of one law see each other, other sources do not', () => {
    const features = readFeatures(
      planQuery('业主改建', statistics, model),
      candidatesFor('业主改建', model),
      model,
    )
    const near = (id: string): Features | undefined =>
      features.find((row) => row.id === id)?.features
    expect(near('1')?.nearWords).toBeGreaterThan(0)
    expect(near('2')?.nearWords).toBe(0)
  })

  it.each(['', '？！', 'zzz'])(
    'nothing to search for in %j still gives finite scores',
    (question) => {
      for (const { score } of rank(question)) expect(Number.isFinite(score)).toBe(true)
    },
  )

  it('no candidates, no result', () => {
    expect(rankCandidates(planQuery('电梯', statistics, model), [], model)).toEqual([])
  })
})

describe('the shipped model', () => {
  it('weighs every feature', () => {
    for (const feature of FEATURES) expect(Number.isFinite(model.weights[feature])).toBe(true)
    expect(model.weights.words).toBeGreaterThan(0)
    expect(model.weights.prior).toBeGreaterThan(0)
  })

  it('holds nothing against guides that it holds for laws', () => {
    expect(sourcePrior(model, '居住证办理指南')).toBeGreaterThanOrEqual(
      sourcePrior(model, '民法典'),
    )
    expect(sourcePrior(model, '民法典')).toBeGreaterThan(
      sourcePrior(model, sourceKey('某某管理办法')),
    )
  })

  it('embeds words that go together near each other', () => {
    const embed = (text: string) => sumTermVectors(model.embedding, countTerms(tokenise(text)))
    const closeness = (left: string, right: string) => {
      const other = embed(right)
      return embed(left).reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)
    }
    expect(embed('劳动合同')).toHaveLength(STATIC_DIMENSIONS)
    expect(closeness('用人单位拖欠工资', '劳动者 劳动报酬')).toBeGreaterThan(
      closeness('用人单位拖欠工资', '船舶碰撞'),
    )
    expect(mapQueryVector(model.embedding, embed('工资')).some((value) => value !== 0)).toBe(true)
    expect(embed('')).toEqual(new Float32Array(STATIC_DIMENSIONS))
  })
})
