import type { Sql } from '../../db/client.ts'
import { newId } from '../../shared/ids.ts'
import { hasEndpoints, insertEvent } from './store.ts'

export const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.status_changed',
  'ticket.updated',
  /** Danger, or a critical ticket nobody took in: for the duty phone. */
  'staff.alert',
  /** A reminder at 80 %, an overdue mark, an escalation. */
  'staff.notice',
] as const
export type WebhookType = (typeof WEBHOOK_TYPES)[number]

/**
 * Call inside the transaction of what happened: both are there or neither is. The payload is written down once, so every
 * attempt and every replay says the same under the same id. `data` is not asked for while nobody listens.
 */
export async function enqueueWebhook(
  tx: Sql,
  event: { type: WebhookType; at: Date; data: () => Promise<Record<string, unknown>> },
): Promise<void> {
  if (!(await hasEndpoints(tx))) return
  const payload = JSON.stringify({
    type: event.type,
    timestamp: event.at.toISOString(),
    data: await event.data(),
  })
  await insertEvent(tx, { id: newId('msg'), type: event.type, at: event.at, payload })
}
