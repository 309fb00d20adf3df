import type { Sql } from '../db/client.ts'

export type StaffDraft = {
  id: string
  conversationId: string
  staffId: string
  text: string
  removed: readonly string[]
  /** Passages the draft's sentences stand on. */
  sources: readonly string[]
  model: string
  promptId: string
  promptVersion: number
  at: Date
}

export async function insertStaffDraft(sql: Sql, draft: StaffDraft): Promise<void> {
  await sql`insert into staff_drafts (id, conversation_id, staff_id, text, removed, sources, model, prompt_id,
      prompt_version, created_at)
    values (${draft.id}, ${draft.conversationId}, ${draft.staffId}, ${draft.text}, ${sql.json([...draft.removed])},
      ${sql.json([...draft.sources])}, ${draft.model}, ${draft.promptId}, ${draft.promptVersion}, ${draft.at})`
}

/** Newest first. */
export async function listUnsentDrafts(
  sql: Sql,
  input: { conversationId: string; staffId: string; limit: number },
): Promise<{ id: string; text: string }[]> {
  return sql<{ id: string; text: string }[]>`select id, text from staff_drafts
    where conversation_id = ${input.conversationId} and staff_id = ${input.staffId} and message_id is null
    order by created_at desc, id desc limit ${input.limit}`
}

export async function markDraftSent(
  sql: Sql,
  row: { id: string; messageId: string; kept: number },
): Promise<void> {
  await sql`update staff_drafts set message_id = ${row.messageId}, kept = ${row.kept} where id = ${row.id}`
}
