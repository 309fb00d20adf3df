import type { Sql } from '../db/client.ts'

export async function findSetting(sql: Sql, key: string): Promise<unknown> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${key}`
  return row?.value
}

export async function saveSetting(
  sql: Sql,
  row: { key: string; value: unknown; by: string; at: Date },
): Promise<void> {
  await sql`insert into settings (key, value, updated_at, updated_by)
    values (${row.key}, ${sql.json(row.value as never)}, ${row.at}, ${row.by})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`
}
