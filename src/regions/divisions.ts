import table from '../../knowledge/tables/divisions.json' with { type: 'json' }
import { z } from 'zod'

export const DIVISION_LEVELS = ['city', 'district', 'street', 'community'] as const
export type DivisionLevel = (typeof DIVISION_LEVELS)[number]

/** `name` is the statistical name, `short` what people and forms say: 红星社区居民委员会 → 红星社区. */
export type Division = {
  code: string
  name: string
  short: string
  level: DivisionLevel
  parent: string | null
}

const Table = z.object({
  version: z.string(),
  source: z.string(),
  city: z.object({ code: z.string(), name: z.string() }),
  /** District code and name; streets by the last three digits; communities as `001name|002name`. */
  districts: z.array(
    z.tuple([
      z.string().regex(/^\d{6}$/),
      z.string(),
      z.array(z.tuple([z.string().regex(/^\d{3}$/), z.string(), z.string()])),
    ]),
  ),
  aliases: z.array(
    z.object({
      name: z.string(),
      codes: z.array(z.string()).min(1),
      note: z.string().optional(),
      typo: z.boolean().optional(),
    }),
  ),
})

export type DivisionAlias = { name: string; codes: readonly string[]; typo: boolean }

function shortName(name: string, level: DivisionLevel): string {
  if (level === 'street') return name.replace(/街街道$/, '街道').replace(/办事处街道$/, '街道')
  if (level !== 'community') return name
  return name
    .replace(/社区(?:居民)?(?:居委会?|委员会)$/, '社区')
    .replace(/村?村民委员会$|村?村委会$/, '村')
    .replace(/(?:居民委员会|居委会)$/, '社区')
}

function parseDivisions(raw: unknown): {
  version: string
  byCode: Map<string, Division>
  aliases: readonly DivisionAlias[]
} {
  const { version, city, districts, aliases } = Table.parse(raw)
  const byCode = new Map<string, Division>()
  const add = (code: string, name: string, level: DivisionLevel, parent: string | null): void => {
    if (byCode.has(code)) throw new Error(`divisions: ${code} twice`)
    byCode.set(code, { code, name, short: shortName(name, level), level, parent })
  }
  add(city.code, city.name, 'city', null)
  for (const [code, name, streets] of districts) {
    add(code, name, 'district', city.code)
    for (const [digits, street, communities] of streets) {
      add(code + digits, street, 'street', code)
      for (const community of communities === '' ? [] : communities.split('|')) {
        add(code + digits + community.slice(0, 3), community.slice(3), 'community', code + digits)
      }
    }
  }
  for (const { name, codes } of aliases) {
    const unknown = codes.find((code) => !byCode.has(code))
    if (unknown !== undefined) throw new Error(`divisions: alias ${name} names unknown ${unknown}`)
  }
  return {
    version,
    byCode,
    aliases: aliases.map((alias) => ({ ...alias, typo: alias.typo === true })),
  }
}

const shipped = parseDivisions(table)

export const DIVISIONS_VERSION = shipped.version

export function findDivision(code: string | null): Division | undefined {
  return code === null ? undefined : shipped.byCode.get(code)
}

/** Children of a division in code order; without a parent, the districts. */
export function listDivisions(parent: string = '4201'): Division[] {
  return [...shipped.byCode.values()].filter((division) => division.parent === parent)
}

export function listAllDivisions(): readonly Division[] {
  return [...shipped.byCode.values()]
}

export function listDivisionAliases(): readonly DivisionAlias[] {
  return shipped.aliases
}

/** From the district down to the division itself. */
export function divisionPath(code: string): Division[] {
  const division = findDivision(code)
  if (division === undefined || division.level === 'city') return []
  return [...(division.parent === null ? [] : divisionPath(division.parent)), division]
}

/** `洪山区珞南街道街道口社区`, or null for a code that is not in the table. */
export function divisionName(code: string | null): string | null {
  if (code === null) return null
  if (findDivision(code)?.level === 'city') return findDivision(code)?.short ?? null
  const path = divisionPath(code)
  return path.length === 0 ? null : path.map(({ short }) => short).join('')
}

/** Codes nest by prefix: a community lies in its street, district and city (R-ROLE-1). */
export function isWithin(code: string, area: string): boolean {
  return code.startsWith(area)
}
