import type { Sql } from '../db/client.ts'

type Period = { from: Date; to: Date }

export async function countOutcomes(
  sql: Sql,
  { from, to }: Period,
): Promise<{ outcome: string; day: string; count: number }[]> {
  return sql<{ outcome: string; day: string; count: number }[]>`
    select outcome, to_char(started_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*)::int as count
    from turns where started_at >= ${from} and started_at < ${to} and outcome is not null
    group by 1, 2 order by 2, 1`
}

export async function countVotes(
  sql: Sql,
  { from, to }: Period,
): Promise<{ up: number; down: number }> {
  const [row] = await sql<{ up: number; down: number }[]>`
    select count(*) filter (where vote = 'up')::int as up, count(*) filter (where vote = 'down')::int as down
    from feedback where created_at >= ${from} and created_at < ${to}`
  return row ?? { up: 0, down: 0 }
}

/** Half of those who asked for a person waited no longer than this. */
export async function medianWait(
  sql: Sql,
  { from, to }: Period,
): Promise<{ requested: number; taken: number; medianSeconds: number | null }> {
  const [row] = await sql<
    { requested: number; taken: number; medianSeconds: number | null }[]
  >`select count(*)::int as requested, count(taken_at)::int as taken,
      percentile_cont(0.5) within group (order by extract(epoch from taken_at - requested_at))::float8
        as "medianSeconds"
    from handoffs where requested_at >= ${from} and requested_at < ${to}`
  return row ?? { requested: 0, taken: 0, medianSeconds: null }
}
