import { MAXIMUM_SATURATION, inverseFrequency, weighQuery } from '../bm25.ts'
import { indexExamples, type ExampleQuestion } from '../example-questions.ts'
import { PRIOR_WEIGHT, planQuery, type QueryPlan } from '../plan-query.ts'
import { readFeatures, type Candidate } from '../rank-candidates.ts'
import { FEATURES, sourcePrior, type Features, type RankingModel } from '../ranking-model.ts'
import { articleKey, sourceKey } from '../source.ts'
import { sumTermVectors } from '../static-embedding.ts'
import { countTerms, type TermWeights } from '../terms.ts'
import { tokenise } from '../tokens.ts'
import {
  DIMENSIONS,
  embedAll,
  fitTermTable,
  toStaticModel,
  type TermTable,
} from './fit-embedding.ts'
import { fitMap, type MapExample } from './fit-map.ts'
import { fitPriors } from './fit-priors.ts'
import { fitWeights, type RankingExample } from './fit-weights.ts'
import { buildMemoryIndex, highest, scoreAll, type MemoryIndex } from './memory-index.ts'
import { foldOf, type Stard, type StardQuestion } from './stard.ts'

/** What depends on the corpus alone and is made once, whatever the questions fitted on. */
export type TrainingSet = {
  readonly stard: Stard
  readonly index: MemoryIndex
  readonly table: TermTable
  readonly vectors: Float32Array
  /** `sourceKey` of each document. */
  readonly sources: readonly string[]
}

const LEXICAL_CANDIDATES = 300
const DENSE_CANDIDATES = 100
const MAP_CANDIDATES = 150
/** Turns a share of BM25 into the scale of a softmax. */
const OFFSET_SCALE = 60
/** An answer is worded like the rules already, so it teaches less about how people ask. */
const ANSWER_WEIGHT = 0.5
const FOLDS = 5

const NO_WEIGHTS = Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as Record<
  (typeof FEATURES)[number],
  number
>

export function prepareTraining(stard: Stard): TrainingSet {
  const index = buildMemoryIndex(stard.documents)
  const table = fitTermTable(stard.documents, index)
  const vectors = embedAll(index, toStaticModel(table, new Float32Array()))
  const sources = stard.documents.map(({ title }) => sourceKey(title))
  return { stard, index, table, vectors, sources }
}

/** Everything but the weights of the final order. */
export function fitParts(set: TrainingSet, questions: readonly StardQuestion[]): RankingModel {
  const priors = fitPriors(set.stard, questions)
  const model: RankingModel = {
    embedding: toStaticModel(set.table, new Float32Array()),
    kinds: new Map(Object.entries(priors.kinds)),
    sources: new Map(Object.entries(priors.sources)),
    examples: indexExamples(questions.map((question) => toExample(set.stard, question))),
    weights: NO_WEIGHTS,
  }
  const documentPriors = set.stard.documents.map(({ title }) =>
    sourcePrior(model, sourceKey(title)),
  )
  const taught = questions.flatMap((question) => [
    mapExample(
      set,
      model,
      documentPriors,
      question,
      weighQuery(question.text, set.index.statistics),
      1,
    ),
    mapExample(
      set,
      model,
      documentPriors,
      question,
      weighAnswer(set.index, question.answer),
      ANSWER_WEIGHT,
    ),
  ])
  const map = fitMap(taught, set.vectors, DIMENSIONS)
  return { ...model, embedding: { ...model.embedding, map } }
}

/** Weights are fitted on folds that the other parts have not seen, or they would trust them too much. */
export function fitModel(set: TrainingSet, questions: readonly StardQuestion[]): RankingModel {
  const lists: RankingExample[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = questions.filter(({ id }) => foldOf(id, FOLDS) === fold)
    const parts = fitParts(
      set,
      questions.filter(({ id }) => foldOf(id, FOLDS) !== fold),
    )
    for (const question of held) lists.push(rankingExample(set, parts, question))
  }
  return { ...fitParts(set, questions), weights: fitWeights(lists) }
}

export function toExample(stard: Stard, question: StardQuestion): ExampleQuestion {
  const articles = question.relevant.map((at) => articleKey(stard.documents[at]?.title ?? '') ?? '')
  return { question: question.text, articles }
}

/** The store's search, in memory: both lists, one union, every product for every row. */
export function findCandidates(
  set: TrainingSet,
  model: RankingModel,
  question: string,
): { plan: QueryPlan; candidates: Candidate[] } {
  const plan = planQuery(question, set.index.statistics, model)
  const lexical = scoreAll(set.index, plan.lexical)
  const unigram = scoreAll(set.index, plan.unigram)
  const dense = multiplyAll(set.vectors, plan.dense)
  const rows = new Set([
    ...highest(lexical, LEXICAL_CANDIDATES),
    ...highest(dense, DENSE_CANDIDATES),
  ])
  const candidates = [...rows].map((row) => ({
    id: String(row),
    title: set.stard.documents[row]?.title ?? '',
    documentId: String(row),
    ordinal: 0,
    length: set.index.lengths[row] ?? 0,
    lexical: lexical[row] ?? 0,
    unigram: unigram[row] ?? 0,
    dense: dense[row] ?? 0,
  }))
  return { plan, candidates }
}

function rankingExample(
  set: TrainingSet,
  model: RankingModel,
  question: StardQuestion,
): RankingExample {
  const { plan, candidates } = findCandidates(set, model, question.text)
  const rows: { id: string; features: Features }[] = readFeatures(plan, candidates, model)
  return {
    features: rows.map(({ features }) => features),
    relevant: rows.map(({ id }) => question.relevant.includes(Number(id))),
  }
}

function multiplyAll(vectors: Float32Array, query: Float32Array): Float32Array {
  const products = new Float32Array(vectors.length / query.length)
  for (let row = 0; row < products.length; row += 1) {
    const offset = row * query.length
    let sum = 0
    for (let k = 0; k < query.length; k += 1) sum += (query[k] ?? 0) * (vectors[offset + k] ?? 0)
    products[row] = sum
  }
  return products
}

/** Repeats in a whole answer are saturated as in a document. */
function weighAnswer(index: MemoryIndex, answer: string): TermWeights {
  const weights = new Map<number, number>()
  for (const [place, count] of countTerms(tokenise(answer))) {
    const saturated = (count * MAXIMUM_SATURATION) / (count + MAXIMUM_SATURATION - 1)
    weights.set(place, saturated * inverseFrequency(index.statistics, place))
  }
  return weights
}

function mapExample(
  set: TrainingSet,
  model: RankingModel,
  priors: readonly number[],
  question: StardQuestion,
  weights: TermWeights,
  weight: number,
): MapExample {
  const { statistics } = set.index
  let maximum = 0
  for (const value of weights.values()) maximum += value * MAXIMUM_SATURATION
  const offsets = scoreAll(set.index, weights).map(
    (score, at) => OFFSET_SCALE * (score / (maximum || 1) + PRIOR_WEIGHT * (priors[at] ?? 0)),
  )
  const candidates = [...new Set([...question.relevant, ...highest(offsets, MAP_CANDIDATES)])]
  // The table's rows hold idf already, so only counts go in.
  const counts = new Map(
    [...weights].map(([place, value]) => [place, value / inverseFrequency(statistics, place)]),
  )
  return {
    vector: sumTermVectors(model.embedding, counts),
    candidates,
    offsets: candidates.map((at) => offsets[at] ?? 0),
    targets: candidates.map((at) =>
      question.relevant.includes(at) ? 1 / question.relevant.length : 0,
    ),
    weight,
  }
}
