import type { CategoryCandidate } from '../../protocol/tickets.ts'
import { findCategory } from '../catalogue.ts'
import { classifyTicket } from '../classifier/index.ts'

/** Below this nothing is preset and a person chooses (R-CAT-3). */
export const PRESET_CONFIDENCE = 0.6

/** The classifier's first three by the catalogue's names; weights older than the catalogue may name a code it dropped. */
export function suggestCategories(text: string): CategoryCandidate[] {
  return classifyTicket(text).flatMap((candidate) => {
    const name = findCategory(candidate.code)?.name
    return name === undefined ? [] : [{ ...candidate, name }]
  })
}
