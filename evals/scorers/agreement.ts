export type Pair = { given: boolean; label: boolean }
export type Agreement = { agreement: number; kappa: number; n: number }

/** How far a judge is of one mind with the people who labelled, and how far beyond chance (Cohen's kappa). */
export function scoreAgreement(pairs: readonly Pair[]): Agreement {
  const n = pairs.length
  if (n === 0) return { agreement: 0, kappa: 0, n }
  const share = (test: (pair: Pair) => boolean): number => pairs.filter(test).length / n
  const agreement = share(({ given, label }) => given === label)
  const given = share((pair) => pair.given)
  const label = share((pair) => pair.label)
  const chance = given * label + (1 - given) * (1 - label)
  return { agreement, kappa: chance === 1 ? 1 : (agreement - chance) / (1 - chance), n }
}

/** Mean and sample standard deviation of a figure over trials. */
export function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  if (values.length < 2) return { mean, deviation: 0 }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}
