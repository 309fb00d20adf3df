import type { ServiceContext } from '../ports.ts'
import { divisionName } from '../regions/index.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { categoryGroup, findCategory } from './catalogue.ts'
import { countIntake, countReviews, type FieldReview, type IntakeRow } from './intake-store.ts'
import { countViews } from './queue-store.ts'
import { periodOf, type PeriodInput } from './measure-period.ts'

/** Lengths of division codes: district, street, community. */
const AREA_LENGTHS = [6, 9, 12] as const

/** Where the clocks of everything open stand now. */
export type ClockCounts = { open: number; overdue: number; dueToday: number; paused: number }

export type Intake = {
  tickets: number
  by_hour: number[]
  by_day: { day: string; count: number }[]
  by_channel: { channel: string; count: number }[]
  groups: string[]
  areas: { code: string; name: string }[]
  /** Of one group in one area; the cells together are `tickets`. */
  cells: { group: string; area: string; count: number }[]
  clocks: ClockCounts
  reviews: FieldReview[]
}

/** One step below what the person looks after: a city sees districts, a street its communities. */
export function areaLength(prefixes: readonly string[]): number {
  const own = Math.min(...prefixes.map(({ length }) => length), 12)
  return AREA_LENGTHS.find((length) => length > own) ?? 12
}

function sumBy(rows: readonly IntakeRow[], key: (row: IntakeRow) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.count)
  return sums
}

function groupOf({ categoryCode }: IntakeRow, locale: ServiceContext['locale']): string {
  const category = findCategory(categoryCode)
  return category === undefined ? '' : categoryGroup(category, locale)
}

export function arrangeIntake(
  rows: readonly IntakeRow[],
  length: number,
  locale?: ServiceContext['locale'],
): Omit<Intake, 'clocks' | 'reviews'> {
  const areaOf = (row: IntakeRow): string => (row.divisionCode ?? '').slice(0, length)
  const nameOf = (row: IntakeRow): string => groupOf(row, locale)
  const areas = sumBy(rows, areaOf)
  const byHour = Array.from({ length: 24 }, () => 0)
  for (const { hour, count } of rows) byHour[hour] = (byHour[hour] ?? 0) + count
  return {
    tickets: rows.reduce((sum, { count }) => sum + count, 0),
    by_hour: byHour,
    by_day: [...sumBy(rows, ({ day }) => day)]
      .map(([day, count]) => ({ day, count }))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    by_channel: [...sumBy(rows, ({ channel }) => channel)].map(([channel, count]) => ({
      channel,
      count,
    })),
    groups: [...sumBy(rows, nameOf).keys()].toSorted(),
    // By code and not by number: no league table (R-KPI-2).
    areas: [...areas.keys()].toSorted().map((code) => ({ code, name: divisionName(code) ?? code })),
    cells: [...sumBy(rows, (row) => `${nameOf(row)}\n${areaOf(row)}`)].map(([key, count]) => {
      const [group = '', area = ''] = key.split('\n')
      return { group, area, count }
    }),
  }
}

export async function measureIntake(
  ctx: Pick<ServiceContext, 'sql' | 'actor' | 'clock' | 'locale'>,
  input: PeriodInput,
): Promise<Intake> {
  const staff = requireTicketStaff(ctx.actor)
  const at = ctx.clock.now()
  const period = { ...periodOf(input), scope: scopeOf(staff), at }
  const [rows, views, reviews] = await Promise.all([
    countIntake(ctx.sql, period),
    countViews(ctx.sql, { scope: period.scope, now: at }),
    countReviews(ctx.sql, period),
  ])
  // The queue's own counts: a figure and the list behind it are one condition (R-KPI-1).
  const { area: open, overdue, due_today: dueToday, paused } = views
  const clocks = { open, overdue, dueToday, paused }
  const length = areaLength(staff.areaPrefixes)
  return { ...arrangeIntake(rows, length, ctx.locale), clocks, reviews }
}
