import { z } from 'zod'
import { LEVELS, rankLevel, sourceTypeOf } from '../retrieval/index.ts'

/** 2026-02-30 is read by Date as a day in March; a real day comes back as it was written. */
function isRealDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const day = z.string().refine(isRealDay, 'must be a date like 2026-08-15')
const optionalDay = day.nullable().default(null)

/** Division code → the prefix that residents' codes are compared with: 420100 → 4201, 全国 → ''. */
export function toJurisdictionPrefix(text: string): string | undefined {
  const value = text.trim()
  if (/^(全国|国家|CN|000000|)$/i.test(value)) return ''
  if (!/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/.test(value)) return undefined
  return value.length === 6 ? value.replace(/(00)+$/, '') : value
}

/** What R-KB-1 records of a document. The field names are those of the front matter. */
export const DocumentFields = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,119}$/i, 'must be letters, digits, dots and hyphens')
    .optional(),
  title: z.string().min(1, 'is missing').max(300),
  issuer: z.string().max(200).default(''),
  doc_no: z.string().max(100).nullable().default(null),
  level: z.enum(LEVELS).default('指南'),
  source_type: z.enum(['law', 'guide', 'press']).optional(),
  jurisdiction: z
    .string()
    .default('全国')
    .refine((text) => toJurisdictionPrefix(text) !== undefined, 'must be 全国 or a division code')
    .transform((text) => toJurisdictionPrefix(text) ?? ''),
  published_at: optionalDay,
  effective_from: optionalDay,
  effective_to: optionalDay,
  as_of: optionalDay,
  status: z.enum(['effective', 'superseded', 'repealed', 'not_yet']).default('effective'),
  supersedes: z.array(z.string()).default([]),
  source_name: z.string().max(300).default(''),
  source_version: z.string().max(300).default(''),
  source_url: z.string().max(2000).nullable().default(null),
  licence: z.string().max(300).default(''),
  /** 转述: the text says in other words what the official one says. */
  rendition: z.enum(['original', 'restated']).default('original'),
  reviewed_by: z.string().max(200).nullable().default(null),
  review_due: optionalDay,
})
export type DocumentFields = z.infer<typeof DocumentFields>
export type DocumentDefaults = Partial<z.input<typeof DocumentFields>>

/** One passage as the parsers cut it: an article of a law, a section of a guide, a row group of a table. */
export type ParsedChunk = {
  heading: string
  path: string
  articleNo: string | null
  anchor: string
  page: number | null
  text: string
  relatedQuestions: readonly string[]
}

export type ParsedDocument = {
  slug: string
  fields: DocumentFields
  chunks: readonly ParsedChunk[]
}

export type Problem = { file: string; field: string | null; message: string }

export function describeSource(fields: DocumentFields): {
  levelRank: number
  sourceType: 'law' | 'guide' | 'press'
} {
  return {
    levelRank: rankLevel(fields.level),
    sourceType: fields.source_type ?? sourceTypeOf(fields.level),
  }
}
