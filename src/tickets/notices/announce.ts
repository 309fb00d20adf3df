import { takeEmergenciesToAnnounce, type EmergencyAlert } from '../../conversations/index.ts'
import { withTransaction, type Transaction } from '../../db/client.ts'
import { enqueueWebhook } from '../../operations/webhooks/index.ts'
import type { Ports } from '../../ports.ts'
import { takeAlertsToAnnounce, type AlertToAnnounce } from './store.ts'

/** Minutes after which a pressing alert nobody took note of is announced again; the first is at once. */
export const ANNOUNCE_AFTER_MINUTES = [0, 3, 10, 30] as const
const BATCH = 50

/**
 * Tells the receivers of `staff.alert` and `staff.notice` what staff have to know (R-SLA-3). No word of a resident goes
 * out: kind, place, number and level lead to the desk, where it stands. Being told and being counted commit together.
 */
export async function announceAlerts(
  ctx: Pick<Ports, 'sql' | 'clock'>,
): Promise<{ emergencies: number; alerts: number }> {
  const now = ctx.clock.now()
  const input = { now, waitMinutes: ANNOUNCE_AFTER_MINUTES, limit: BATCH }
  const result = { emergencies: 0, alerts: 0 }
  for (;;) {
    const done = await withTransaction(ctx.sql, async (tx) => {
      const emergencies = await takeEmergenciesToAnnounce(tx, input)
      const alerts = await takeAlertsToAnnounce(tx, input)
      for (const alert of emergencies) await announceEmergency(tx, alert, now)
      for (const alert of alerts) await announceAlert(tx, alert, now)
      return { emergencies: emergencies.length, alerts: alerts.length }
    })
    result.emergencies += done.emergencies
    result.alerts += done.alerts
    if (done.emergencies < BATCH && done.alerts < BATCH) return result
  }
}

function announceEmergency(
  tx: Transaction,
  alert: EmergencyAlert & { announcements: number },
  at: Date,
): Promise<void> {
  return enqueueWebhook(tx, {
    type: 'staff.alert',
    at,
    data: () =>
      Promise.resolve({
        alert_id: alert.id,
        kind: alert.kind,
        division_code: alert.divisionCode,
        conversation_id: alert.conversationId,
        raised_at: alert.at.toISOString(),
        announcement: alert.announcements,
      }),
  })
}

function announceAlert(tx: Transaction, alert: AlertToAnnounce, at: Date): Promise<void> {
  return enqueueWebhook(tx, {
    type: alert.onCall ? 'staff.alert' : 'staff.notice',
    at,
    data: () =>
      Promise.resolve({
        alert_id: alert.id,
        kind: alert.kind,
        stage: alert.stage,
        ticket_no: alert.ticketNo,
        urgency: alert.urgency,
        division_code: alert.divisionCode,
        level: alert.level,
        unit: alert.unit,
        assignee_id: alert.assigneeId,
        raised_at: alert.at.toISOString(),
        announcement: alert.announcements,
      }),
  })
}
