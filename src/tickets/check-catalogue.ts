import { z } from 'zod'
import { Catalogue, type Category } from './catalogue.ts'

/** Matters of GB/T 47678.5-2026 by main class: 153 components and 97 others (R-CAT-2). */
const MATTERS: Readonly<Record<string, number>> = {
  E01: 76,
  E02: 44,
  E03: 16,
  E04: 14,
  E05: 3,
  E06: 51,
  E07: 7,
  E08: 16,
  E09: 21,
  E10: 2,
}
const LOCAL_GROUPS = [...Array.from({ length: 15 }, (_, at) => at + 1), 99].map(
  (number) => `L${String(number).padStart(2, '0')}`,
)

export type CatalogueProblem = { code: string; problem: string }
type Parsed = z.output<typeof Catalogue>

/**
 * Everything that is wrong, not only the first (R-CAT-1, R-CAT-2). With the version in use as `previous` also what would
 * change the meaning of tickets that carry its codes.
 */
export function checkCatalogue(raw: unknown, previous?: unknown): CatalogueProblem[] {
  const parsed = Catalogue.safeParse(raw)
  if (!parsed.success) return parsed.error.issues.map((issue) => schemaProblem(raw, issue))
  const catalogue = parsed.data
  const leaves = catalogue.items.filter((item) => item.leaf)
  return [
    ...checkCodes(catalogue),
    ...checkCounts(catalogue),
    ...catalogue.items.flatMap(checkEnglishName),
    ...leaves.flatMap(checkLeaf),
    ...checkSynonyms(leaves),
    ...(previous === undefined ? [] : checkChange(catalogue, Catalogue.parse(previous))),
  ]
}

const Coded = z.object({ items: z.array(z.looseObject({ code: z.string().optional() })) })

function schemaProblem(raw: unknown, issue: z.core.$ZodIssue): CatalogueProblem {
  const [list, at, ...field] = issue.path
  const coded = Coded.safeParse(raw)
  const code =
    list === 'items' && typeof at === 'number' && coded.success
      ? (coded.data.items[at]?.code ?? `item ${at + 1}`)
      : String(list ?? 'file')
  return { code, problem: `${field.join('.') || 'value'}: ${issue.message}` }
}

function checkCodes({ items }: Parsed): CatalogueProblem[] {
  const problems: CatalogueProblem[] = []
  const groups = new Set(items.filter((item) => !item.leaf).map(({ code }) => code))
  const codes = new Set<string>()
  const standards = new Map<string, string>()
  for (const item of items) {
    const { code } = item
    if (codes.has(code)) problems.push({ code, problem: 'stands twice' })
    codes.add(code)
    if (!item.leaf) continue
    if (!groups.has(item.parent)) {
      problems.push({ code, problem: `its parent ${item.parent} is not in the file` })
    } else if (!code.startsWith(item.parent) && !code.startsWith('P')) {
      problems.push({ code, problem: `does not belong under ${item.parent}` })
    }
    if (item.std_code === null) continue
    const triple = `${item.standard_ref} ${item.matter_kind} ${item.std_code}`
    const first = standards.get(triple)
    if (first !== undefined) problems.push({ code, problem: `${triple} is ${first} already` })
    standards.set(triple, first ?? code)
  }
  return problems
}

function checkCounts({ items }: Parsed): CatalogueProblem[] {
  const problems: CatalogueProblem[] = []
  for (const [group, wanted] of Object.entries(MATTERS)) {
    const count = items.filter((item) => item.leaf && item.parent === group).length
    if (count !== wanted) {
      problems.push({ code: group, problem: `has ${count} matters, the standard has ${wanted}` })
    }
  }
  for (const group of LOCAL_GROUPS) {
    if (!items.some((item) => item.leaf && item.parent === group)) {
      problems.push({ code: group, problem: 'of the local tree has no category' })
    }
  }
  return problems
}

function checkEnglishName({ code, name_en: english = '' }: Parsed['items'][number]) {
  return /\p{Script=Han}/u.test(english) ? [{ code, problem: `name_en ${english} is Chinese` }] : []
}

function checkLeaf(item: Category): CatalogueProblem[] {
  const { code } = item
  const problems: string[] = []
  const standard = code.startsWith('L') ? null : code.slice(1)
  if (standard !== null && item.std_code !== standard) {
    problems.push(`std_code is ${item.std_code}, the code says ${standard}`)
  }
  if (item.std_code !== null && (item.standard_ref === null || item.matter_kind === null)) {
    problems.push('a std_code needs standard_ref and matter_kind')
  }
  if (!/^[a-z][a-z_]*$/.test(item.unit_rule)) problems.push(`unit_rule "${item.unit_rule}"`)
  const low = item.level === 'grid' || item.level === 'community'
  if (!item.community_duty && (low || item.unit_rule === 'community')) {
    problems.push('no community duty, so neither grid nor community may lead (国办函〔2025〕66号)')
  }
  const seen = item.synonyms.map((word) => word.trim())
  if (seen.includes('')) problems.push('an empty synonym')
  if (new Set(seen).size < seen.length) problems.push('a synonym twice')
  return problems.map((problem) => ({ code, problem }))
}

/** A word that means two matters decides for neither. */
function checkSynonyms(leaves: readonly Category[]): CatalogueProblem[] {
  const owners = new Map<string, string>()
  return leaves.flatMap(({ code, synonyms }) =>
    [...new Set(synonyms)].flatMap((word) => {
      const owner = owners.get(word)
      owners.set(word, owner ?? code)
      return owner === undefined ? [] : [{ code, problem: `synonym ${word} belongs to ${owner}` }]
    }),
  )
}

/** Tickets carry codes for years: a code is retired by `valid_to`, never removed and never given another meaning. */
function checkChange(next: Parsed, previous: Parsed): CatalogueProblem[] {
  const problems: CatalogueProblem[] = []
  const items = new Map(next.items.map((item) => [item.code, item]))
  for (const old of previous.items) {
    const { code } = old
    const now = items.get(code)
    if (now === undefined) {
      problems.push({ code, problem: 'was removed; set valid_to, tickets still carry it' })
    } else if (old.leaf && now.leaf && old.std_code !== now.std_code) {
      problems.push({
        code,
        problem: `meant ${old.std_code} before; a new meaning needs a new code`,
      })
    }
  }
  const changed = JSON.stringify(next.items) !== JSON.stringify(previous.items)
  if (changed && next.version === previous.version) {
    problems.push({ code: 'version', problem: `is still ${next.version} though items changed` })
  }
  return problems
}
