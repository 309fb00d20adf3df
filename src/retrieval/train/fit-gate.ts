import { readEvidence, type EvidencePassage } from '../evidence-gate.ts'
import { rankCandidates } from '../rank-candidates.ts'
import type { RankingModel } from '../ranking-model.ts'
import { sourceKey } from '../source.ts'
import { findCandidates, type TrainingSet } from './fit-model.ts'
import type { StardQuestion } from './stard.ts'

export type GateScore = { score: number; answerable: boolean }

const FOUND_AMONG = 10
const READ = 5

/**
 * Each question twice: with the whole corpus, counted where a right article was found, and with every law that
 * answers it withheld. What is neither found nor withheld says nothing about the passages and is left out.
 */
export function scoreGate(
  set: TrainingSet,
  model: RankingModel,
  questions: readonly StardQuestion[],
): GateScore[] {
  return questions.flatMap((question) => {
    const { plan, candidates } = findCandidates(set, model, question.text)
    const ranked = rankCandidates(plan, candidates, model).map(({ id }) => Number(id))
    const laws = new Set(question.relevant.map((at) => lawOf(set, at)))
    const withheld = ranked.filter((at) => !laws.has(lawOf(set, at)))
    const scores = [{ score: scoreOf(set, question.text, withheld), answerable: false }]
    if (ranked.slice(0, FOUND_AMONG).some((at) => question.relevant.includes(at))) {
      scores.push({ score: scoreOf(set, question.text, ranked), answerable: true })
    }
    return scores
  })
}

const lawOf = (set: TrainingSet, at: number): string =>
  sourceKey(set.stard.documents[at]?.title ?? '')

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
