import { applyRespellings, type Passage, type RetrievalResult } from '../retrieval/index.ts'
import { arrangeForQuestion } from './answer-type.ts'
import { weighEvidence, type Evidence } from './evidence.ts'
import { extractAnswer } from './extract.ts'

export type Judgement = {
  evidence: Evidence
  /** False also where passages speak of the matter and none has what is asked for. */
  answerable: boolean
  /** What an answer may stand on, the passage that has what is asked for first. */
  passages: readonly Passage[]
}

/**
 * Can these passages answer this question? The one decision of chat, assistants, command line and evals: the words the
 * question shares with the passages, the lead of the first, and whether any has the kind of value asked for.
 */
export function judgePassages(
  written: string,
  retrieval: Pick<RetrievalResult, 'gate' | 'passages' | 'respelled'>,
): Judgement {
  const question = applyRespellings(written, retrieval.respelled)
  const evidence = weighEvidence(question, retrieval)
  if (evidence === 'none') return { evidence, answerable: false, passages: [] }
  const usable = retrieval.passages.filter((passage) => passage.outrankedBy === null)
  const { passages, missing } = arrangeForQuestion(question, usable)
  const answerable = missing === null && !saysNotRecorded(question, passages)
  return { evidence, answerable, passages }
}

/** The passage's own sentence on what is asked says that the source does not tell it (R-KB-6). */
function saysNotRecorded(question: string, passages: readonly Passage[]): boolean {
  const [best] = passages
  if (best === undefined || !/未载|没有记载/.test(best.text)) return false
  const [lead] = extractAnswer(question, [best])
  return lead !== undefined && /未载|没有记载/.test(lead.quote)
}
