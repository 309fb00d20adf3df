import { CHAT_ROLES, listEmergencies, takeNoteOfEmergency } from '../../conversations/index.ts'
import type { ServiceContext } from '../../ports.ts'
import { hasRole } from '../../shared/actor.ts'
import { NotFoundError } from '../../shared/errors.ts'
import { requireTicketStaff, requireTicketWriter, scopeOf } from '../access.ts'
import { listAlerts } from '../alerts.ts'
import {
  acknowledgeTicketAlert,
  listNewTickets,
  markNoticesRead,
  readNoticesSince,
} from './store.ts'

const SHOWN = 100
const NEW_DAYS = 2
const DAY_MS = 86_400_000

type NoticeContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

/** What a person has to know now: danger in their area, what is due, and what is new since they looked. */
export async function listNotices(ctx: NoticeContext) {
  const staff = requireTicketStaff(ctx.actor)
  const now = ctx.clock.now()
  const earliest = new Date(now.getTime() - NEW_DAYS * DAY_MS)
  const readAt = (await readNoticesSince(ctx.sql, staff.id)) ?? earliest
  const since = readAt > earliest ? readAt : earliest
  const [emergencies, { alerts }, fresh] = await Promise.all([
    hasRole(staff, ...CHAT_ROLES) ? listEmergencies(ctx) : [],
    listAlerts(ctx, { limit: SHOWN }),
    listNewTickets(ctx.sql, { scope: scopeOf(staff), since, limit: SHOWN }),
  ])
  const pressing = emergencies.filter(({ acknowledgedAt }) => acknowledgedAt === null).length
  const duty = alerts.filter((alert) => alert.on_call && alert.acknowledged_at === null).length
  const unread = alerts.filter((alert) => !alert.on_call && new Date(alert.at) > readAt).length
  return {
    now: now.toISOString(),
    read_at: readAt.toISOString(),
    unread: pressing + duty + unread + fresh.length,
    emergencies: emergencies.map((alert) => ({
      id: alert.id,
      kind: alert.kind,
      summary: alert.summary,
      division_code: alert.divisionCode,
      conversation_id: alert.conversationId,
      at: alert.at.toISOString(),
      acknowledged_at: alert.acknowledgedAt?.toISOString() ?? null,
    })),
    alerts,
    new_tickets: fresh.map(({ at, ...ticket }) => ({ ...ticket, at: at.toISOString() })),
  }
}

/** Up to the moment the list was drawn: what came since is still new. */
export async function readNotices(ctx: NoticeContext, input: { until: Date }): Promise<void> {
  const staff = requireTicketStaff(ctx.actor)
  const now = ctx.clock.now()
  const at = input.until > now ? now : input.until
  await markNoticesRead(ctx.sql, { userId: staff.id, at })
}

/** "I take care of it": from here nobody is reminded again. */
export async function takeNote(ctx: NoticeContext, input: { id: string }): Promise<void> {
  if (input.id.startsWith('alr_')) return takeNoteOfEmergency(ctx, input.id)
  const staff = requireTicketWriter(ctx.actor)
  const at = ctx.clock.now()
  const row = { id: input.id, scope: scopeOf(staff), at, by: staff.id }
  if (!(await acknowledgeTicketAlert(ctx.sql, row))) throw new NotFoundError('alert', input.id)
}
