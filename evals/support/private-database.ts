import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectServer, type Database } from '../../src/db/client.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

export type PrivateDatabase = {
  kind: 'embedded' | 'server'
  sql: Database
  /** All of it as bytes, to open others like it from; a server has no need of that. */
  dump(): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/**
 * A database of its own for one run: in memory, empty or from the bytes of another, or beside the others of DATABASE_URL;
 * gone at the end.
 */
export async function openPrivateDatabase(
  url: string | undefined = process.env['DATABASE_URL'],
  dump?: Uint8Array,
): Promise<PrivateDatabase> {
  return url === undefined || url === '' ? openInMemory(dump) : openOnServer(url)
}

async function openInMemory(dump: Uint8Array | undefined): Promise<PrivateDatabase> {
  const socketDirectory = mkdtempSync(join(tmpdir(), 'gw-eval-'))
  const database = await startEmbedded({
    socketDirectory,
    ...(dump === undefined ? {} : { dump }),
  })
  await migrate(database.sql)
  return {
    kind: 'embedded',
    sql: database.sql,
    dump: () => database.dump(),
    close: async () => {
      await database.close()
      rmSync(socketDirectory, { recursive: true, force: true })
    },
  }
}

async function openOnServer(base: string): Promise<PrivateDatabase> {
  const admin = connectServer(base, 1)
  const name = `gw_eval_${process.pid}_${Date.now().toString(36)}`
  await admin`create database ${admin(name)}`
  const url = new URL(base)
  url.pathname = `/${name}`
  const sql = connectServer(url.href, 4)
  await migrate(sql)
  return {
    kind: 'server',
    sql,
    dump: () => Promise.resolve(undefined),
    close: async () => {
      await sql.end({ timeout: 5 })
      await admin`drop database if exists ${admin(name)} with (force)`
      await admin.end()
    },
  }
}
