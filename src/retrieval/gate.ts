import type { TermStatistics } from './bm25.ts'
import { decideEvidence, type EvidenceQuestion } from './evidence-gate.ts'
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
  question: EvidenceQuestion,
  passages: readonly Passage[],
  statistics: TermStatistics,
  /** Of the city's own documents and questions (`npm run eval -- gate`); the shipped one without. */
  threshold?: number | undefined,
): EvidenceGate {
  const evidence = passages.map(({ title, path, heading, text, relatedQuestions, sourceType }) => ({
    title: [title, path, heading].join('\n'),
    text: [text, ...relatedQuestions].join('\n'),
    questions: relatedQuestions,
    press: sourceType === 'press',
  }))
  return decideEvidence(question, evidence, statistics, threshold)
}
