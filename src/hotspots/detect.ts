import { distanceMetres, type Point } from '../regions/index.ts'
import { HOTSPOT_SETTINGS, type HotspotSettings } from './settings.ts'

/** What detection reads of a complaint. */
export type Report = {
  ticketId: string
  categoryCode: string
  divisionCode: string | null
  point: Point | null
  /** The address without spaces and punctuation; the same line is the same place. */
  address: string
  /** The same for all tickets of one person; all that cannot be told apart share one. */
  reporter: string
  at: Date
}

const RULES = ['week', 'burst'] as const
export type Rule = (typeof RULES)[number]
export type Found = {
  rules: Rule[]
  categoryCode: string
  divisionCode: string | null
  centre: Point | null
  reports: Report[]
  reporters: number
  /** Mean tickets a week before the window. */
  baseline: number
  /** 样本不足: fewer weeks of history than the rule compares with. */
  smallSample: boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const COMMUNITY_DIGITS = 12

const reportersOf = (reports: readonly Report[]): number =>
  new Set(reports.map(({ reporter }) => reporter)).size

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

/** The difference in latitude alone settles most pairs, at a fraction of the price of the distance. */
function isNear(a: Report, b: Report, metres: number): boolean {
  if (a.point !== null && b.point !== null) {
    if (Math.abs(a.point.lat - b.point.lat) * 110_000 > metres) return false
    return distanceMetres(a.point, b.point) <= metres
  }
  return a.address !== '' && a.address === b.address
}

/** The report with the most others around it first; what it takes is gone, so no chain grows across a district. */
export function clusterAround(
  reports: readonly Report[],
  metres: number,
): { members: Report[]; centre: Report }[] {
  const around = reports.map((own) => reports.filter((other) => isNear(own, other, metres)))
  const order = reports
    .map((centre, at) => ({ centre, members: around[at] ?? [] }))
    .toSorted((a, b) => b.members.length - a.members.length)
  const taken = new Set<Report>()
  const clusters: { members: Report[]; centre: Report }[] = []
  for (const { centre, members } of order) {
    if (taken.has(centre)) continue
    const free = members.filter((member) => !taken.has(member))
    for (const member of free) taken.add(member)
    clusters.push({ members: free, centre })
  }
  return clusters
}

/** The longest code all members stand under, cut at a real level (6, 9, 12 digits; 4 for the city). */
export function commonDivision(codes: readonly (string | null)[]): string | null {
  const known = codes.filter((code) => code !== null)
  const [first] = known
  if (first === undefined) return null
  const length = [12, 9, 6, 4].find((digits) =>
    known.every((code) => code.length >= digits && code.startsWith(first.slice(0, digits))),
  )
  return length === undefined ? null : first.slice(0, length)
}

export type DetectInput = {
  /** Complaints of the window. */
  recent: readonly Report[]
  /** Complaints of the weeks before it, at least of the categories in `recent`. */
  earlier: readonly Report[]
  /** The first complaint there ever was: a young service has no eight weeks to compare with. */
  historyFrom: Date | null
  now: Date
}

/** R-HOT-1. A ticket appears in one flag only. */
export function detectHotspots(
  input: DetectInput,
  settings: HotspotSettings = HOTSPOT_SETTINGS,
): Found[] {
  const found: Found[] = []
  for (const reports of groupBy(input.recent, ({ categoryCode }) => categoryCode)) {
    const code = reports[0]?.categoryCode
    const earlier = input.earlier.filter(({ categoryCode }) => categoryCode === code)
    const cells = [...communityCells(reports, earlier), ...nearCells(reports, earlier, settings)]
    const weeks = cells.flatMap((cell) => judgeWeek(cell, input, settings) ?? [])
    found.push(...mergeFound([...weeks, ...bursts(reports, input, settings)]))
  }
  return found
}

type Cell = {
  members: Report[]
  earlier: Report[]
  divisionCode: string | null
  centre: Point | null
}

function communityCells(reports: readonly Report[], earlier: readonly Report[]): Cell[] {
  const placed = reports.filter(({ divisionCode }) => divisionCode?.length === COMMUNITY_DIGITS)
  return groupBy(placed, ({ divisionCode }) => divisionCode ?? '').map((members) => {
    const divisionCode = members[0]?.divisionCode ?? null
    return {
      members,
      earlier: earlier.filter((report) => report.divisionCode === divisionCode),
      divisionCode,
      centre: null,
    }
  })
}

function nearCells(
  reports: readonly Report[],
  earlier: readonly Report[],
  settings: HotspotSettings,
): Cell[] {
  const points = reports.filter(({ point }) => point !== null)
  return clusterAround(points, settings.clusterMetres)
    .filter(({ members }) => members.length >= settings.clusterPoints)
    .map(({ members, centre }) => ({
      members,
      earlier: earlier.filter((report) => isNear(report, centre, settings.clusterMetres)),
      divisionCode: commonDivision(members.map(({ divisionCode }) => divisionCode)),
      centre: centre.point,
    }))
}

function judgeWeek(cell: Cell, input: DetectInput, settings: HotspotSettings): Found | undefined {
  const start = input.now.getTime() - settings.windowDays * DAY
  const lived = input.historyFrom === null ? 0 : start - input.historyFrom.getTime()
  const weeks = Math.min(settings.baselineWeeks, Math.floor(Math.max(0, lived) / WEEK))
  const from = start - weeks * WEEK
  const before = cell.earlier.filter(({ at }) => at.getTime() >= from && at.getTime() < start)
  const baseline = weeks === 0 ? 0 : before.length / weeks
  const reporters = reportersOf(cell.members)
  if (reporters < settings.reporters) return undefined
  if (cell.members.length < settings.factor * baseline) return undefined
  return {
    rules: ['week'],
    categoryCode: cell.members[0]?.categoryCode ?? '',
    divisionCode: cell.divisionCode,
    centre: cell.centre,
    reports: cell.members,
    reporters,
    baseline,
    smallSample: weeks < settings.baselineWeeks,
  }
}

/** The same matter from several people within a day and a short walk. */
function bursts(
  reports: readonly Report[],
  input: DetectInput,
  settings: HotspotSettings,
): Found[] {
  const since = input.now.getTime() - settings.burstHours * HOUR
  const fresh = reports.filter(({ at }) => at.getTime() >= since)
  return clusterAround(fresh, settings.burstMetres).flatMap(({ members, centre }) => {
    const reporters = reportersOf(members)
    if (reporters < settings.burstReporters) return []
    return [
      {
        rules: ['burst' as const],
        categoryCode: centre.categoryCode,
        divisionCode: commonDivision(members.map(({ divisionCode }) => divisionCode)),
        centre: centre.point,
        reports: members,
        reporters,
        baseline: 0,
        smallSample: false,
      },
    ]
  })
}

/** Flags that share a ticket are one: the largest keeps its cell and takes the tickets and rules of the others. */
function mergeFound(found: readonly Found[]): Found[] {
  let kept: Found[] = []
  for (const next of found) {
    const ids = new Set(next.reports.map(({ ticketId }) => ticketId))
    const same = kept.filter(({ reports }) => reports.some(({ ticketId }) => ids.has(ticketId)))
    kept = [...kept.filter((flag) => !same.includes(flag)), joinFound([next, ...same])]
  }
  return kept
}

function joinFound(flags: readonly Found[]): Found {
  const [largest, ...others] = flags.toSorted((a, b) => b.reports.length - a.reports.length)
  if (largest === undefined) throw new Error('nothing to join')
  if (others.length === 0) return largest
  const reports = [...new Set(flags.flatMap((flag) => flag.reports))]
  const rules = flags.flatMap((flag) => flag.rules)
  return {
    ...largest,
    rules: RULES.filter((rule) => rules.includes(rule)),
    centre: largest.centre ?? others.find(({ centre }) => centre !== null)?.centre ?? null,
    divisionCode: commonDivision(reports.map(({ divisionCode }) => divisionCode)),
    reports,
    reporters: reportersOf(reports),
    smallSample: flags.some(({ smallSample }) => smallSample),
  }
}
