import type { Sql } from '../db/client.ts'
import type { Mark } from './sla-marks.ts'

/** Tickets whose next mark has come; locked ones are another worker's. */
export async function lockTicketsToMark(
  sql: Sql,
  input: { now: Date; limit: number },
): Promise<string[]> {
  const rows = await sql<{ ticketNo: string }[]>`select ticket_no as "ticketNo" from tickets
    where next_mark_at <= ${input.now} order by next_mark_at limit ${input.limit} for update skip locked`
  return rows.map(({ ticketNo }) => ticketNo)
}

/** True when this mark was not there before: only then may anybody act on it. */
export async function insertMark(
  sql: Sql,
  row: Pick<Mark, 'stage' | 'mark' | 'dueAt'> & { ticketId: string; at: Date },
): Promise<boolean> {
  const rows = await sql`insert into ticket_marks (ticket_id, stage, mark, due_at, at)
    values (${row.ticketId}, ${row.stage}, ${row.mark}, ${row.dueAt}, ${row.at})
    on conflict do nothing returning ticket_id`
  return rows.length > 0
}

export async function countMarks(
  sql: Sql,
  input: { ticketId: string; stage: string; since: Date },
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ticket_marks
    where ticket_id = ${input.ticketId} and stage = ${input.stage} and at >= ${input.since}`
  return row?.count ?? 0
}

export type AlertRow = {
  id: string
  ticketId: string
  kind: string
  stage: string | null
  level: string
  unit: string | null
  assigneeId: string | null
  onCall: boolean
  reason: string
  at: Date
}

export async function insertAlert(sql: Sql, row: AlertRow): Promise<void> {
  await sql`insert into ticket_alerts (id, ticket_id, kind, stage, level, unit, assignee_id, on_call, reason, created_at)
    values (${row.id}, ${row.ticketId}, ${row.kind}, ${row.stage}, ${row.level}, ${row.unit}, ${row.assigneeId},
      ${row.onCall}, ${row.reason}, ${row.at})`
}

/** Answered, and nobody said anything for a week. */
export async function listUnanswered(
  sql: Sql,
  input: { resolvedBefore: Date; limit: number },
): Promise<{ ticketNo: string; version: number }[]> {
  return sql<{ ticketNo: string; version: number }[]>`
    select ticket_no as "ticketNo", version from tickets
    where status = 'resolved' and resolved_at <= ${input.resolvedBefore}
    order by resolved_at limit ${input.limit}`
}
