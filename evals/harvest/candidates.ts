import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Sql } from '../../src/db/client.ts'
import { maskPersonalData } from '../../src/llm/index.ts'
import { findCategory } from '../../src/tickets/index.ts'
import { DATASETS, type Dataset } from '../support/datasets.ts'
import { listHandedOver, listReviewed, listThumbsDown } from './candidates-store.ts'

/** Sets a candidate can join, by the suite that reads them. */
export const HOMES: Readonly<Record<string, Dataset<unknown>>> = {
  categories: DATASETS.classification,
  golden: DATASETS.golden,
  'must-refuse': DATASETS.mustRefuse,
  routing: DATASETS.routing,
}

/** One line of the file a person works through. Nothing counts before `reviewed_by` names them. */
export const Candidate = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(['accepted', 'corrected', 'thumbs_down', 'handed_over']),
  input: z.string().min(1),
  /** What the service made of it then. */
  got: z.record(z.string(), z.unknown()),
  suite: z.string(),
  expected: z.unknown(),
  reviewed_by: z.string().nullable(),
})
export type Candidate = z.infer<typeof Candidate>

/** Another name for a row of production: the case must not lead back to it. */
const nameOf = (id: string): string =>
  `hv-${createHash('sha256').update(`candidate ${id}`).digest('hex').slice(0, 12)}`

/** Stored texts are masked already; what an older version missed is masked now. */
const masked = (text: string): string => maskPersonalData(text).text.trim()

export async function collectCandidates(sql: Sql, since: Date): Promise<Candidate[]> {
  const reviewed = await listReviewed(sql, since)
  const voted = await listThumbsDown(sql, since)
  const handed = await listHandedOver(sql, since)
  const all: Candidate[] = [
    ...reviewed.map(({ id, words, suggested, confirmed, changed }) => ({
      id: nameOf(id),
      kind: changed ? ('corrected' as const) : ('accepted' as const),
      input: masked(words),
      got: { category: suggested },
      suite: 'categories',
      expected: { category: confirmed, name: findCategory(confirmed)?.name ?? confirmed },
      reviewed_by: null,
    })),
    ...voted.map(({ id, question, answer, outcome, reasons, comment }) => ({
      id: nameOf(id),
      kind: 'thumbs_down' as const,
      input: masked(question),
      got: { outcome, answer: masked(answer), reasons, comment: masked(comment) },
      suite: 'golden',
      expected: null,
      reviewed_by: null,
    })),
    ...handed.map(({ id, reason, words, outcome }) => ({
      id: nameOf(id),
      kind: 'handed_over' as const,
      input: masked(words.join('\n')),
      got: { outcome, reason },
      suite: 'golden',
      expected: null,
      reviewed_by: null,
    })),
  ]
  return all.filter(({ input }) => input !== '')
}

export type Accepted = { home: Dataset<unknown>; row: unknown }

/** The reviewed lines as cases of their sets, and why the others are not taken. */
export function acceptCandidates(lines: readonly unknown[]): {
  accepted: Accepted[]
  waiting: number
  refused: string[]
} {
  const accepted: Accepted[] = []
  const refused: string[] = []
  let waiting = 0
  for (const line of lines) {
    const candidate = Candidate.parse(line)
    const { id, kind, input, suite, expected, reviewed_by: reviewer } = candidate
    if (reviewer === null || reviewer.trim() === '') {
      waiting += 1
      continue
    }
    const home = HOMES[suite]
    const row = { id, input, expected, tags: ['production', kind], source: 'production' }
    const parsed = home?.schema.safeParse(row)
    if (home === undefined || parsed === undefined) refused.push(`${id}: no suite "${suite}"`)
    else if (!parsed.success) refused.push(`${id}: ${z.prettifyError(parsed.error)}`)
    else if (masked(JSON.stringify(row)) !== JSON.stringify(row))
      refused.push(`${id}: holds personal data`)
    else accepted.push({ home, row: parsed.data })
  }
  return { accepted, waiting, refused }
}
