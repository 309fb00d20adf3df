import { readdirSync, readFileSync } from 'node:fs'
import type { Database, Transaction } from './client.ts'

const MIGRATIONS = new URL('./migrations/', import.meta.url)
/** Any constant does; it only has to be ours. Transaction-scoped, so pooling cannot leak it. */
const MIGRATION_LOCK = 7_266_183

export type Migration = { name: string; text: string }

export function readMigrations(): Migration[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(new URL(name, MIGRATIONS), 'utf8') }))
}

/** Applies what is missing, each file once, in one transaction. Returns the names applied now. */
export async function migrate(
  sql: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  return sql.begin((tx) => applyMigrations(tx, migrations))
}

export async function applyMigrations(
  tx: Transaction,
  migrations: readonly Migration[],
): Promise<string[]> {
  await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`
  // A role that only runs the service may not even try to make a table that is there.
  const [found] = await tx<
    { name: string | null }[]
  >`select to_regclass('schema_migrations')::text as name`
  if (found?.name == null)
    await tx`create table schema_migrations (name text primary key, applied_at timestamptz not null default now())`
  const rows = await tx<{ name: string }[]>`select name from schema_migrations`
  const done = new Set(rows.map((row) => row.name))
  const missing = migrations.filter((migration) => !done.has(migration.name))
  for (const migration of missing) {
    await tx.unsafe(migration.text).simple()
    await tx`insert into schema_migrations (name) values (${migration.name})`
  }
  return missing.map((migration) => migration.name)
}

/** Migrations the database has but this code does not: it was written by a newer version. */
export async function findUnknownMigrations(sql: Database): Promise<string[]> {
  const known = new Set(readMigrations().map((migration) => migration.name))
  const rows = await sql<{ name: string }[]>`select name from schema_migrations order by name`
  return rows.map((row) => row.name).filter((name) => !known.has(name))
}
