import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Sql } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { verifyHistory } from '../tickets/index.ts'
import { ArchiveError, FORMAT, LineHash, VERSION, type Footer, type Header } from './archive.ts'
import { listMigrations, listTables, readChainHeads, readRows } from './store.ts'

export type BackupContext = Pick<Ports, 'sql' | 'clock' | 'vault'>
export type BackupReport = { rows: number; tables: number; tickets: number }
export type OnTable = (progress: { table: string; done: number; of: number; rows: number }) => void

export async function summariseChains(sql: Sql): Promise<Footer['chains']> {
  const report = await verifyHistory({ sql: sql as Ports['sql'] })
  if (report.broken !== null) {
    const { ticketNo, seq } = report.broken
    throw new ArchiveError('damaged', `the history of ${ticketNo} is broken at ${seq}`)
  }
  const digest = createHash('sha256')
  for (const head of await readChainHeads(sql)) digest.update(`${head}\n`)
  return { tickets: report.tickets, rows: report.rows, digest: digest.digest('hex') }
}

/**
 * Everything but the key, from one snapshot, into one file that appears only when it is whole. The service may go on
 * running; on the embedded database it waits meanwhile, because that has one session.
 */
export async function createBackup(
  ctx: BackupContext,
  input: { path: string; onTable?: OnTable },
): Promise<BackupReport> {
  const partial = `${input.path}.partial`
  const report = await ctx.sql.begin('isolation level repeatable read read only', async (tx) => {
    const chains = await summariseChains(tx)
    const tables = await listTables(tx)
    const counts: Record<string, number> = {}
    const hash = new LineHash()
    const header: Header = {
      format: FORMAT,
      version: VERSION,
      created_at: ctx.clock.now().toISOString(),
      migrations: await listMigrations(tx),
      vault_key: ctx.vault.keyId,
    }
    async function* lines(): AsyncGenerator<string> {
      yield hash.add(JSON.stringify(header))
      for (const [at, table] of tables.entries()) {
        yield hash.add(JSON.stringify(table))
        let rows = 0
        for await (const line of readRows(tx, table)) {
          rows += 1
          yield hash.add(line)
        }
        counts[table.table] = rows
        input.onTable?.({ table: table.table, done: at + 1, of: tables.length, rows })
      }
      const footer: Footer = { counts, chains, sha256: hash.digest() }
      yield JSON.stringify(footer)
    }
    await pipeline(
      Readable.from(withNewlines(lines())),
      createGzip(),
      createWriteStream(partial, { mode: 0o600 }),
    )
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
    return { rows, tables: tables.length, tickets: chains.tickets }
  })
  await rename(partial, input.path)
  return report
}

async function* withNewlines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}
