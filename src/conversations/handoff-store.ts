import type { Sql } from '../db/client.ts'

export type Handoff = {
  id: string
  conversationId: string
  state: 'waiting' | 'active' | 'closed'
  reason: string
  urgent: boolean
  requestedAt: Date
  takenAt: Date | null
  staffId: string | null
}

export async function openHandoff(
  sql: Sql,
  row: { id: string; conversationId: string; reason: string; urgent: boolean; at: Date },
): Promise<void> {
  await sql`insert into handoffs (id, conversation_id, state, reason, urgent, requested_at)
    values (${row.id}, ${row.conversationId}, 'waiting', ${row.reason}, ${row.urgent}, ${row.at})
    on conflict (conversation_id) where state <> 'closed'
    do update set urgent = handoffs.urgent or excluded.urgent`
}

/** False when another staff member was first. */
export async function takeHandoff(
  sql: Sql,
  row: { conversationId: string; staffId: string; at: Date },
): Promise<boolean> {
  const rows =
    await sql`update handoffs set state = 'active', staff_id = ${row.staffId}, taken_at = ${row.at}
    where conversation_id = ${row.conversationId} and state = 'waiting' returning id`
  return rows.length > 0
}

export async function closeHandoff(sql: Sql, conversationId: string, at: Date): Promise<void> {
  await sql`update handoffs set state = 'closed', closed_at = ${at}
    where conversation_id = ${conversationId} and state <> 'closed'`
}

export async function listOpenHandoffs(sql: Sql, limit: number): Promise<Handoff[]> {
  return sql<Handoff[]>`select id, conversation_id as "conversationId", state, reason, urgent,
      requested_at as "requestedAt", taken_at as "takenAt", staff_id as "staffId"
    from handoffs where state <> 'closed' order by state desc, urgent desc, requested_at limit ${limit}`
}

export async function insertAlert(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    kind: string
    summary: string
    divisionCode: string | null
    at: Date
  },
): Promise<void> {
  await sql`insert into staff_alerts (id, conversation_id, kind, summary, division_code, created_at)
    values (${row.id}, ${row.conversationId}, ${row.kind}, ${row.summary}, ${row.divisionCode}, ${row.at})`
}
