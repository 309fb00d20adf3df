import type { TermStatistics } from './bm25.ts'
import { decideEvidence } from './evidence-gate.ts'
import type { Passage } from './passage.ts'

/** Can these passages answer this question? */
export type EvidenceGate = {
  answerable: boolean
  /** 0…1 */
  score: number
  threshold: number
  features: Record<string, number>
}

/** The gate over passages as search returns them: names and numbers count, and so do the questions they answer. */
export function judgeEvidence(
  question: string,
  passages: readonly Passage[],
  statistics: TermStatistics,
): EvidenceGate {
  const evidence = passages.map(({ title, path, heading, text, relatedQuestions }) => ({
    title: [title, path, heading].join('\n'),
    text: [text, ...relatedQuestions].join('\n'),
  }))
  return decideEvidence(question, evidence, statistics)
}
