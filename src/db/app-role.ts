import type { Database } from './client.ts'

/** What is only ever added to: chained rows nobody rewrites, whoever gets hold of the service (R-OPS-2). */
export const APPEND_ONLY_TABLES = ['ticket_history', 'audit_log'] as const

/**
 * Rights of the role the service runs under, when it is another than the one that owns the tables: everything it needs, and no UPDATE,
 * DELETE or TRUNCATE on the chains. Once is enough; tables that later migrations make come with the same rights.
 */
export async function grantAppRole(sql: Database, role: string): Promise<void> {
  await sql.begin(async (tx) => {
    const name = tx(role)
    await tx`grant usage on schema public to ${name}`
    await tx`grant select, insert, update, delete on all tables in schema public to ${name}`
    await tx`grant usage, select on all sequences in schema public to ${name}`
    await tx`alter default privileges in schema public grant select, insert, update, delete on tables to ${name}`
    await tx`alter default privileges in schema public grant usage, select on sequences to ${name}`
    for (const table of APPEND_ONLY_TABLES) {
      await tx`revoke update, delete, truncate on ${tx(table)} from ${name}`
    }
    await tx`revoke insert, update, delete on schema_migrations from ${name}`
  })
}
