import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import { connectServer, type Database } from '../db/client.ts'
import { startEmbedded } from '../db/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseDump: string
    serverTemplate: string
  }
}

export type TestDatabase = {
  kind: 'embedded' | 'server'
  url?: string
  sql: Database
  close(): Promise<void>
}

/** A private, migrated database. Embedded by default; `TEST_DATABASE_URL` runs the same suite on a server. */
export async function testDatabase(): Promise<TestDatabase> {
  return process.env['TEST_DATABASE_URL'] ? serverDatabase() : embeddedDatabase()
}

export async function embeddedDatabase(): Promise<TestDatabase> {
  const socketDirectory = mkdtempSync(join(tmpdir(), 'gw-test-'))
  const database = await startEmbedded({
    socketDirectory,
    dump: readFileSync(inject('databaseDump')),
  })
  return {
    kind: 'embedded',
    sql: database.sql,
    close: async () => {
      await database.close()
      rmSync(socketDirectory, { recursive: true, force: true })
    },
  }
}

/** For tests that need two sessions (leases, exactly-once): they run on a server only, and say so when left out. */
export async function serverDatabase(): Promise<TestDatabase> {
  const base = process.env['TEST_DATABASE_URL'] ?? ''
  if (base === '') throw new Error('TEST_DATABASE_URL is not set')
  const admin = postgres(base, { max: 1, onnotice: () => undefined })
  const name = `gw_test_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}`
  await admin.unsafe(`create database ${name} template ${inject('serverTemplate')}`)
  const url = new URL(base)
  url.pathname = `/${name}`
  const sql = connectServer(url.href, 8)
  return {
    kind: 'server',
    url: url.href,
    sql,
    close: async () => {
      await sql.end({ timeout: 5 })
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}
