import type { ServiceContext } from '../ports.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { listCorrectedOf, type CorrectedTicket } from './intake-store.ts'
import { periodOf, type PeriodInput } from './measure-period.ts'

const LIMIT = 100

/** The tickets behind the corrections of one field, in one's own area. */
export async function listCorrected(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: PeriodInput & { field: string },
): Promise<{ tickets: CorrectedTicket[]; limit: number }> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const { field } = input
  const tickets = await listCorrectedOf(ctx.sql, { scope, field, limit: LIMIT, ...periodOf(input) })
  return { tickets, limit: LIMIT }
}
