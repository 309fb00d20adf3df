import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import postgres from 'postgres'
import { startEmbedded } from '../db/embedded.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { connectServer } from '../db/client.ts'

/** The migrated database as a file, made once per set of migrations: loading it is five times faster than migrating. */
async function embeddedDump(key: string): Promise<string> {
  const directory = join(tmpdir(), 'grid-worker-tests')
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${key}.tar`)
  if (existsSync(path)) return path
  const socketDirectory = mkdtempSync(join(tmpdir(), 'gw-setup-'))
  const database = await startEmbedded({ socketDirectory })
  await migrate(database.sql)
  const bytes = await database.dump()
  await database.close()
  rmSync(socketDirectory, { recursive: true, force: true })
  writeFileSync(`${path}.${process.pid}`, bytes)
  renameSync(`${path}.${process.pid}`, path)
  return path
}

/** A template database on the server under test; each test database is a copy of it. */
async function serverTemplate(url: string, key: string): Promise<string> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined })
  const name = `gw_template_${key.slice(0, 16)}`
  const [row] = await admin`select 1 from pg_database where datname = ${name}`
  if (row === undefined) {
    await admin.unsafe(`create database ${name}_new`)
    const target = new URL(url)
    target.pathname = `/${name}_new`
    const sql = connectServer(target.href, 1)
    await migrate(sql)
    await sql.end()
    await admin.unsafe(`alter database ${name}_new rename to ${name}`)
  }
  await admin.end()
  return name
}

export async function setup(project: TestProject): Promise<void> {
  const key = createHash('sha256')
    .update(JSON.stringify(readMigrations()))
    .digest('hex')
    .slice(0, 24)
  project.provide('databaseDump', await embeddedDump(key))
  const url = process.env['TEST_DATABASE_URL']
  project.provide('serverTemplate', url ? await serverTemplate(url, key) : '')
}

export function readDump(path: string): Uint8Array {
  return readFileSync(path)
}
