import { rankCandidates } from '../rank-candidates.ts'
import type { RankingModel } from '../ranking-model.ts'
import { findCandidates, type TrainingSet } from './fit-model.ts'
import type { StardQuestion } from './stard.ts'

export type Quality = { questions: number; recall10: number; recall100: number; mrr10: number }

export function measureRanking(
  set: TrainingSet,
  model: RankingModel,
  questions: readonly StardQuestion[],
): Quality {
  return averageQuality(
    questions.map((question) => {
      const { plan, candidates } = findCandidates(set, model, question.text)
      const ranked = rankCandidates(plan, candidates, model).map(({ id }) => Number(id))
      return judgeRanking(ranked, question.relevant)
    }),
  )
}

export function judgeRanking(ranked: readonly number[], relevant: readonly number[]): Quality {
  const found = (depth: number) =>
    ranked.slice(0, depth).filter((at) => relevant.includes(at)).length / relevant.length
  const first = ranked.slice(0, 10).findIndex((at) => relevant.includes(at))
  return {
    questions: 1,
    recall10: found(10),
    recall100: found(100),
    mrr10: first === -1 ? 0 : 1 / (first + 1),
  }
}

/** Means over questions, whatever the number behind each part. */
export function averageQuality(parts: readonly Quality[]): Quality {
  const questions = parts.reduce((sum, part) => sum + part.questions, 0)
  const mean = (value: (part: Quality) => number) =>
    parts.reduce((sum, part) => sum + value(part) * part.questions, 0) / questions
  return {
    questions,
    recall10: mean((part) => part.recall10),
    recall100: mean((part) => part.recall100),
    mrr10: mean((part) => part.mrr10),
  }
}
