import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { distanceMetres, divisionName, type Point } from '../regions/index.ts'
import { ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { areasOf, categoryPath, listReports, listTicketBriefs } from '../tickets/index.ts'
import { EFFECT_DAYS, HOTSPOT_SETTINGS, PUBLIC_REPORTERS, WEAK_WEIGHT } from './settings.ts'
import {
  findHotspot,
  listHotspotRows,
  listLinkedTickets,
  listSteps,
  type Hotspot,
} from './store.ts'
import { HOTSPOT_STATUSES, nextStatuses } from './task-steps.ts'
import { requireVisible } from './tasks.ts'

type StaffContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'locale'>

const DAY = 86_400_000

export const ListHotspotsInput = z.object({
  status: z.enum([...HOTSPOT_STATUSES, 'open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListHotspotsInput = z.output<typeof ListHotspotsInput>

const OPEN = ['proposed', 'accepted', 'in_progress', 'done'] as const

export async function listHotspots(ctx: StaffContext, input: ListHotspotsInput) {
  const areaPrefixes = areasOf(ctx)
  if (areaPrefixes.length === 0) {
    throw new ForbiddenError('hotspots are for staff who work by area')
  }
  const statuses =
    input.status === 'all' ? HOTSPOT_STATUSES : input.status === 'open' ? OPEN : [input.status]
  const rows = await listHotspotRows(ctx.sql, { areaPrefixes, statuses, limit: input.limit })
  return { hotspots: rows.map((row) => toItem(row, ctx.locale)) }
}

function toItem(row: Hotspot, locale: ServiceContext['locale']) {
  return {
    id: row.id,
    origin: row.origin,
    rules: row.rules,
    category_code: row.categoryCode,
    category: categoryPath(row.categoryCode, locale),
    division_code: row.divisionCode,
    division: row.divisionCode === null ? null : divisionName(row.divisionCode),
    centre: row.centre,
    ticket_count: row.ticketCount,
    reporter_count: row.reporterCount,
    baseline: Math.round(row.baseline * 100) / 100,
    small_sample: row.smallSample,
    weak_signals: row.weakSignals,
    weak_score: Math.round(row.weakSignals * WEAK_WEIGHT * 10) / 10,
    first_at: row.firstAt.toISOString(),
    last_at: row.lastAt.toISOString(),
    status: row.status,
    plan: row.plan,
    owner_id: row.ownerId,
    owner_name: row.ownerName,
    due_on: row.dueOn,
    result: row.result,
    version: row.version,
    allowed: nextStatuses(row.status),
  }
}

export async function getHotspot(ctx: StaffContext, id: string) {
  const row = await findHotspot(ctx.sql, id)
  requireVisible(ctx, row, id)
  if (row === undefined) throw new NotFoundError('hotspot', id)
  const [ids, steps, effect] = await Promise.all([
    listLinkedTickets(ctx.sql, id),
    listSteps(ctx.sql, id),
    measureEffect(ctx, row),
  ])
  const tickets = await listTicketBriefs(ctx, { ids })
  return {
    ...toItem(row, ctx.locale),
    effect,
    tickets: tickets.map(({ ticketNo, title, status, createdAt }) => ({
      ticket_no: ticketNo,
      title,
      status,
      created_at: createdAt.toISOString(),
    })),
    steps: steps.map(({ at, actor, fromStatus, toStatus, reason }) => ({
      at: at.toISOString(),
      actor,
      from: fromStatus,
      to: toStatus,
      reason,
    })),
  }
}

/** R-HOT-2: complaints of the same matter and place in the 30 days before it was taken up and after it was done. */
async function measureEffect(
  ctx: StaffContext,
  row: Hotspot,
): Promise<{ days: number; before: number; after: number | null; complete: boolean } | null> {
  if (row.acceptedAt === null) return null
  const length = EFFECT_DAYS * DAY
  const before = await countInCell(ctx, row, {
    from: new Date(row.acceptedAt.getTime() - length),
    to: row.acceptedAt,
  })
  if (row.doneAt === null) return { days: EFFECT_DAYS, before, after: null, complete: false }
  const to = new Date(row.doneAt.getTime() + length)
  const after = await countInCell(ctx, row, { from: row.doneAt, to })
  return { days: EFFECT_DAYS, before, after, complete: to <= ctx.clock.now() }
}

async function countInCell(
  ctx: StaffContext,
  { categoryCode, divisionCode, centre }: Hotspot,
  period: { from: Date; to: Date },
): Promise<number> {
  const reports = await listReports(ctx, { ...period, categories: [categoryCode] })
  return reports.filter(({ location, divisionCode: code }) =>
    centre === null || location === null
      ? divisionCode === null || (code ?? '').startsWith(divisionCode)
      : distanceMetres(centre, { lon: location.long, lat: location.lat }) <=
        HOTSPOT_SETTINGS.burstMetres,
  ).length
}

/** About 100 m in Wuhan, for everybody who is not staff (R-PRV-7). */
export function snapPoint({ lon, lat }: Point): Point {
  const snap = (value: number): number => Math.round(value * 1000) / 1000
  return { lon: snap(lon), lat: snap(lat) }
}

export type PublicHotspot = {
  category: string | null
  division: string | null
  centre: Point | null
  ticket_count: number
  status: Hotspot['status']
}

/**
 * What anybody may see: matters staff have taken up, without protected reports, and only where enough different people
 * reported that none can be recognised (R-PRV-7).
 */
export async function listPublicHotspots(
  ctx: Pick<ServiceContext, 'sql' | 'locale'>,
): Promise<PublicHotspot[]> {
  const rows = await listHotspotRows(ctx.sql, {
    areaPrefixes: null,
    statuses: ['accepted', 'in_progress', 'done', 'reviewed'],
    limit: 200,
  })
  const shown: PublicHotspot[] = []
  for (const row of rows) {
    const ids = new Set(await listLinkedTickets(ctx.sql, row.id))
    const reports = (
      await listReports(ctx, {
        from: row.firstAt,
        to: new Date(row.lastAt.getTime() + EFFECT_DAYS * DAY),
        categories: [row.categoryCode],
      })
    ).filter(({ ticketId, secret }) => ids.has(ticketId) && !secret)
    if (new Set(reports.map(({ reporter }) => reporter)).size < PUBLIC_REPORTERS) continue
    shown.push({
      category: categoryPath(row.categoryCode, ctx.locale),
      division: row.divisionCode === null ? null : divisionName(row.divisionCode),
      centre: row.centre === null ? null : snapPoint(row.centre),
      ticket_count: reports.length,
      status: row.status,
    })
  }
  return shown
}
