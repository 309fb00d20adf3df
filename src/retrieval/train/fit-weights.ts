import { FEATURES, type Features } from '../ranking-model.ts'

export type RankingExample = {
  readonly features: readonly Features[]
  readonly relevant: readonly boolean[]
}

const STEPS = 300
const RATE = 0.1
const PULL = 1e-3

/** Listwise softmax over the candidates of each question; features are scaled for fitting and scaled back after. */
export function fitWeights(examples: readonly RankingExample[]): Features {
  const usable = examples.filter(({ relevant }) => relevant.includes(true))
  const spread = FEATURES.map((feature) =>
    deviation(usable.flatMap(({ features }) => features.map((row) => row[feature]))),
  )
  const lists = usable.map(({ features, relevant }) => {
    const right = relevant.filter(Boolean).length
    return {
      rows: features.map((row) => FEATURES.map((feature, at) => row[feature] / (spread[at] ?? 1))),
      targets: relevant.map((is) => (is ? 1 / right : 0)),
    }
  })
  const weights = FEATURES.map(() => 0)
  const first = FEATURES.map(() => 0)
  const second = FEATURES.map(() => 0)
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = FEATURES.map((_, at) => PULL * (weights[at] ?? 0))
    for (const list of lists) addGradient(gradient, list, weights, 1 / lists.length)
    for (const [at, g] of gradient.entries()) {
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * g
      second[at] = 0.999 * (second[at] ?? 0) + 0.001 * g * g
      const m = (first[at] ?? 0) / (1 - 0.9 ** step)
      const v = (second[at] ?? 0) / (1 - 0.999 ** step)
      weights[at] = (weights[at] ?? 0) - (RATE * m) / (Math.sqrt(v) + 1e-8)
    }
  }
  return Object.fromEntries(
    FEATURES.map((feature, at) => [
      feature,
      Number(((weights[at] ?? 0) / (spread[at] ?? 1)).toPrecision(4)),
    ]),
  ) as Record<(typeof FEATURES)[number], number>
}

function addGradient(
  gradient: number[],
  list: { rows: readonly (readonly number[])[]; targets: readonly number[] },
  weights: readonly number[],
  factor: number,
): void {
  const scores = list.rows.map((row) =>
    row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0),
  )
  const best = Math.max(...scores)
  const shares = scores.map((score) => Math.exp(score - best))
  const total = shares.reduce((sum, share) => sum + share, 0)
  for (const [at, row] of list.rows.entries()) {
    const error = ((shares[at] ?? 0) / total - (list.targets[at] ?? 0)) * factor
    for (const [k, value] of row.entries()) gradient[k] = (gradient[k] ?? 0) + error * value
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return Math.sqrt(square) || 1
}
