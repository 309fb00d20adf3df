import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectServer, type Database } from '../../src/db/client.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

export type PrivateDatabase = {
  kind: 'embedded' | 'server'
  sql: Database
  close(): Promise<void>
}

/** A database of its own for one run: in memory, or beside the others of DATABASE_URL; gone at the end. */
export async function openPrivateDatabase(
  url: string | undefined = process.env['DATABASE_URL'],
): Promise<PrivateDatabase> {
  return url === undefined || url === '' ? openInMemory() : openOnServer(url)
}

async function openInMemory(): Promise<PrivateDatabase> {
  const socketDirectory = mkdtempSync(join(tmpdir(), 'gw-eval-'))
  const database = await startEmbedded({ socketDirectory })
  await migrate(database.sql)
  return {
    kind: 'embedded',
    sql: database.sql,
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
    close: async () => {
      await sql.end({ timeout: 5 })
      await admin`drop database if exists ${admin(name)} with (force)`
      await admin.end()
    },
  }
}
