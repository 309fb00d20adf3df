import type { parseArgs, ParseArgsConfig } from 'node:util'
import { APPEND_ONLY_TABLES, grantAppRole } from '../db/app-role.ts'
import { listJobStates, runDueJobs } from '../jobs/index.ts'
import {
  embedChunks,
  ingestPath,
  syncKnowledge,
  listDocuments,
  deleteDocument,
  type IngestProgress,
} from '../ingestion/index.ts'
import { createClient } from '../open311/index.ts'
import { verifyHistory } from '../tickets/index.ts'
import { newId } from '../shared/ids.ts'
import { askQuestion } from './ask-question.ts'
import { askTurn } from './ask-turn.ts'
import { runBackup, runRestore } from './backup.ts'
import { runEmbed } from './embed.ts'
import { runSeed } from './seed.ts'
import { runCatalogue } from './catalogue.ts'
import { importRegions } from './import-regions.ts'
import { runKeys } from './keys.ts'
import type { NodePorts } from './node-ports.ts'
import { runWebhooks } from './webhooks.ts'

type Parsed = ReturnType<typeof parseArgs>
export type Command = {
  options: NonNullable<ParseArgsConfig['options']>
  needsDatabase?: false
  run(ports: NodePorts | undefined, parsed: Parsed): Promise<number>
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

function withPorts(run: (ports: NodePorts, parsed: Parsed) => Promise<number>): Command['run'] {
  return (ports, parsed) => {
    if (ports === undefined) throw new Error('this command needs a database')
    return run(ports, parsed)
  }
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: {
    options: { 'app-role': { type: 'string' } },
    run: withPorts(async ({ sql }, { values }) => {
      print('The database is on the newest migration.')
      const role = textOf(values['app-role'])
      if (role === undefined) return 0
      await grantAppRole(sql, role)
      print(`${role} may run the service: no update or delete on ${APPEND_ONLY_TABLES.join(', ')}.`)
      return 0
    }),
  },
  ingest: {
    options: { delete: { type: 'string' }, list: { type: 'boolean' } },
    run: withPorts(ingest),
  },
  embed: {
    options: { model: { type: 'string' }, forget: { type: 'string' }, list: { type: 'boolean' } },
    run: withPorts(async (ports, { values }) => {
      const { model, forget, list } = values
      const options = { model: textOf(model), forget: textOf(forget), list: list === true }
      const report = await runEmbed(ports, options, drawEmbedding)
      for (const line of report.lines) print(line)
      return report.code
    }),
  },
  ask: {
    options: {
      at: { type: 'string' },
      place: { type: 'string' },
      limit: { type: 'string' },
      trace: { type: 'boolean' },
    },
    run: withPorts(ask),
  },
  audit: { options: {}, run: withPorts(audit) },
  open311: { options: {}, run: withPorts(open311) },
  regions: {
    options: { partial: { type: 'boolean' } },
    run: withPorts(async (ports, { values, positionals }) => {
      const [kind, path] = positionals
      const report = await importRegions(ports, { kind, path, partial: values['partial'] === true })
      for (const line of report.lines) print(line)
      return report.code
    }),
  },
  backup: { options: {}, run: withPorts(runBackup) },
  seed: {
    options: { demo: { type: 'boolean' }, reset: { type: 'boolean' } },
    run: withPorts(runSeed),
  },
  restore: {
    options: { replace: { type: 'boolean' }, 'other-key': { type: 'boolean' } },
    run: withPorts(runRestore),
  },
  keys: {
    options: {
      scopes: { type: 'string' },
      'per-minute': { type: 'string' },
      'per-day': { type: 'string' },
      origin: { type: 'string', multiple: true },
    },
    run: withPorts(async (ports, { values, positionals }) => {
      const report = await runKeys(ports, { positionals, values })
      for (const line of report.lines) print(line)
      return report.code
    }),
  },
  webhooks: {
    options: {
      types: { type: 'string' },
      private: { type: 'boolean' },
      endpoint: { type: 'string' },
      event: { type: 'string' },
    },
    run: withPorts(async (ports, { values, positionals }) => {
      const report = await runWebhooks(ports, { positionals, values })
      for (const line of report.lines) print(line)
      return report.code
    }),
  },
  catalogue: {
    options: { against: { type: 'string' } },
    needsDatabase: false,
    run: async (_ports, { values, positionals }) => {
      const { against } = values
      const report = runCatalogue({
        positionals,
        against: typeof against === 'string' ? against : undefined,
      })
      for (const line of report.lines) print(line)
      return report.code
    },
  },
  jobs: {
    options: {},
    run: withPorts(async (ports) => {
      const ran = await runDueJobs(ports)
      print(ran.length === 0 ? 'Nothing was due.' : `Ran: ${ran.join(', ')}`)
      for (const { job, lastFinishedAt, lastResult, lastError, nextDueAt } of await listJobStates(
        ports.sql,
      )) {
        const times = `last ${lastFinishedAt?.toISOString() ?? '–'}, next ${nextDueAt?.toISOString() ?? '–'}`
        print(`${job}: ${times}: ${lastError ?? JSON.stringify(lastResult)}`)
      }
      return 0
    }),
  },
}

async function ingest(ports: NodePorts, { values, positionals }: Parsed): Promise<number> {
  if (values['list'] === true) {
    for (const document of await listDocuments(ports, { limit: 1000 }))
      print(JSON.stringify(document))
    return 0
  }
  if (typeof values['delete'] === 'string') {
    await deleteDocument(ports, { slug: values['delete'] })
    print(`Deleted ${values['delete']}; it is not found any more.`)
    return 0
  }
  if (positionals.length === 0) {
    print('Usage: npm run ingest -- <file|folder|url> … | --list | --delete <id>')
    return 2
  }
  let problems = 0
  for (const path of positionals) {
    const report = await ingestPath(ports, { path, onProgress: drawProgress })
    if (process.stderr.isTTY) process.stderr.write('\n')
    const changed = report.documents.filter((document) => document.change !== 'unchanged')
    const seconds = report.durationMs / 1000
    print(
      `${path}: ${report.documents.length} documents, ${changed.length} changed, ${report.chunks} passages in ${seconds.toFixed(1)} s`,
    )
    for (const { file, field, message } of report.problems) {
      print(`  ${file}${field === null ? '' : ` [${field}]`}: ${message}`)
    }
    problems += report.problems.length
  }
  const { embedded, model } = await embedChunks(ports, { onProgress: drawEmbedding })
  if (model !== null) print(`${embedded} passages embedded with ${model}`)
  return problems > 0 ? 1 : 0
}

const BAR = 30

function drawProgress(progress: IngestProgress): void {
  if (!process.stderr.isTTY) return
  const share = progress.files === 0 ? 1 : progress.filesDone / progress.files
  const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░')
  process.stderr.write(
    `\r${bar} ${progress.filesDone}/${progress.files} · ${progress.chunks} passages `,
  )
}

function drawEmbedding(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\rembedding ${done}/${total} `)
}

async function ask(ports: NodePorts, { values, positionals }: Parsed): Promise<number> {
  const question = positionals.join(' ').trim()
  if (question === '') {
    print(
      'Usage: npm run ask -- "question" [--at 2026-01-01] [--place 420106] [--limit 8] | --trace "message"',
    )
    return 2
  }
  // An edited file under knowledge/ answers at the next question, without a start of the server.
  await syncKnowledge(ports)
  if (values['trace'] === true) {
    const actor = { kind: 'system', job: 'ask' } as const
    for (const line of await askTurn({ ...ports, actor, requestId: newId('req') }, question))
      print(line)
    return 0
  }
  const { at, place, limit } = values
  const lines = await askQuestion(ports, {
    question,
    at: textOf(at),
    place: textOf(place),
    ...(typeof limit === 'string' ? { limit: Number(limit) } : {}),
  })
  for (const line of lines) print(line)
  return 0
}

async function audit(ports: NodePorts, { positionals }: Parsed): Promise<number> {
  if (positionals[0] !== 'verify') {
    print('Usage: npm run audit -- verify')
    return 2
  }
  const report = await verifyHistory(ports)
  if (report.broken !== null) {
    print(
      `Broken: ${report.broken.ticketNo}, entry ${report.broken.seq} does not follow from the one before it.`,
    )
    return 1
  }
  print(
    `${report.tickets} chains, ${report.rows} entries: every one follows from the one before it.`,
  )
  return 0
}

async function open311(ports: NodePorts, { positionals }: Parsed): Promise<number> {
  const [action, name] = positionals
  if (action !== 'add-client' || name === undefined) {
    print('Usage: npm run open311 -- add-client <name>')
    return 2
  }
  const { apiKey } = await createClient(ports, { name })
  print(`api_key for ${name}, shown once: ${apiKey}`)
  return 0
}
