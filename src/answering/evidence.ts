import type { EvidenceGate, Passage, RetrievalResult } from '../retrieval/index.ts'
import { asksForRule, isTagged } from './understanding/index.ts'

/** `nearest`: not said in these words, but one rule stands out; it is shown as what it is. */
export type Evidence = 'sufficient' | 'nearest' | 'none'

/** Below this share of the gate's threshold the words have too little in common, however far the first is ahead. */
const LEAST_SHARE = 0.9
/** Asked on about the last answer, what was said before stands for words. */
const LEAST_IN_FOCUS = 0.5
/** How far the first passage is ahead of every other document, as a share of the best. */
const CLEAR_LEAD = 0.4
/** A question that names the rule it is after, or a claim of one, needs less: it is about rules for certain. */
const LEAD_FOR_RULES = 0.16

/** Press facts say what was, so only rules and guides may be the nearest to a question, or the press to a claim of fact. */
export function weighEvidence(
  question: string,
  {
    gate,
    passages,
    inFocus = false,
  }: Pick<RetrievalResult, 'gate' | 'passages'> & { inFocus?: boolean },
): Evidence {
  const [first] = passages
  if (first === undefined) return 'none'
  if (gate.answerable) return 'sufficient'
  if (inFocus ? !fitsFocus(gate) : gate.score < gate.threshold * LEAST_SHARE) return 'none'
  // Asked on from the last answer, and the best of what that one stood on: nothing else has to be told apart.
  if (inFocus && first.sourceType !== 'press') return 'nearest'
  const rival = passages.find(({ documentId }) => documentId !== first.documentId)
  const lead = first.scores.fused - (rival?.scores.fused ?? 0)
  return lead >= leadNeeded(question, first) ? 'nearest' : 'none'
}

/** Enough in common for a message that asks on about the last answer. */
export function fitsFocus({
  score,
  threshold,
}: Pick<EvidenceGate, 'score' | 'threshold'>): boolean {
  return score >= threshold * LEAST_IN_FOCUS
}

function leadNeeded(question: string, first: Passage): number {
  if (first.sourceType === 'press')
    return isTagged(question) ? CLEAR_LEAD : Number.POSITIVE_INFINITY
  return asksForRule(question) ? LEAD_FOR_RULES : CLEAR_LEAD
}
