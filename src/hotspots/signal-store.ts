import type { Sql } from '../db/client.ts'

export type Question = {
  turnId: string
  conversationId: string
  text: string
  divisionCode: string | null
  at: Date
}

/** Questions not classified yet. Alarms and refusals are no matter; the text is the stored, masked one. */
export async function listNewQuestions(
  sql: Sql,
  input: { since: Date; limit: number },
): Promise<Question[]> {
  return sql<Question[]>`
    select t.id as "turnId", t.conversation_id as "conversationId", t.text, c.division_code as "divisionCode",
      t.started_at as at
    from turns t join conversations c on c.id = t.conversation_id
    where t.started_at >= ${input.since} and t.status = 'completed' and c.erased_at is null
      and t.outcome not like 'emergency%' and t.outcome not like 'guardrail%' and t.outcome not like 'declined%'
      and not exists (select 1 from hotspot_signals s where s.turn_id = t.id)
    order by t.started_at limit ${input.limit}`
}

export async function insertSignals(
  sql: Sql,
  rows: readonly (Omit<Question, 'text'> & { categoryCode: string | null })[],
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map((row) => ({
    turn_id: row.turnId,
    conversation_id: row.conversationId,
    category_code: row.categoryCode,
    division_code: row.divisionCode,
    at: row.at,
  }))
  await sql`insert into hotspot_signals ${sql(values)} on conflict do nothing`
}

/** Conversations that asked about the matter and filed no ticket: one each, however often they asked. */
export async function listWeakSignals(
  sql: Sql,
  since: Date,
): Promise<{ categoryCode: string; divisionCode: string | null; conversations: number }[]> {
  return sql<{ categoryCode: string; divisionCode: string | null; conversations: number }[]>`
    select s.category_code as "categoryCode", s.division_code as "divisionCode",
      count(distinct s.conversation_id)::int as conversations
    from hotspot_signals s
    where s.at >= ${since} and s.category_code is not null
      and not exists (select 1 from tickets t where t.conversation_id = s.conversation_id)
    group by 1, 2`
}
