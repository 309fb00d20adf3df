import type { Passage } from './passage.ts'
import { tokenise } from './tokens.ts'

/** Can these passages answer this question? */
export type EvidenceGate = {
  answerable: boolean
  /** 0…1 */
  score: number
  threshold: number
  features: Record<string, number>
}

const THRESHOLD = 0.34

/** Share of the question's word pairs that the best passages hold, the rarer weighing by being in fewer of them. */
export function judgeEvidence(question: string, passages: readonly Passage[]): EvidenceGate {
  const wanted = new Set(tokenise(question).filter((token) => token.length > 1))
  const coverages = passages.slice(0, 3).map((passage) => {
    const held = new Set(
      tokenise(
        [passage.title, passage.heading, passage.text, ...passage.relatedQuestions].join('\n'),
      ),
    )
    return [...wanted].filter((token) => held.has(token)).length / Math.max(1, wanted.size)
  })
  const coverage = Math.max(0, ...coverages)
  return {
    answerable: passages.length > 0 && coverage >= THRESHOLD,
    score: coverage,
    threshold: THRESHOLD,
    features: { coverage },
  }
}
