import type { Sql } from '../db/client.ts'

export const API_SCOPES = ['chat', 'search', 'tickets'] as const
export type ApiScope = (typeof API_SCOPES)[number]

export type ApiKey = {
  id: string
  name: string
  hint: string
  scopes: ApiScope[]
  perMinute: number
  perDay: number
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  revokedAt: Date | null
}

function columns(sql: Sql) {
  return sql`id, name, hint, scopes, per_minute as "perMinute", per_day as "perDay", created_at as "createdAt",
    created_by as "createdBy", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`
}

export async function insertApiKey(
  sql: Sql,
  row: Omit<ApiKey, 'lastUsedAt' | 'revokedAt'> & { keyHash: string },
): Promise<void> {
  await sql`insert into api_keys (id, name, key_hash, hint, scopes, per_minute, per_day, created_at, created_by)
    values (${row.id}, ${row.name}, ${row.keyHash}, ${row.hint}, ${sql.json(row.scopes)}, ${row.perMinute},
      ${row.perDay}, ${row.createdAt}, ${row.createdBy})`
}

export async function listApiKeyRows(sql: Sql): Promise<ApiKey[]> {
  return sql<ApiKey[]>`select ${columns(sql)} from api_keys order by created_at, id`
}

export async function findApiKeyByHash(sql: Sql, keyHash: string): Promise<ApiKey | undefined> {
  const [row] = await sql<
    ApiKey[]
  >`select ${columns(sql)} from api_keys where key_hash = ${keyHash} and revoked_at is null`
  return row
}

/** At most one write a minute and key: the column answers "is it still in use", not "when exactly". */
export async function touchApiKey(sql: Sql, input: { id: string; at: Date }): Promise<void> {
  const stale = new Date(input.at.getTime() - 60_000)
  await sql`update api_keys set last_used_at = ${input.at}
    where id = ${input.id} and (last_used_at is null or last_used_at < ${stale})`
}

/** False when there is no such key, or it was revoked before. */
export async function revokeApiKeyRow(sql: Sql, input: { id: string; at: Date }): Promise<boolean> {
  const rows = await sql`update api_keys set revoked_at = ${input.at}
    where id = ${input.id} and revoked_at is null returning id`
  return rows.length === 1
}
