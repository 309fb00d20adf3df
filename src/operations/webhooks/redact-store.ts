import type { Sql } from '../../db/client.ts'

export type EventPayload = { id: string; payload: string }

export async function listPayloadsOf(sql: Sql, ticketNo: string): Promise<EventPayload[]> {
  return sql<EventPayload[]>`select id, payload from webhook_events
    where position(${`"ticket_no":"${ticketNo}"`} in payload) > 0`
}

export async function setPayload(sql: Sql, row: EventPayload): Promise<void> {
  await sql`update webhook_events set payload = ${row.payload} where id = ${row.id}`
}

export async function deleteNoticesOf(sql: Sql, ticketNo: string): Promise<void> {
  await sql`delete from webhook_events where type = 'resident.notice'
    and position(${`"ticket_no":"${ticketNo}"`} in payload) > 0`
}
