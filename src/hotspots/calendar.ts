import shipped from '../../knowledge/tables/seasons.json' with { type: 'json' }
import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { actorLabel, hasRole } from '../shared/actor.ts'
import { ForbiddenError, ValidationError } from '../shared/errors.ts'
import { categoryPath, findCategory, findFirstReport, listMonths } from '../tickets/index.ts'
import { findSetting, saveSetting } from './setting-store.ts'

type CalendarContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'locale'>

export const Seasons = z
  .array(
    z.object({
      id: z.string().regex(/^[a-z0-9_-]{1,30}$/),
      name: z.string().trim().min(1).max(30),
      months: z.array(z.number().int().min(1).max(12)).min(1).max(12),
      categories: z.array(z.string().max(10)).max(20),
    }),
  )
  .max(40)
export type Seasons = z.infer<typeof Seasons>

const KEY = 'hotspots.seasons'
const TOP = 5
const NEEDED_MONTHS = 12
const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1)
const MEAN_MONTH_MS = (365.25 / 12) * 86_400_000

export async function readSeasons(ctx: Pick<ServiceContext, 'sql'>): Promise<Seasons> {
  const stored = await findSetting(ctx.sql, KEY)
  return Seasons.parse(stored ?? shipped.seasons)
}

/** Known seasons are the operator's to edit; which complaints they bring is read from the tickets. */
export async function saveSeasons(ctx: CalendarContext, seasons: Seasons): Promise<void> {
  if (!hasRole(ctx.actor, 'city', 'admin')) throw new ForbiddenError('for the city’s operators')
  const unknown = seasons
    .flatMap(({ categories }) => categories)
    .find((code) => findCategory(code) === undefined)
  if (unknown !== undefined) throw new ValidationError('categories', `unknown category ${unknown}`)
  const at = ctx.clock.now()
  await saveSetting(ctx.sql, { key: KEY, value: seasons, by: actorLabel(ctx.actor), at })
}

/** 民情月历 (R-HOT-4): each month's commonest matters, once a whole year has been seen, beside the known seasons. */
export async function viewCalendar(ctx: CalendarContext) {
  const [seasons, first, rows] = await Promise.all([
    readSeasons(ctx),
    findFirstReport(ctx),
    listMonths(ctx),
  ])
  const age = first === null ? 0 : ctx.clock.now().getTime() - first.getTime()
  const monthsOfData = Math.floor(age / MEAN_MONTH_MS)
  const enough = monthsOfData >= NEEDED_MONTHS
  return {
    months_of_data: monthsOfData,
    enough_data: enough,
    months: MONTHS.map((month) => ({
      month,
      top: !enough
        ? []
        : rows
            .filter((row) => row.month === month)
            .toSorted((a, b) => b.count - a.count || (a.categoryCode < b.categoryCode ? -1 : 1))
            .slice(0, TOP)
            .map(({ categoryCode, count }) => ({
              category_code: categoryCode,
              category: categoryPath(categoryCode, ctx.locale),
              count,
            })),
      seasons: seasons
        .filter(({ months }) => months.includes(month))
        .map(({ id, name, categories }) => ({
          id,
          name,
          categories: categories.map((code) => ({
            code,
            name: categoryPath(code, ctx.locale),
          })),
        })),
    })),
  }
}
