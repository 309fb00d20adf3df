import type { Sql } from '../db/client.ts'

export type PastWait = { requestedAt: Date; takenAt: Date }

/** The latest requests that a person took, newest first. */
export async function readPastWaits(
  sql: Sql,
  input: { since: Date; limit: number },
): Promise<PastWait[]> {
  return sql<PastWait[]>`select requested_at as "requestedAt", taken_at as "takenAt"
    from handoffs where taken_at is not null and requested_at >= ${input.since}
    order by requested_at desc limit ${input.limit}`
}

export async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from handoffs
    where state = 'waiting'`
  return row?.n ?? 0
}
