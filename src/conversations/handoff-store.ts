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

export type OpenHandoff = Handoff & {
  divisionCode: string | null
  staffName: string | null
  safetyMode: string | null
  /** The resident's last words, masked as they are stored. */
  lastWords: string | null
  lastAt: Date | null
}

/** Waiting ones first, the urgent before the patient. A conversation without a place is everybody's (R-ROLE-1). */
export async function listOpenHandoffs(
  sql: Sql,
  input: { areaPrefixes: readonly string[]; limit: number },
): Promise<OpenHandoff[]> {
  const areas = input.areaPrefixes.map((prefix) => sql`c.division_code like ${`${prefix}%`}`)
  const inArea = areas.reduce(
    (left, right) => sql`${left} or ${right}`,
    sql`c.division_code is null`,
  )
  return sql<
    OpenHandoff[]
  >`select h.id, h.conversation_id as "conversationId", h.state, h.reason, h.urgent,
      h.requested_at as "requestedAt", h.taken_at as "takenAt", h.staff_id as "staffId",
      c.division_code as "divisionCode", c.staff_name as "staffName", c.safety_mode as "safetyMode",
      last.text as "lastWords", last.created_at as "lastAt"
    from handoffs h join conversations c on c.id = h.conversation_id
    left join lateral (select m.text, m.created_at from messages m
      where m.conversation_id = h.conversation_id and m.role = 'resident' order by m.seq desc limit 1) last on true
    where h.state <> 'closed' and c.erased_at is null and (${inArea})
    order by h.state desc, h.urgent desc, h.requested_at limit ${input.limit}`
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
