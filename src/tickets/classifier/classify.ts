import { countGrams, vectorise, type SparseRow } from './features.ts'
import { combineScores, toProbabilities } from './train-classifier.ts'
import { unpackIdf, unpackVectors, type ClassifierWeights, type WeightColumns } from './weights.ts'

export type Classified = {
  code: string
  /** How often a text scored like this is of this label, fitted on texts the model did not see. */
  confidence: number
  /** Words of the text that spoke for the label, strongest first. */
  why: string[]
}

export type Classifier = { version: string; classify(text: string, topK?: number): Classified[] }

const MAX_REASONS = 4

export function loadClassifier(weights: ClassifierWeights): Classifier {
  const grams = weights.grams.split('\n')
  const vocabulary = {
    numbers: new Map(grams.map((gram, at) => [gram, at])),
    idf: unpackIdf(weights.idf),
  }
  const leaf = unpackVectors(weights.leaf)
  const group = unpackVectors(weights.group)
  const groupOfLabel = weights.labels.map((label) =>
    weights.groups.findIndex((name) => label.startsWith(name)),
  )
  const classify = (text: string, topK = 3): Classified[] => {
    const row = vectorise(countGrams(text, weights.longest_gram), vocabulary)
    if (row.indices.length === 0) return []
    const scores = combineScores(
      scoreColumns(leaf, row),
      weights.groups.length === 0 ? [] : scoreColumns(group, row),
      groupOfLabel,
      weights.group_weight,
    )
    const probabilities = toProbabilities(scores, weights.temperature)
    return weights.labels
      .map((code, at) => ({
        code,
        at,
        confidence: Math.round((probabilities[at] ?? 0) * 1000) / 1000,
      }))
      .toSorted((a, b) => b.confidence - a.confidence)
      .slice(0, topK)
      .map(({ code, at, confidence }) => ({
        code,
        confidence,
        why: findReasons(text, row, grams, leaf, at),
      }))
  }
  return { version: weights.version, classify }
}

function scoreColumns(
  { biases, columns }: WeightColumns,
  { indices, values }: SparseRow,
): number[] {
  const scores = [...biases]
  for (const [at, feature] of indices.entries()) {
    const value = values[at] ?? 0
    for (const [label, weight] of columns.get(feature) ?? [])
      scores[label] = (scores[label] ?? 0) + weight * value
  }
  return scores
}

/** Grams of two or more characters as they stand in the text; one inside another is named once. */
function findReasons(
  text: string,
  row: SparseRow,
  grams: readonly string[],
  { columns }: WeightColumns,
  label: number,
): string[] {
  const spoke = [...row.indices]
    .map((feature, at) => {
      const weight = columns.get(feature)?.find(([of]) => of === label)?.[1] ?? 0
      return { gram: grams[feature] ?? '', share: weight * (row.values[at] ?? 0) }
    })
    .filter(({ gram, share }) => share > 0 && gram.length >= 2 && text.includes(gram))
    .toSorted((a, b) => b.share - a.share || b.gram.length - a.gram.length)
  const reasons: string[] = []
  for (const { gram } of spoke) {
    if (!reasons.some((reason) => reason.includes(gram))) reasons.push(gram)
    if (reasons.length === MAX_REASONS) break
  }
  return reasons
}
