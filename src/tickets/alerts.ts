import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { TICKET_LEVELS } from './catalogue.ts'
import { listScopedAlerts } from './alert-store.ts'

const SHOWN_DAYS = 14
const DAY = 86_400_000

export const ListAlertsInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListAlertsInput = z.output<typeof ListAlertsInput>

/**
 * What a person has to be told (R-SLA-3): of tickets they may see, what went to them, to their unit or to their level.
 * Supervisors and auditors see every level; what went to the duty phone is for everybody in the area.
 */
export async function listAlerts(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  input: ListAlertsInput,
) {
  const staff = requireTicketStaff(ctx.actor)
  const allLevels = staff.roles.some((role) => role === 'supervisor' || role === 'auditor')
  const roles: readonly string[] = staff.roles.map((role) =>
    role === 'grid_worker' ? 'grid' : role,
  )
  const alerts = await listScopedAlerts(ctx.sql, {
    scope: scopeOf(staff),
    levels: TICKET_LEVELS.filter((level) => allLevels || roles.includes(level)),
    unitId: staff.unitId ?? null,
    staffId: staff.id,
    since: new Date(ctx.clock.now().getTime() - SHOWN_DAYS * DAY),
    limit: input.limit,
  })
  return {
    alerts: alerts.map(({ at, acknowledged_at: noted, ...alert }) => ({
      ...alert,
      at: at.toISOString(),
      acknowledged_at: noted?.toISOString() ?? null,
    })),
  }
}
