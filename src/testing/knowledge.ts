import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseConfig } from '../config.ts'
import type { Database } from '../db/client.ts'
import type { IngestContext } from '../ingestion/index.ts'
import type { RetrievalContext } from '../retrieval/index.ts'
import type { LogFields, LogLevel } from '../shared/logger.ts'

export type KnowledgeContext = IngestContext &
  RetrievalContext & { logged: { level: LogLevel; event: string; fields: LogFields | undefined }[] }

/** What ingestion and retrieval need, over a test database, on a fixed day. */
export function knowledgeContext(sql: Database, today = '2026-11-23'): KnowledgeContext {
  const logged: KnowledgeContext['logged'] = []
  return {
    sql,
    logged,
    config: parseConfig({ NODE_ENV: 'test' }),
    clock: { now: () => new Date(`${today}T04:00:00Z`) },
    logger: { log: (level, event, fields) => void logged.push({ level, event, fields }) },
    embeddingModel: undefined,
    rerankModel: undefined,
  }
}

export type TestFolder = {
  path: string
  write(name: string, content: string | Uint8Array): string
  remove(): void
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'gw-documents-'))
  return {
    path,
    write(name, content) {
      const file = join(path, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** A Markdown document with front matter. */
export function markdown(fields: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`)
  return ['---', ...lines, '---', '', body, ''].join('\n')
}
