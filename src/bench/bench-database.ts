import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { parseConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { buildNodePorts, type NodePorts } from '../entry/node-ports.ts'
import { ingestPath, syncKnowledge } from '../ingestion/index.ts'

export type BenchDatabase = {
  kind: 'embedded' | 'server'
  /** Settings that lead to it, for this process or another one. */
  settings: Record<string, string>
  remove(): Promise<void>
}

/** A database of the bench's own: embedded in a temporary folder, or on the server named by TEST_DATABASE_URL. */
export async function benchDatabase(kind: BenchDatabase['kind']): Promise<BenchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'gw-bench-'))
  const settings = {
    DATA_DIR: directory,
    LOG_LEVEL: 'error',
    SECRET_KEY: 'bench-secret-'.repeat(3),
    MODEL_DAILY_TOKENS: '0',
  }
  const removeFolder = (): void => rmSync(directory, { recursive: true, force: true })
  if (kind === 'embedded') {
    return { kind, settings, remove: () => Promise.resolve(removeFolder()) }
  }
  const base = process.env['TEST_DATABASE_URL']
  if (base === undefined || base === '') throw new Error('TEST_DATABASE_URL is needed')
  const admin = postgres(base, { max: 1, onnotice: () => undefined })
  const name = `gw_bench_${process.pid}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(base)
  url.pathname = `/${name}`
  return {
    kind,
    settings: { ...settings, DATABASE_URL: url.href },
    async remove() {
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end()
      removeFolder()
    },
  }
}

export type Filled = { ports: NodePorts; passages: number }

/** Migrated, with the knowledge that ships and, when a path is given, a larger corpus. */
export async function openFilled(
  database: BenchDatabase,
  options: { corpus: string | undefined; settings?: Record<string, string> },
): Promise<Filled> {
  const config = parseConfig({ ...database.settings, ...options.settings })
  const ports = await buildNodePorts(config)
  await migrate(ports.sql)
  await syncKnowledge(ports, {
    directory: fileURLToPath(new URL('../../knowledge/', import.meta.url)),
  })
  if (options.corpus !== undefined) await ingestPath(ports, { path: options.corpus })
  const [row] = await ports.sql<{ n: number }[]>`select count(*)::int as n from chunks`
  return { ports, passages: row?.n ?? 0 }
}

export const rounded = (ms: number): number => Math.round(ms * 10) / 10

export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}
