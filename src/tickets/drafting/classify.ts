import type { CategoryCandidate } from '../../protocol/tickets.ts'
import { findCategory, isOffered } from '../catalogue.ts'
import { classifyTicket } from '../classifier/index.ts'

/** Below this nothing is preset and a person chooses (R-CAT-3). */
export const PRESET_CONFIDENCE = 0.6

const SHOWN = 3
/** Looked through for three that may be chosen. */
const RANKED = 12

/** The classifier's first three of what the catalogue offers that day; its weights may be older and name what is retired. */
export function suggestCategories(text: string, day?: string): CategoryCandidate[] {
  return classifyTicket(text, RANKED)
    .flatMap((candidate) => {
      const category = findCategory(candidate.code)
      if (category === undefined) return []
      if (day !== undefined && !isOffered(category, day)) return []
      return [{ ...candidate, name: category.name }]
    })
    .slice(0, SHOWN)
}
