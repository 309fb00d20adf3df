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

export async function countSearchable(
  sql: Sql,
): Promise<{ documents: number; chunks: number; terms: number }> {
  const [row] = await sql<{ documents: number; chunks: number; terms: number }[]>`
    select (select count(*)::int from documents) as documents, (select count(*)::int from chunks) as chunks,
      (select documents from corpus_statistics where id = 1) as terms`
  return row ?? { documents: 0, chunks: 0, terms: 0 }
}

/** Whether questions are embedded with this model yet: one whose vectors are still being made is not asked. */
export async function isModelComplete(sql: Sql, name: string): Promise<boolean> {
  const rows = await sql`
    select 1 from embedding_models where name = ${name} and complete_at is not null`
  return rows.length > 0
}

/** The count of each key in its window, this hit included. Keys in one order, so that two requests cannot deadlock. */
export async function countHits(
  sql: Sql,
  hits: readonly { key: string; windowStart: Date }[],
): Promise<Map<string, number>> {
  const rows = hits
    .map(({ key, windowStart }) => ({ key, window_start: windowStart, count: 1 }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const found = await sql<{ key: string; count: number }[]>`
    insert into rate_limits ${sql(rows)}
    on conflict (key, window_start) do update set count = rate_limits.count + 1 returning key, count`
  return new Map(found.map(({ key, count }) => [key, count]))
}
