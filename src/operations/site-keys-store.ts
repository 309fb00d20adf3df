import type { Sql } from '../db/client.ts'

export type SiteKey = {
  id: string
  key: string
  name: string
  origins: string[]
  perMinute: number
  createdAt: Date
  createdBy: string
  revokedAt: Date | null
}

function columns(sql: Sql) {
  return sql`id, key, name, origins, per_minute as "perMinute", created_at as "createdAt",
    created_by as "createdBy", revoked_at as "revokedAt"`
}

export async function insertSiteKey(sql: Sql, row: Omit<SiteKey, 'revokedAt'>): Promise<void> {
  await sql`insert into site_keys (id, key, name, origins, per_minute, created_at, created_by)
    values (${row.id}, ${row.key}, ${row.name}, ${sql.json(row.origins)}, ${row.perMinute}, ${row.createdAt},
      ${row.createdBy})`
}

export async function listSiteKeyRows(sql: Sql): Promise<SiteKey[]> {
  return sql<SiteKey[]>`select ${columns(sql)} from site_keys order by created_at, id`
}

export async function findSiteKeyRow(sql: Sql, key: string): Promise<SiteKey | undefined> {
  const [row] = await sql<
    SiteKey[]
  >`select ${columns(sql)} from site_keys where key = ${key} and revoked_at is null`
  return row
}

/** False when there is no such key, or it was revoked before. */
export async function revokeSiteKeyRow(
  sql: Sql,
  input: { id: string; at: Date },
): Promise<boolean> {
  const rows = await sql`update site_keys set revoked_at = ${input.at}
    where id = ${input.id} and revoked_at is null returning id`
  return rows.length === 1
}
