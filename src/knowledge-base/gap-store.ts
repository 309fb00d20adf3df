import type { Sql } from '../db/client.ts'

export type Gap = {
  id: string
  question: string
  reason: string
  turnId: string | null
  at: Date
  /** What a member of staff answered in that conversation afterwards, masked. */
  staffAnswer: string | null
}

export async function readOpenGaps(sql: Sql, limit: number): Promise<Gap[]> {
  return sql<Gap[]>`
    select g.id, g.question, g.reason, g.turn_id as "turnId", g.created_at as at,
      (select m.text from messages m join turns t on t.id = g.turn_id
        where m.conversation_id = t.conversation_id and m.role = 'staff' and m.created_at > t.started_at
        order by m.seq limit 1) as "staffAnswer"
    from knowledge_gaps g where g.resolved_at is null order by g.created_at desc limit ${limit}`
}

export async function resolveGaps(
  sql: Sql,
  row: { ids: readonly string[]; by: string; documentId: string | null; at: Date },
): Promise<number> {
  const rows = await sql`update knowledge_gaps set resolved_at = ${row.at}, resolved_by = ${row.by},
      document_id = ${row.documentId}
    where id in (select jsonb_array_elements_text(${sql.json([...row.ids])}::jsonb)) and resolved_at is null
    returning id`
  return rows.length
}
