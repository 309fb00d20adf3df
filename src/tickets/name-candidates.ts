import type { ServiceContext } from '../ports.ts'
import type { CategoryCandidate } from '../protocol/tickets.ts'
import { categoryName, findCategory } from './catalogue.ts'
import type { Ticket } from './ticket.ts'

/** They were stored with the names the resident was shown; whoever reads them now has a language of their own. */
export function nameCandidates(
  fields: Ticket['aiFields'],
  locale: ServiceContext['locale'],
): Ticket['aiFields'] {
  const list = fields['category_candidates']
  if (list === undefined || !Array.isArray(list.value)) return fields
  const value = (list.value as CategoryCandidate[]).map((candidate) => {
    const category = findCategory(candidate.code)
    return category === undefined
      ? candidate
      : { ...candidate, name: categoryName(category, locale) }
  })
  return { ...fields, category_candidates: { ...list, value } }
}
