import type { Sql } from '../../db/client.ts'
import type { NoticeChannel } from '../../protocol/notices.ts'
import { newId } from '../../shared/ids.ts'
import { hasEndpoints, hasSubscriber, insertEvent } from './store.ts'

export const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.status_changed',
  'ticket.updated',
  /** Danger, or a critical ticket nobody took in: for the duty phone. */
  'staff.alert',
  /** A reminder at 80 %, an overdue mark, an escalation. */
  'staff.notice',
  /** Words for one resident and where to send them: only for receivers that ask for it by name. */
  'resident.notice',
] as const
export type WebhookType = (typeof WEBHOOK_TYPES)[number]
type OpenType = Exclude<WebhookType, 'resident.notice'>

/**
 * Call inside the transaction of what happened: both are there or neither is. The payload is written down once, so every
 * attempt and every replay says the same under the same id. `data` is not asked for while nobody listens.
 */
export async function enqueueWebhook(
  tx: Sql,
  event: { type: OpenType; at: Date; data: () => Promise<Record<string, unknown>> },
): Promise<void> {
  if (!(await hasEndpoints(tx))) return
  const payload = JSON.stringify({
    type: event.type,
    timestamp: event.at.toISOString(),
    data: await event.data(),
  })
  const row = { id: newId('msg'), type: event.type, at: event.at, payload }
  await insertEvent(tx, { ...row, toSealed: null, explicit: false })
}

export type ResidentNotice = {
  ticketNo: string
  channel: NoticeChannel
  text: string
  toSealed: string
  at: Date
}

/** Like `enqueueWebhook`, and nothing is kept while no receiver asked for this type by name. */
export async function enqueueResidentNotice(tx: Sql, notice: ResidentNotice): Promise<void> {
  const { at, toSealed, ticketNo, channel, text } = notice
  const type = 'resident.notice'
  if (!(await hasSubscriber(tx, type))) return
  const data = { ticket_no: ticketNo, channel, text }
  const payload = JSON.stringify({ type, timestamp: at.toISOString(), data })
  await insertEvent(tx, { id: newId('msg'), type, at, payload, toSealed, explicit: true })
}

/** Whether anybody would pass a notice on to residents. */
export async function sendsResidentNotices(sql: Sql): Promise<boolean> {
  return hasSubscriber(sql, 'resident.notice')
}
