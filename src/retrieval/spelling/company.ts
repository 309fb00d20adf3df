import type { TermStatistics } from '../bm25.ts'
import { shippedModel } from '../shipped-model.ts'
import { termPlace } from '../terms.ts'

// Are two neighbouring characters a word of the knowledge? Told from the same counts that weigh the words of a question.

/** From here on two characters keep company that is no chance. */
export const COMPANY = 0.25
/** Enough to leave what was written alone. */
export const SOME_COMPANY = 0.1
const COMMON_COMPANY = 0.3
const ALONE = -2
/** A pair met once is met by chance. */
export const LEAST_TOGETHER = 2
const WORD_SHARE = 0.3

export function countOf(token: string, { frequencies }: TermStatistics): number {
  return frequencies.get(termPlace(token)) ?? 0
}

/** Normalised pointwise mutual information over the chunks: 1 where neither is ever without the other, below 0 by chance. */
export function companyOf(pair: string, statistics: TermStatistics): number {
  const { documents } = statistics
  const together = countOf(pair, statistics)
  const left = countOf(pair.charAt(0), statistics)
  const right = countOf(pair.charAt(1), statistics)
  if (together === 0 || left === 0 || right === 0 || together >= documents) return ALONE
  return Math.log((together * documents) / (left * right)) / Math.log(documents / together)
}

/** Two characters that are everywhere keep no company that a count could tell, and are a word if everybody's. */
export function wordnessOf(pair: string, statistics: TermStatistics): number {
  const company = companyOf(pair, statistics)
  if (company === ALONE) return ALONE
  const isWord = isCommon(pair) || shareOf(pair, statistics) >= WORD_SHARE
  return isWord ? Math.max(company, COMMON_COMPANY) : company
}

/** Among the pairs that the statutes and the questions about them are made of. */
const isCommon = (pair: string): boolean => shippedModel().embedding.rows.has(termPlace(pair))

/** How often the rarer of the two is found with the other. */
function shareOf(pair: string, statistics: TermStatistics): number {
  const together = countOf(pair, statistics)
  if (together < LEAST_TOGETHER) return 0
  return (
    together / Math.min(countOf(pair.charAt(0), statistics), countOf(pair.charAt(1), statistics))
  )
}
