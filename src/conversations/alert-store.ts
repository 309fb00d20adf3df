import type { Sql } from '../db/client.ts'

export type EmergencyAlert = {
  id: string
  conversationId: string | null
  kind: string
  /** Masked. */
  summary: string
  divisionCode: string | null
  at: Date
  acknowledgedAt: Date | null
  acknowledgedBy: string | null
}

function columns(sql: Sql) {
  return sql`a.id, a.conversation_id as "conversationId", a.kind, a.summary, a.division_code as "divisionCode",
    a.created_at as at, a.acknowledged_at as "acknowledgedAt", a.acknowledged_by as "acknowledgedBy"`
}

/** One without a place is everybody's. */
function inArea(sql: Sql, prefixes: readonly string[]) {
  return prefixes.reduce(
    (left, prefix) => sql`${left} or a.division_code like ${`${prefix}%`}`,
    sql`a.division_code is null`,
  )
}

export async function listEmergencyAlerts(
  sql: Sql,
  input: { prefixes: readonly string[]; since: Date; limit: number },
): Promise<EmergencyAlert[]> {
  return sql<EmergencyAlert[]>`select ${columns(sql)} from staff_alerts a
    where a.summary <> '' and (a.acknowledged_at is null or a.created_at >= ${input.since})
      and (${inArea(sql, input.prefixes)})
    order by a.acknowledged_at is not null, a.created_at desc, a.id limit ${input.limit}`
}

/** Who took note first keeps it; false when there is no such alert in the area. */
export async function acknowledgeEmergency(
  sql: Sql,
  row: { id: string; prefixes: readonly string[]; at: Date; by: string },
): Promise<boolean> {
  const rows = await sql`update staff_alerts a set
      acknowledged_at = coalesce(a.acknowledged_at, ${row.at}),
      acknowledged_by = coalesce(a.acknowledged_by, ${row.by})
    where a.id = ${row.id} and (${inArea(sql, row.prefixes)}) returning a.id`
  return rows.length > 0
}

/** Never announced, or announced `n` times, not taken note of, and older than the n-th wait. */
export async function takeEmergenciesToAnnounce(
  sql: Sql,
  input: { now: Date; waitMinutes: readonly number[]; limit: number },
): Promise<(EmergencyAlert & { announcements: number })[]> {
  return sql<(EmergencyAlert & { announcements: number })[]>`
    with due as (
      select a.id from staff_alerts a
      where a.acknowledged_at is null and a.announcements < ${input.waitMinutes.length}
        and a.created_at <= ${input.now}::timestamptz - make_interval(mins =>
          (${sql.json([...input.waitMinutes])}::jsonb ->> a.announcements)::int)
      order by a.created_at limit ${input.limit} for update skip locked
    )
    update staff_alerts a set announcements = a.announcements + 1 from due where a.id = due.id
    returning ${columns(sql)}, a.announcements`
}
