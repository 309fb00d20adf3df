import type { Sql } from '../../db/client.ts'

const KEY = 'review.seeding'

export type ReviewSeed = { staffId: string; seeded: string; decidedAt: Date | null }

export async function findShare(sql: Sql): Promise<number> {
  const [row] = await sql<{ percent: number }[]>`
    select (value ->> 'percent')::float8 as percent from settings where key = ${KEY}`
  return row?.percent ?? 0
}

export async function saveShare(
  sql: Sql,
  row: { percent: number; by: string; at: Date },
): Promise<void> {
  await sql`insert into settings (key, value, updated_at, updated_by)
    values (${KEY}, ${sql.json({ percent: row.percent })}, ${row.at}, ${row.by})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`
}

export async function findSeed(sql: Sql, ticketNo: string): Promise<ReviewSeed | undefined> {
  const [row] = await sql<ReviewSeed[]>`
    select staff_id as "staffId", seeded, decided_at as "decidedAt" from review_seeds where ticket_no = ${ticketNo}`
  return row
}

/** Whoever opens the ticket first has the seed; nobody else is shown it. */
export async function insertSeed(
  sql: Sql,
  row: { ticketNo: string; staffId: string; seeded: string; at: Date },
): Promise<void> {
  await sql`insert into review_seeds (ticket_no, staff_id, seeded, shown_at)
    values (${row.ticketNo}, ${row.staffId}, ${row.seeded}, ${row.at}) on conflict (ticket_no) do nothing`
}

/** False when it was decided before. */
export async function decideSeed(
  sql: Sql,
  row: { ticketNo: string; staffId: string; accepted: boolean | null; at: Date },
): Promise<boolean> {
  const rows = await sql`update review_seeds set decided_at = ${row.at}, accepted = ${row.accepted}
    where ticket_no = ${row.ticketNo} and staff_id = ${row.staffId} and decided_at is null returning ticket_no`
  return rows.length > 0
}

export type SeedCounts = { shown: number; judged: number; accepted: number }

/** Counts only: who it was is nobody's business (R-KPI-2). */
export async function countSeeds(sql: Sql, since: Date): Promise<SeedCounts> {
  const [row] = await sql<SeedCounts[]>`
    select count(*)::int as shown, count(*) filter (where accepted is not null)::int as judged,
      count(*) filter (where accepted)::int as accepted
    from review_seeds where shown_at >= ${since}`
  return row ?? { shown: 0, judged: 0, accepted: 0 }
}
