import { readEvidence, type EvidencePassage } from '../evidence-gate.ts'
import { weighQuery } from '../bm25.ts'
import type { TrainingSet } from './fit-model.ts'
import { highest, scoreAll } from './memory-index.ts'
import type { StardQuestion } from './stard.ts'

export type GateScore = { score: number; answerable: boolean }

const FOUND_AMONG = 10
const READ = 5

/**
 * Each question twice: with the whole corpus, counted where a right article was found, and with every law that
 * answers it withheld. What is neither found nor withheld says nothing about the passages and is left out. The order
 * is that of the words alone: the learned one knows the fitted questions and would find their articles without any.
 */
export function scoreGate(set: TrainingSet, questions: readonly StardQuestion[]): GateScore[] {
  return questions.flatMap((question) => {
    const words = scoreAll(set.index, weighQuery(question.text, set.index.statistics))
    const laws = new Set(question.relevant.map((at) => lawOf(set, at)))
    const found = highest(words, FOUND_AMONG)
    const withheld = highest(
      words.map((score, at) => (laws.has(lawOf(set, at)) ? 0 : score)),
      READ,
    )
    const scores = [{ score: scoreOf(set, question.text, withheld), answerable: false }]
    if (found.some((at) => question.relevant.includes(at))) {
      scores.push({ score: scoreOf(set, question.text, found), answerable: true })
    }
    return scores
  })
}

const lawOf = (set: TrainingSet, at: number): string => set.sources[at] ?? ''

function scoreOf(set: TrainingSet, question: string, ranked: readonly number[]): number {
  const passages: EvidencePassage[] = ranked.slice(0, READ).map((at) => ({
    title: set.stard.documents[at]?.title ?? '',
    text: set.stard.documents[at]?.text ?? '',
  }))
  const { reach, window, covered } = readEvidence(question, passages, set.index.statistics)
  return (reach + window + covered) / 3
}

/** The score that `keep` of the answerable questions reach. */
export function fitThreshold(scores: readonly GateScore[], keep: number): number {
  const kept = scores
    .filter(({ answerable }) => answerable)
    .map(({ score }) => score)
    .sort((a, b) => a - b)
  return Math.round((kept[Math.round(kept.length * (1 - keep))] ?? 0) * 1000) / 1000
}

export function refusedBelow(scores: readonly GateScore[], threshold: number): number {
  const withheld = scores.filter(({ answerable }) => !answerable)
  return withheld.filter(({ score }) => score < threshold).length / withheld.length
}
