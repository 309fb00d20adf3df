import { applyMigrations, readMigrations } from '../db/migrate.ts'
import type { Transaction } from '../db/client.ts'
import { ensureChunkIndexes } from '../ingestion/index.ts'
import type { Ports } from '../ports.ts'
import { ArchiveError } from './archive.ts'
import { summariseChains, type OnTable } from './create-backup.ts'
import { checkArchive, readBatches, type Checked } from './read-archive.ts'
import {
  addForeignKeys,
  buildModelIndexes,
  countRows,
  dropEverything,
  dropForeignKeys,
  emptyTable,
  finishTable,
  forgetIndexes,
  hasContent,
  insertRows,
  listTables,
} from './store.ts'

export type RestoreContext = Pick<Ports, 'sql' | 'clock' | 'vault' | 'logger'>
export type RestoreInput = {
  path: string
  /** Replaces what is there; without it a database in use is refused. */
  replace?: boolean
  /** Restores although the personal fields were sealed with a key that is not the one at hand. */
  otherKey?: boolean
  onTable?: OnTable
}
export type RestoreReport = { rows: number; tables: number; tickets: number; migrated: string[] }

/** Somebody has used this database already. */
export async function holdsContent(ctx: Pick<Ports, 'sql'>): Promise<boolean> {
  return hasContent(ctx.sql)
}

/**
 * The archive's own schema, its rows, then every newer migration, in one transaction: a failure leaves the target as it
 * was. Row counts and history chains are compared with the archive's before it commits.
 */
export async function restoreBackup(
  ctx: RestoreContext,
  input: RestoreInput,
): Promise<RestoreReport> {
  const checked = await checkArchive(input.path)
  const known = readMigrations()
  const unknown = checked.header.migrations.filter(
    (name) => !known.some((one) => one.name === name),
  )
  if (unknown.length > 0) {
    throw new ArchiveError('newer', `written by newer code: ${unknown.join(', ')}`)
  }
  if (checked.header.vault_key !== ctx.vault.keyId && input.otherKey !== true) {
    throw new ArchiveError(
      'other_key',
      `personal fields are sealed with key ${checked.header.vault_key}, SECRET_KEY here is ${ctx.vault.keyId}`,
    )
  }
  if (input.replace !== true && (await hasContent(ctx.sql))) {
    throw new ArchiveError('not_empty', 'the database holds conversations, tickets or staff')
  }
  const then = known.filter(({ name }) => checked.header.migrations.includes(name))
  const migrated = await ctx.sql.begin(async (tx) => {
    await dropEverything(tx)
    await applyMigrations(tx, then)
    await loadRows(tx, checked, input)
    const applied = await applyMigrations(tx, known)
    await forgetIndexes(tx)
    await buildModelIndexes(tx)
    return applied
  })
  await ensureChunkIndexes(ctx)
  const rows = Object.values(checked.footer.counts).reduce((sum, count) => sum + count, 0)
  return {
    rows,
    tables: checked.tables.length,
    tickets: checked.footer.chains.tickets,
    migrated,
  }
}

async function loadRows(tx: Transaction, checked: Checked, input: RestoreInput): Promise<void> {
  const tables = await listTables(tx)
  const keys = await dropForeignKeys(tx)
  for (const { table } of tables) await emptyTable(tx, table)
  let done = 0
  let rows = 0
  let last = ''
  for await (const { table, lines } of readBatches(input.path)) {
    if (lines.length > 0) await insertRows(tx, table, lines)
    if (table.table !== last) done += 1
    last = table.table
    rows += lines.length
    input.onTable?.({ table: last, done, of: checked.tables.length, rows })
  }
  await addForeignKeys(tx, keys)
  for (const { table } of tables) await finishTable(tx, table)
  await compare(tx, checked)
}

async function compare(tx: Transaction, checked: Checked): Promise<void> {
  for (const [table, expected] of Object.entries(checked.footer.counts)) {
    const found = await countRows(tx, table)
    if (found !== expected) {
      throw new ArchiveError('damaged', `${table}: ${found} of ${expected} rows arrived`)
    }
  }
  const chains = await summariseChains(tx)
  if (JSON.stringify(chains) !== JSON.stringify(checked.footer.chains)) {
    throw new ArchiveError('damaged', 'the history chains differ from those of the archive')
  }
}
