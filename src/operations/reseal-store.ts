import type { Sql } from '../db/client.ts'

/** Every column the vault seals. A new one belongs here, or a rotation leaves it behind. */
export const SEALED = [
  { table: 'conversations', column: 'private' },
  { table: 'tickets', column: 'reporter_sealed' },
  { table: 'webhook_endpoints', column: 'secret_sealed' },
  { table: 'sign_in_secret', column: 'secret_sealed' },
  { table: 'ticket_notice_contacts', column: 'address_sealed' },
  { table: 'webhook_events', column: 'to_sealed' },
] as const
export type SealedColumn = (typeof SEALED)[number]

export async function listSealed(
  sql: Sql,
  { table, column }: SealedColumn,
  input: { keyId: string; limit: number },
): Promise<{ id: string; sealed: string }[]> {
  return sql<{ id: string; sealed: string }[]>`
    select id, ${sql(column)} as sealed from ${sql(table)}
    where starts_with(${sql(column)}, ${`v1.${input.keyId}.`}) order by id limit ${input.limit}`
}

/** False when the row changed meanwhile: the next round finds what it became. */
export async function replaceSealed(
  sql: Sql,
  { table, column }: SealedColumn,
  input: { id: string; from: string; to: string },
): Promise<boolean> {
  const { count } = await sql`
    update ${sql(table)} set ${sql(column)} = ${input.to}
    where id = ${input.id} and ${sql(column)} = ${input.from}`
  return count > 0
}

export async function replaceDigest(
  sql: Sql,
  input: { id: string; digest: string | null },
): Promise<void> {
  await sql`update tickets set reporter_digest = ${input.digest} where id = ${input.id}`
}
