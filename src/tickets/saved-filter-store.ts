import type { Sql } from '../db/client.ts'
import type { QueueFilterInput } from './queue.ts'

export type SavedFilter = { id: string; name: string; filter: QueueFilterInput }

export async function listSavedFilters(sql: Sql, staffId: string): Promise<SavedFilter[]> {
  return sql<SavedFilter[]>`select id, name, filter from staff_saved_filters
    where staff_id = ${staffId} order by created_at`
}

export async function countSavedFilters(sql: Sql, staffId: string): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from staff_saved_filters
    where staff_id = ${staffId}`
  return row?.count ?? 0
}

export async function upsertSavedFilter(
  sql: Sql,
  row: { id: string; staffId: string; name: string; filter: QueueFilterInput; at: Date },
): Promise<void> {
  await sql`insert into staff_saved_filters (id, staff_id, name, filter, created_at)
    values (${row.id}, ${row.staffId}, ${row.name}, ${sql.json(row.filter)}, ${row.at})
    on conflict (staff_id, name) do update set filter = excluded.filter`
}

export async function deleteSavedFilter(
  sql: Sql,
  row: { id: string; staffId: string },
): Promise<boolean> {
  const rows = await sql`delete from staff_saved_filters
    where id = ${row.id} and staff_id = ${row.staffId} returning id`
  return rows.length > 0
}
