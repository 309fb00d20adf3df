import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkArchitecture, type Sources } from './testing/architecture.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

function readSources(): Map<string, string> {
  return new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => [name, readFileSync(root + name, 'utf8')]),
  )
}

const planted: readonly [string, string, string, string][] = [
  [
    'node-only',
    'tickets/list.ts',
    `import { readFile } from 'node:fs/promises'`,
    'node:fs/promises',
  ],
  ['direction', 'tickets/list.ts', `import { x } from '../http/errors.ts'`, 'http/errors.ts'],
  [
    'direction',
    'retrieval/x.ts',
    `import { x } from '../answering/index.ts'`,
    'answering/index.ts',
  ],
  ['direction', 'http/chat/x.ts', `import { x } from '../../db/client.ts'`, 'db/client.ts'],
  [
    'through-index',
    'answering/x.ts',
    `import { x } from '../tickets/store.ts'`,
    'tickets/store.ts',
  ],
  ['package-home', 'answering/x.ts', `import OpenAI from 'openai'`, 'openai'],
  ['package-home', 'answering/x.ts', `import { Hono } from 'hono'`, 'hono'],
  ['package-home', 'tickets/x.ts', `import postgres from 'postgres'`, 'postgres'],
  [
    'sql-in-store',
    'tickets/x.ts',
    'const rows = await sql<Row[]>`select 1`',
    'a query outside store.ts',
  ],
  ['env', 'tickets/x.ts', `const key = process.env.KEY`, 'process.env'],
  [
    'forbidden-sql',
    'jobs/store.ts',
    'await sql`select pg_advisory_lock(1)`',
    'session advisory lock',
  ],
  ['forbidden-sql', 'jobs/store.ts', 'await sql`set work_mem = 1`', 'SET outside a function'],
  ['forbidden-sql', 'jobs/store.ts', 'await sql`listen events`', 'LISTEN/NOTIFY'],
  ['forbidden-sql', 'jobs/store.ts', 'await tx`create temp table x (id int)`', 'temporary table'],
]

describe('architecture', () => {
  it('holds on the sources as they are', () => {
    expect(checkArchitecture(readSources())).toEqual([])
  })

  it.each(planted)('catches a planted violation of %s in %s', (rule, file, text, detail) => {
    const sources: Sources = new Map([[file, text]])
    expect(checkArchitecture(sources)).toContainEqual({ file, rule, detail })
  })

  it('catches a cycle, also one of types', () => {
    const sources: Sources = new Map([
      ['tickets/a.ts', `import type { B } from './b.ts'`],
      ['tickets/b.ts', `import { a } from './a.ts'`],
    ])
    expect(checkArchitecture(sources).map(({ rule }) => rule)).toContain('cycle')
  })

  it('catches Node and LangChain behind the Worker entry, however deep', () => {
    const sources: Sources = new Map([
      ['entry/worker.ts', `import { x } from '../app.ts'`],
      ['app.ts', `import { x } from './http/x.ts'`],
      ['http/x.ts', `import { x } from '../copilot/index.ts'`],
      ['copilot/index.ts', `import { createAgent } from 'langchain'`],
    ])
    const rules = checkArchitecture(sources).map(({ rule, detail }) => `${rule} ${detail}`)
    expect(rules).toContain('worker-reachable langchain')
  })
})
