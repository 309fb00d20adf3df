import table from '../../knowledge/tables/open311-attributes.json' with { type: 'json' }
import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import {
  categoryGroup,
  categoryName,
  categoryPath,
  findCategory,
  listCategories,
} from '../tickets/index.ts'
import { Open311Error } from './errors.ts'

const Attribute = z.object({
  code: z.string(),
  datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  required: z.boolean(),
  description: z.string(),
  datatype_description: z.string(),
  values: z.array(z.object({ key: z.string(), name: z.string() })).optional(),
  critical: z.array(z.string()),
})
export type Attribute = z.infer<typeof Attribute>

const attributes = new Map(
  Object.entries(z.record(z.string(), z.array(Attribute)).parse(table.services)),
)

export type Service = {
  service_code: string
  service_name: string
  description: string
  metadata: boolean
  type: 'realtime'
  keywords: string
  group: string
}

/** What may be reported on a day; a retired service stays named on its old requests. */
export function listServices(day: string, locale?: ServiceContext['locale']): Service[] {
  return listCategories(day).map((category) => ({
    service_code: category.code,
    service_name: categoryName(category, locale),
    description: categoryPath(category.code, locale) ?? '',
    metadata: attributes.has(category.code),
    type: 'realtime',
    // A comma ends a keyword, so none may stand inside one.
    keywords: category.synonyms.map((word) => word.replaceAll(',', ' ')).join(','),
    group: categoryGroup(category, locale),
  }))
}

export function attributesOf(serviceCode: string): readonly Attribute[] {
  return attributes.get(serviceCode) ?? []
}

/** Throws Open311Error 404 for a service that does not exist or has no questions of its own. */
export function getServiceDefinition(serviceCode: string) {
  if (findCategory(serviceCode) === undefined || !attributes.has(serviceCode)) {
    throw new Open311Error(404, [`service_code ${serviceCode} was not found`])
  }
  return {
    service_code: serviceCode,
    attributes: attributesOf(serviceCode).map((attribute, at) => ({
      variable: true,
      code: attribute.code,
      datatype: attribute.datatype,
      required: attribute.required,
      description: attribute.description,
      datatype_description: attribute.datatype_description,
      order: at + 1,
      ...(attribute.values === undefined ? {} : { values: attribute.values }),
    })),
  }
}
