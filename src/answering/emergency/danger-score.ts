import { EMERGENCY_KINDS, type EmergencyKind } from './kinds.ts'
import { lengthOf } from './rarity.ts'
import learned from './gate-weights.json' with { type: 'json' }

type Weights = ReadonlyMap<string, number>

function readWeights(terms: string, weights: readonly number[]): Weights {
  return new Map(
    terms
      .split(' ')
      .map((term, at): [string, number] => [term, (weights[at] ?? 0) / learned.scale]),
  )
}

const WEIGHTS = readWeights(learned.terms, learned.weights)
const RARITIES = readWeights(learned.terms, learned.rarities)
const KIND_WEIGHTS = EMERGENCY_KINDS.map((kind): readonly [EmergencyKind, Weights] => [
  kind,
  readWeights(learned.kinds[kind].terms, learned.kinds[kind].weights),
])

export const GATE_MODEL_VERSION: string = learned.version

function sumOf(weights: Weights, features: readonly string[]): number {
  let sum = 0
  let known = 0
  for (const feature of features) {
    const weight = weights.get(feature)
    if (weight === undefined) continue
    sum += weight
    known += 1
  }
  return sum / Math.sqrt(known + 1)
}

/** Log-odds of danger. Weights are learned once (`npm run train:gate`), read here as plain numbers: same text, same score. */
export function scoreDanger(features: readonly string[]): number {
  let sum = 0
  for (const feature of features) sum += (WEIGHTS.get(feature) ?? 0) * (RARITIES.get(feature) ?? 0)
  return learned.bias + sum / lengthOf(features, RARITIES)
}

/** Kinds by how well the text fits each, best first; only their order means anything. */
export function rankKinds(features: readonly string[]): { kind: EmergencyKind; score: number }[] {
  return KIND_WEIGHTS.map(([kind, weights]) => ({
    kind,
    score: sumOf(weights, features),
  })).toSorted((a, b) => b.score - a.score)
}
