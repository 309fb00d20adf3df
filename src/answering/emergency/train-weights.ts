import { lengthOf } from './rarity.ts'
import { randomFrom, shuffle } from './training-random.ts'

export type Example = { features: readonly string[]; danger: boolean; weight: number }
export type TrainedWeights = { terms: string[]; weights: number[]; scale: number; bias: number }

const SEEDS = 6
const PASSES = 14
type Pace = { rate: number; shrink: number }
const USUAL: Pace = { rate: 0.5, shrink: 1e-4 }
/** Found on a third of our own phrasings and texts held out. */
const FOR_DANGER: Pace = { rate: 0.3, shrink: 1e-6 }
const MIN_COUNT = 2
const KEPT_TERMS = 8000
const KEPT_DANGER_TERMS = 32_000
const KEPT_TERMS_PER_KIND = 2500
const SCALE = 10

function vocabularyOf(examples: readonly Example[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { features } of examples)
    for (const term of features) counts.set(term, (counts.get(term) ?? 0) + 1)
  // Terms are stored in one line parted by spaces.
  const kept = [...counts]
    .filter(([term, count]) => count >= MIN_COUNT && !/\s/u.test(term))
    .map(([term]) => term)
  return new Map(kept.toSorted().map((term, at): [string, number] => [term, at]))
}

type Compiled = { places: Int32Array; values: Float64Array; target: number; weight: number }

function compile(
  examples: readonly Example[],
  vocabulary: ReadonlyMap<string, number>,
): Compiled[] {
  return examples.map(({ features, danger, weight }) => {
    const places = Int32Array.from(
      features.map((term) => vocabulary.get(term) ?? -1).filter((place) => place >= 0),
    )
    const values = new Float64Array(places.length).fill(1 / Math.sqrt(places.length + 1))
    return { places, values, target: danger ? 1 : 0, weight }
  })
}

type Model = { weights: Float64Array; squares: Float64Array; bias: number }

/** One step of logistic regression with a rate per weight (AdaGrad): rare words learn as fast as common ones. */
function step(
  model: Model,
  { places, values, target, weight }: Compiled,
  { rate, shrink }: Pace,
): void {
  let sum = 0
  for (const [at, place] of places.entries()) sum += (model.weights[place] ?? 0) * (values[at] ?? 0)
  const error = (1 / (1 + Math.exp(-(model.bias + sum))) - target) * weight
  for (const [at, place] of places.entries()) {
    const current = model.weights[place] ?? 0
    const gradient = error * (values[at] ?? 0) + shrink * current
    const square = (model.squares[place] ?? 0) + gradient ** 2
    model.squares[place] = square
    model.weights[place] = current - (rate * gradient) / Math.sqrt(square)
  }
  model.bias -= 0.02 * error
}

function trainOnce(data: readonly Compiled[], size: number, seed: number, pace: Pace): Model {
  const model: Model = {
    weights: new Float64Array(size),
    squares: new Float64Array(size).fill(0.01),
    bias: 0,
  }
  const order = data.map((_, at) => at)
  const random = randomFrom(seed)
  for (let pass = 0; pass < PASSES; pass++) {
    shuffle(order, random)
    for (const at of order) {
      const example = data[at]
      if (example !== undefined) step(model, example, pace)
    }
  }
  return model
}

type Mean = { weights: Float64Array; bias: number }

/** The mean of several runs: the same on every machine. */
function trainMean(
  data: readonly Compiled[],
  size: number,
  pace: Pace,
  onProgress: (done: number, of: number) => void,
): Mean {
  const mean: Mean = { weights: new Float64Array(size), bias: 0 }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const model = trainOnce(data, size, seed, pace)
    for (const [at, weight] of model.weights.entries())
      mean.weights[at] = (mean.weights[at] ?? 0) + weight / SEEDS
    mean.bias += model.bias / SEEDS
    onProgress(seed, SEEDS)
  }
  return mean
}

function cut(vocabulary: ReadonlyMap<string, number>, mean: Mean, most: number): TrainedWeights {
  const kept = [...vocabulary]
    .map(([term, at]) => ({ term, weight: Math.round((mean.weights[at] ?? 0) * SCALE) }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.term < b.term ? -1 : 1))
    .slice(0, most)
  return {
    terms: kept.map(({ term }) => term),
    weights: kept.map(({ weight }) => weight),
    scale: SCALE,
    bias: Math.round(mean.bias * 1000) / 1000,
  }
}

/** Every feature counts the same. Cut to the largest weights and rounded: small. */
export function trainWeights(
  examples: readonly Example[],
  onProgress: (done: number, of: number) => void = () => {},
): TrainedWeights {
  const vocabulary = vocabularyOf(examples)
  const data = compile(examples, vocabulary)
  return cut(vocabulary, trainMean(data, vocabulary.size, USUAL, onProgress), KEPT_TERMS)
}

/** What a feature counts that is in `count` of `of` texts: what is everywhere says little. */
function rarity(count: number, of: number): number {
  return Math.round(Math.log(of / (1 + count)) * SCALE) / SCALE
}

function compileRare(
  examples: readonly Example[],
  vocabulary: ReadonlyMap<string, number>,
  rarities: ReadonlyMap<string, number>,
): Compiled[] {
  return examples.map(({ features, danger, weight }) => {
    const known = features.filter((term) => vocabulary.has(term))
    const norm = lengthOf(features, rarities)
    return {
      places: Int32Array.from(known.map((term) => vocabulary.get(term) ?? 0)),
      values: Float64Array.from(known.map((term) => (rarities.get(term) ?? 0) / norm)),
      target: danger ? 1 : 0,
      weight,
    }
  })
}

function number(terms: readonly string[]): Map<string, number> {
  return new Map(terms.map((term, at): [string, number] => [term, at]))
}

/** Rare features count more, and a text full of words that never spoke of danger counts less: learned twice, the second time with what is kept. */
export function trainDanger(
  examples: readonly Example[],
  onProgress: (done: number, of: number) => void = () => {},
): TrainedWeights & { rarities: number[] } {
  const counts = new Map<string, number>()
  for (const { features } of examples)
    for (const term of features) counts.set(term, (counts.get(term) ?? 0) + 1)
  const all = vocabularyOf(examples)
  const raritiesOf = (terms: Iterable<string>): Map<string, number> =>
    new Map([...terms].map((term) => [term, rarity(counts.get(term) ?? 0, examples.length)]))
  const learn = (vocabulary: ReadonlyMap<string, number>): TrainedWeights => {
    const data = compileRare(examples, vocabulary, raritiesOf(vocabulary.keys()))
    return cut(
      vocabulary,
      trainMean(data, vocabulary.size, FOR_DANGER, onProgress),
      KEPT_DANGER_TERMS,
    )
  }
  const trained = learn(number(learn(all).terms.toSorted()))
  const kept = raritiesOf(trained.terms)
  return {
    ...trained,
    rarities: trained.terms.map((term) => Math.round((kept.get(term) ?? 0) * SCALE)),
  }
}

export type KindExample = { features: readonly string[]; kind: string }
export type KindWeights = Record<string, { terms: string; weights: number[] }>

/** Which danger it is: the same learner, one kind against the others, on the phrasings of danger alone. */
export function trainKinds(examples: readonly KindExample[]): KindWeights {
  const kinds = [...new Set(examples.map(({ kind }) => kind))].toSorted()
  return Object.fromEntries(
    kinds.map((kind) => {
      const trained = trainWeights(
        examples.map(({ features, kind: own }) => ({
          features,
          danger: own === kind,
          weight: own === kind ? 4 : 1,
        })),
      )
      const terms = trained.terms.slice(0, KEPT_TERMS_PER_KIND)
      return [kind, { terms: terms.join(' '), weights: trained.weights.slice(0, terms.length) }]
    }),
  )
}
