import type { Sql } from '../db/client.ts'

export type ConversationNote = { id: string; staffName: string; text: string; at: Date }

export async function insertConversationNote(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    staffId: string
    staffName: string
    text: string
    at: Date
  },
): Promise<void> {
  await sql`insert into conversation_notes (id, conversation_id, staff_id, staff_name, text, created_at)
    values (${row.id}, ${row.conversationId}, ${row.staffId}, ${row.staffName}, ${row.text}, ${row.at})`
}

export async function listConversationNotes(
  sql: Sql,
  conversationId: string,
): Promise<ConversationNote[]> {
  return sql<ConversationNote[]>`select id, staff_name as "staffName", text, created_at as at
    from conversation_notes where conversation_id = ${conversationId} order by created_at, id`
}

export type CannedReply = {
  id: string
  title: string
  text: string
  own: boolean
  shared: boolean
  unitId: string | null
}

/** One's own, those of one's unit (whoever wrote them), and those of everybody. */
export async function listCannedReplies(
  sql: Sql,
  input: { staffId: string; unitId: string | null },
): Promise<CannedReply[]> {
  return sql<
    CannedReply[]
  >`select id, title, text, staff_id is not distinct from ${input.staffId} as own, unit_id is not null as shared,
      unit_id as "unitId"
    from staff_canned_replies
    where staff_id = ${input.staffId} or unit_id = ${input.unitId} or (staff_id is null and unit_id is null)
    order by own desc, title, id limit 200`
}

export async function insertCannedReply(
  sql: Sql,
  row: {
    id: string
    staffId: string
    unitId: string | null
    title: string
    text: string
    at: Date
  },
): Promise<void> {
  await sql`insert into staff_canned_replies (id, staff_id, unit_id, title, text, created_at)
    values (${row.id}, ${row.staffId}, ${row.unitId}, ${row.title}, ${row.text}, ${row.at})`
}

export async function deleteCannedReply(
  sql: Sql,
  row: { id: string; staffId: string; administered: readonly string[] },
): Promise<boolean> {
  const rows = await sql`delete from staff_canned_replies
    where id = ${row.id} and (staff_id = ${row.staffId} or unit_id in (
      select jsonb_array_elements_text(${sql.json([...row.administered])}::jsonb)))
    returning id`
  return rows.length > 0
}
