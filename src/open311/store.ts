import type { Sql } from '../db/client.ts'

export async function findClientByKeyHash(
  sql: Sql,
  keyHash: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from open311_clients where key_hash = ${keyHash} and active`
  return row
}

export async function insertClient(
  sql: Sql,
  row: { id: string; name: string; keyHash: string; at: Date },
): Promise<void> {
  await sql`insert into open311_clients (id, name, key_hash, created_at)
    values (${row.id}, ${row.name}, ${row.keyHash}, ${row.at})`
}
