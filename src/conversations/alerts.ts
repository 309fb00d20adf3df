import type { ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { acknowledgeEmergency, listEmergencyAlerts, type EmergencyAlert } from './alert-store.ts'
import { requireChatStaff } from './handoff.ts'

const SHOWN_DAYS = 2
const DAY_MS = 86_400_000
const MOST = 100

/** Words of danger in one's own area: those nobody took note of, however old, and what the last days brought. */
export async function listEmergencies(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
): Promise<EmergencyAlert[]> {
  const { areaPrefixes } = requireChatStaff(ctx)
  const since = new Date(ctx.clock.now().getTime() - SHOWN_DAYS * DAY_MS)
  return listEmergencyAlerts(ctx.sql, { prefixes: areaPrefixes, since, limit: MOST })
}

/** From here nobody is reminded of it again. */
export async function takeNoteOfEmergency(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  id: string,
): Promise<void> {
  const staff = requireChatStaff(ctx)
  const at = ctx.clock.now()
  const row = { id, prefixes: staff.areaPrefixes, at, by: staff.id }
  if (!(await acknowledgeEmergency(ctx.sql, row))) throw new NotFoundError('alert', id)
}
