import { inverseFrequency, queryPlaces, type TermStatistics } from './bm25.ts'
import type { Passage } from './passage.ts'

/** Can these passages answer this question? */
export type EvidenceGate = {
  answerable: boolean
  /** 0…1 */
  score: number
  threshold: number
  features: Record<string, number>
}

/** Most that one term can add to a BM25 score, per unit of idf: k1 + 1. */
const SATURATION = 2.2
const THRESHOLD = 0.13

/** The best passage's BM25 score as a share of what a passage made for this question would get. */
export function judgeEvidence(
  question: string,
  passages: readonly Passage[],
  statistics: TermStatistics,
): EvidenceGate {
  const ceiling = queryPlaces(question)
    .map((place) => inverseFrequency(statistics, place) * SATURATION)
    .reduce((sum, weight) => sum + weight, 0)
  const best = Math.max(0, ...passages.map((passage) => passage.scores.lexical ?? 0))
  const score = ceiling === 0 ? 0 : Math.min(1, best / ceiling)
  return {
    answerable: passages.length > 0 && score >= THRESHOLD,
    score,
    threshold: THRESHOLD,
    features: { best, ceiling },
  }
}
