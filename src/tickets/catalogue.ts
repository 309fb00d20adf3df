import data from '../../knowledge/tables/catalogue.json' with { type: 'json' }
import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { APPEAL_TYPES, URGENCIES } from '../protocol/tickets.ts'

export const TICKET_LEVELS = ['grid', 'community', 'street', 'district', 'city'] as const

const Group = z.object({
  code: z.string().regex(/^(E\d{2}|L\d{2})$/),
  name: z.string().min(1),
  name_en: z.string().min(1).optional(),
  parent: z.null(),
  leaf: z.literal(false),
})
const Leaf = z.object({
  code: z.string().regex(/^(E\d{5}|P\d{5}|L\d{4})$/),
  name: z.string().min(1),
  /** For English pages; without it they show the Chinese name. */
  name_en: z.string().min(1).optional(),
  parent: z.string(),
  leaf: z.literal(true),
  appeal_types: z.array(z.enum(APPEAL_TYPES)).min(1),
  standard_ref: z.string().nullable(),
  matter_kind: z.enum(['component', 'matter']).nullable(),
  std_code: z
    .string()
    .regex(/^\d{5}$/)
    .nullable(),
  synonyms: z.array(z.string()),
  urgency: z.enum(URGENCIES),
  level: z.enum(TICKET_LEVELS),
  unit_rule: z.string(),
  community_duty: z.boolean(),
  needs_list: z.string().optional(),
  /** Offered from this day on; without it, from the catalogue's own. */
  valid_from: z.iso.date().optional(),
  /** Retired from this day on; tickets keep the code. */
  valid_to: z.iso.date().optional(),
})
export const Catalogue = z.object({
  version: z.string(),
  source: z.string(),
  valid_from: z.iso.date(),
  items: z.array(z.discriminatedUnion('leaf', [Group, Leaf])),
})

export type Category = z.infer<typeof Leaf>
type Group = z.infer<typeof Group>
type Locale = ServiceContext['locale']

/** Throws naming the first wrong row: codes unique, parents present, standard triples unique (R-CAT-1, -2). */
export function parseCatalogue(raw: unknown): {
  version: string
  categories: Map<string, Category>
  groups: Map<string, Group>
  source: string
} {
  const catalogue = Catalogue.parse(raw)
  const groups = new Map<string, Group>()
  const categories = new Map<string, Category>()
  const standards = new Set<string>()
  for (const item of catalogue.items) {
    if (groups.has(item.code) || categories.has(item.code))
      throw new Error(`catalogue: ${item.code} twice`)
    if (!item.leaf) {
      groups.set(item.code, item)
      continue
    }
    if (!groups.has(item.parent))
      throw new Error(`catalogue: ${item.code} has no parent ${item.parent}`)
    const triple = `${item.standard_ref}|${item.matter_kind}|${item.std_code}`
    if (item.std_code !== null && standards.has(triple))
      throw new Error(`catalogue: ${triple} twice`)
    standards.add(triple)
    categories.set(item.code, item)
  }
  return { version: catalogue.version, source: catalogue.source, categories, groups }
}

const shipped = parseCatalogue(data)

export const CATALOGUE_VERSION = shipped.version

export function findCategory(code: string | null): Category | undefined {
  return code === null ? undefined : shipped.categories.get(code)
}

/** Whether new tickets may carry it on this day (`2026-11-23`); a running ticket keeps its code whatever the day. */
export function isOffered(
  category: Pick<Category, 'valid_from' | 'valid_to'>,
  day: string,
): boolean {
  const { valid_from: from, valid_to: to } = category
  return (from === undefined || from <= day) && (to === undefined || day < to)
}

/** Of the whole catalogue, or what may be chosen on a day. */
export function listCategories(day?: string): readonly Category[] {
  const all = [...shipped.categories.values()]
  return day === undefined ? all : all.filter((category) => isOffered(category, day))
}

/** The tree staff look at: every group with the categories under it, in the order of the table. */
export function catalogueTree() {
  const all = listCategories()
  return {
    version: shipped.version,
    source: shipped.source,
    groups: [...shipped.groups.values()].map(({ code, name, name_en }) => ({
      code,
      name,
      ...(name_en === undefined ? {} : { name_en }),
      categories: all.filter(({ parent }) => parent === code),
    })),
  }
}

/** In the reader's language; what has no English name keeps its Chinese one. */
export function categoryName(
  category: Pick<Category, 'name' | 'name_en'>,
  locale?: Locale,
): string {
  return (locale === 'en' ? category.name_en : undefined) ?? category.name
}

/** `市容环境 / 噪声扰民` */
export function categoryPath(code: string, locale?: Locale): string | null {
  const category = findCategory(code)
  if (category === undefined) return null
  return `${categoryGroup(category, locale)} / ${categoryName(category, locale)}`
}

/** The name of the top category a code stands under. */
export function categoryGroup(category: Pick<Category, 'parent'>, locale?: Locale): string {
  const group = shipped.groups.get(category.parent)
  return group === undefined ? '' : categoryName(group, locale)
}
