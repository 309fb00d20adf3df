import type { ServiceContext } from '../ports.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import {
  countByChannel,
  selectFirstReport,
  selectMonths,
  selectReports,
  type MonthRow,
  type ReportRow,
} from './report-store.ts'
import { listScopedByIds } from './store.ts'
import type { Ticket } from './ticket.ts'

type ReadContext = Pick<ServiceContext, 'sql'>
type StaffContext = Pick<ServiceContext, 'sql' | 'actor'>

export type { MonthRow, ReportRow }

/** For jobs: complaints of the whole city, without what would name anybody. */
export function listReports(
  ctx: ReadContext,
  input: {
    from: Date
    to: Date
    categories?: readonly string[]
    exceptIds?: readonly string[]
  },
): Promise<ReportRow[]> {
  return selectReports(ctx.sql, {
    from: input.from,
    to: input.to,
    categories: input.categories ?? null,
    exceptIds: input.exceptIds ?? [],
  })
}

export function findFirstReport(ctx: ReadContext): Promise<Date | null> {
  return selectFirstReport(ctx.sql)
}

/** The areas a person works in; those who work by unit have none, so their sums are empty. */
export function areasOf(ctx: Pick<ServiceContext, 'actor'>): readonly string[] {
  return scopeOf(requireTicketStaff(ctx.actor)).areaPrefixes
}

export function listMonths(ctx: StaffContext): Promise<MonthRow[]> {
  return selectMonths(ctx.sql, { areaPrefixes: areasOf(ctx) })
}

/** R-HOT-5: what was reported and what staff found themselves, apart. */
export function countChannels(
  ctx: StaffContext,
  input: { from: Date; to: Date },
): Promise<{ reported: number; found: number }> {
  return countByChannel(ctx.sql, { areaPrefixes: areasOf(ctx), ...input })
}

export type TicketBrief = Pick<Ticket, 'ticketNo' | 'title' | 'status' | 'createdAt'>

export async function listTicketBriefs(
  ctx: StaffContext,
  input: { ids: readonly string[] },
): Promise<TicketBrief[]> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const tickets = await listScopedByIds(ctx.sql, { ids: input.ids, scope })
  return tickets.map(({ ticketNo, title, status, createdAt }) => ({
    ticketNo,
    title,
    status,
    createdAt,
  }))
}
