import type { Sql } from '../../db/client.ts'
import { deleteNoticesOf, listPayloadsOf, setPayload } from './redact-store.ts'

/** The fields of a ticket record that hold somebody's words; the others are codes, numbers and times. */
const WORDS = ['title', 'public_reply'] as const

type Payload = { data?: { ticket?: Record<string, unknown> } }

/** Takes a person out of what is kept for delivery and replay; the ids stay, so receivers still know each event. */
export async function redactWebhooks(
  tx: Sql,
  input: { ticketNo: string; mask: (text: string) => string },
): Promise<void> {
  for (const { id, payload } of await listPayloadsOf(tx, input.ticketNo)) {
    const value = JSON.parse(payload) as Payload
    const ticket = value.data?.ticket
    if (ticket === undefined) continue
    for (const name of WORDS) {
      const text = ticket[name]
      if (typeof text === 'string') ticket[name] = input.mask(text)
    }
    await setPayload(tx, { id, payload: JSON.stringify(value) })
  }
}

/** Notices to the resident of a ticket, sent or not: the address goes with them. */
export async function dropResidentNotices(tx: Sql, ticketNo: string): Promise<void> {
  await deleteNoticesOf(tx, ticketNo)
}
