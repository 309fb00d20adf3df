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
