import { NEUTRAL_KIND, sourceKey, sourceKind } from '../source.ts'
import type { Stard, StardQuestion } from './stard.ts'

export type Priors = { kinds: Record<string, number>; sources: Record<string, number> }

/** A source never seen to answer is taken for its kind, as if it had answered at most half a question. */
const BORROWED = 0.5

type Source = { key: string; kind: string; size: number; answers: number }

/**
 * Log rate at which a source answers, for its size to the power of one half: a large code answers more, but not in
 * proportion to its articles. Sources without answers share the rate of their kind.
 */
export function fitPriors(stard: Stard, questions: readonly StardQuestion[]): Priors {
  const sources = countSources(stard, questions)
  const rates = rateKinds(sources)
  const borrowed = new Map([...rates].map(([kind, rate]) => [kind, Math.log(rate)]))
  const lowest = Math.min(...borrowed.values())
  const kinds = Object.fromEntries(
    [...borrowed].map(([kind, rate]) => [kind, round(rate - lowest)]),
  )
  const gains = sources
    .filter(({ answers }) => answers > 0)
    .map(({ key, kind, size, answers }): [string, number] => {
      const weight = Math.sqrt(size + 5)
      const rate = rates.get(kind) ?? 0
      const prior = Math.log((answers + Math.min(rate * weight, BORROWED)) / weight)
      return [key, round(prior - Math.log(rate))]
    })
  // Guides and answers are not in the statutes: nothing is known against them, so they stand with the best source.
  const totals = gains.map(([key, gain]) => gain + (kinds[sourceKind(key)] ?? 0))
  kinds[NEUTRAL_KIND] = round(Math.max(...totals))
  return { kinds, sources: Object.fromEntries(gains.sort(([a], [b]) => (a < b ? -1 : 1))) }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

function countSources(stard: Stard, questions: readonly StardQuestion[]): Source[] {
  const sources = new Map<string, Source>()
  const bySource = stard.documents.map(({ title }) => {
    const key = sourceKey(title)
    const source = sources.get(key) ?? { key, kind: sourceKind(key), size: 0, answers: 0 }
    sources.set(key, source)
    source.size += 1
    return source
  })
  for (const { relevant } of questions) {
    for (const at of relevant) {
      const source = bySource[at]
      if (source !== undefined) source.answers += 1 / relevant.length
    }
  }
  return [...sources.values()]
}

function rateKinds(sources: readonly Source[]): Map<string, number> {
  const totals = new Map<string, { answers: number; weight: number }>()
  for (const { kind, size, answers } of sources) {
    const total = totals.get(kind) ?? { answers: 0, weight: 0 }
    totals.set(kind, {
      answers: total.answers + answers,
      weight: total.weight + Math.sqrt(size + 5),
    })
  }
  const all = [...totals.values()]
  const overall = sum(all.map(({ answers }) => answers)) / sum(all.map(({ weight }) => weight))
  return new Map(
    [...totals].map(([kind, { answers, weight }]) => [
      kind,
      (answers + 2 * overall) / (weight + 2),
    ]),
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
