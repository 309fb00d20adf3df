import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { catalogueTree } from './catalogue.ts'
import { findSlaRow } from './sla.ts'

/** R-CAT-1: the catalogue in use, as who runs the service reads it, with the usual limit of each category. */
export function viewCatalogue({ actor }: Pick<ServiceContext, 'actor'>) {
  if (!hasRole(actor, 'admin', 'auditor', 'city')) throw new ForbiddenError('the catalogue')
  const { groups, ...tree } = catalogueTree()
  return {
    ...tree,
    groups: groups.map(({ code, name, name_en, categories }) => ({
      code,
      name,
      name_en: name_en ?? null,
      categories: categories.map((category) => ({
        code: category.code,
        name: category.name,
        name_en: category.name_en ?? null,
        words: category.synonyms,
        appeal_types: category.appeal_types,
        urgency: category.urgency,
        level: category.level,
        community_duty: category.community_duty,
        standard_ref: category.standard_ref,
        limits: limitsOf(category),
      })),
    })),
  }
}

/** The limits its kinds of appeal have in the table, each once. */
function limitsOf({
  urgency,
  appeal_types: types,
}: Pick<
  ReturnType<typeof catalogueTree>['groups'][number]['categories'][number],
  'urgency' | 'appeal_types'
>): string[] {
  return [...new Set(types.map((type) => findSlaRow(urgency, type).resolve))]
}
