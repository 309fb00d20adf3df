import { randomFrom, shuffle } from './training-random.ts'

export type Example = { features: readonly string[]; danger: boolean; weight: number }
export type TrainedWeights = { terms: string[]; weights: number[]; scale: number; bias: number }

const SEEDS = 4
const PASSES = 14
const RATE = 0.5
const SHRINK = 1e-4
const MIN_COUNT = 2
const KEPT_TERMS = 6000
const KEPT_TERMS_PER_KIND = 700
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

type Compiled = { places: Int32Array; norm: number; target: number; weight: number }

function compile(
  examples: readonly Example[],
  vocabulary: ReadonlyMap<string, number>,
): Compiled[] {
  return examples.map(({ features, danger, weight }) => {
    const places = Int32Array.from(
      features.map((term) => vocabulary.get(term) ?? -1).filter((place) => place >= 0),
    )
    return { places, norm: Math.sqrt(places.length + 1), target: danger ? 1 : 0, weight }
  })
}

type Model = { weights: Float64Array; squares: Float64Array; bias: number }

/** One step of logistic regression with a rate per weight (AdaGrad): rare words learn as fast as common ones. */
function step(model: Model, { places, norm, target, weight }: Compiled): void {
  let sum = 0
  for (const place of places) sum += model.weights[place] ?? 0
  const error = (1 / (1 + Math.exp(-(model.bias + sum / norm))) - target) * weight
  for (const place of places) {
    const current = model.weights[place] ?? 0
    const gradient = error / norm + SHRINK * current
    const square = (model.squares[place] ?? 0) + gradient ** 2
    model.squares[place] = square
    model.weights[place] = current - (RATE * gradient) / Math.sqrt(square)
  }
  model.bias -= 0.02 * error
}

function trainOnce(data: readonly Compiled[], size: number, seed: number): Model {
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
      if (example !== undefined) step(model, example)
    }
  }
  return model
}

/** The mean of several runs, cut to its largest weights and rounded: small, and the same on every machine. */
export function trainWeights(
  examples: readonly Example[],
  onProgress: (done: number, of: number) => void = () => {},
): TrainedWeights {
  const vocabulary = vocabularyOf(examples)
  const data = compile(examples, vocabulary)
  const mean = new Float64Array(vocabulary.size)
  let bias = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const model = trainOnce(data, vocabulary.size, seed)
    for (const [at, weight] of model.weights.entries()) mean[at] = (mean[at] ?? 0) + weight / SEEDS
    bias += model.bias / SEEDS
    onProgress(seed, SEEDS)
  }
  const kept = [...vocabulary]
    .map(([term, at]) => ({ term, weight: Math.round((mean[at] ?? 0) * SCALE) }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.term < b.term ? -1 : 1))
    .slice(0, KEPT_TERMS)
  return {
    terms: kept.map(({ term }) => term),
    weights: kept.map(({ weight }) => weight),
    scale: SCALE,
    bias: Math.round(bias * 1000) / 1000,
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
