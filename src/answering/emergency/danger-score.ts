import { EMERGENCY_KINDS, type EmergencyKind } from './kinds.ts'
import learned from './gate-weights.json' with { type: 'json' }

type Weights = ReadonlyMap<string, number>

function readWeights({ terms, weights }: { terms: string; weights: number[] }): Weights {
  return new Map(
    terms
      .split(' ')
      .map((term, at): [string, number] => [term, (weights[at] ?? 0) / learned.scale]),
  )
}

const WEIGHTS = readWeights(learned)
const KIND_WEIGHTS = EMERGENCY_KINDS.map((kind): readonly [EmergencyKind, Weights] => [
  kind,
  readWeights(learned.kinds[kind]),
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
  return learned.bias + sumOf(WEIGHTS, features)
}

/** Kinds by how well the text fits each, best first; only their order means anything. */
export function rankKinds(features: readonly string[]): { kind: EmergencyKind; score: number }[] {
  return KIND_WEIGHTS.map(([kind, weights]) => ({
    kind,
    score: sumOf(weights, features),
  })).toSorted((a, b) => b.score - a.score)
}
