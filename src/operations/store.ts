import type { Sql } from '../db/client.ts'
import { newId } from '../shared/ids.ts'

export async function writeThenRead(sql: Sql, at: Date): Promise<boolean> {
  const mark = newId('rdy')
  await sql`insert into settings (key, value, updated_at, updated_by)
    values ('readiness_probe', ${sql.json({ mark })}, ${at}, 'system:readyz')
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`
  const [row] = await sql<{ mark: string }[]>`
    select value ->> 'mark' as mark from settings where key = 'readiness_probe'`
  return row?.mark === mark
}

export async function countSearchable(sql: Sql): Promise<{ documents: number; chunks: number }> {
  const [row] = await sql<{ documents: number; chunks: number }[]>`
    select (select count(*)::int from documents) as documents, (select count(*)::int from chunks) as chunks`
  return row ?? { documents: 0, chunks: 0 }
}

export async function countHit(sql: Sql, row: { key: string; windowStart: Date }): Promise<number> {
  const [found] = await sql<{ count: number }[]>`
    insert into rate_limits (key, window_start, count) values (${row.key}, ${row.windowStart}, 1)
    on conflict (key, window_start) do update set count = rate_limits.count + 1 returning count`
  return found?.count ?? 1
}
