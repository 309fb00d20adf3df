import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createApp } from '../app.ts'
import { parseConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { buildNodePorts } from '../entry/node-ports.ts'
import { ingestPath, syncKnowledge } from '../ingestion/index.ts'
import { listQuickQuestions } from '../retrieval/index.ts'
import { parseFrames } from '../testing/client.ts'

/** `npm run bench -- turn --corpus <file>`: whole turns over HTTP without a model, on the embedded database. */
const { values } = parseArgs({
  options: { corpus: { type: 'string' }, turns: { type: 'string', default: '300' } },
  allowPositionals: true,
})

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gw-bench-'))
  const ports = await buildNodePorts(parseConfig({ DATA_DIR: directory, LOG_LEVEL: 'error' }))
  try {
    await migrate(ports.sql)
    await syncKnowledge(ports, {
      directory: fileURLToPath(new URL('../../knowledge/', import.meta.url)),
    })
    if (values.corpus !== undefined) {
      const report = await ingestPath(ports, { path: values.corpus })
      const rate = Math.round(report.chunks / (report.durationMs / 1000))
      process.stderr.write(`ingested ${report.chunks} passages at ${rate}/s\n`)
    }
    const questions = await listQuickQuestions(ports, { limit: 100 })
    const app = createApp()
    const times: number[] = []
    const [row] = await ports.sql<{ n: number }[]>`select count(*)::int as n from chunks`
    for (let i = -20; i < Number(values.turns); i++) {
      const created = await app.request('/api/conversations', { method: 'POST' }, { ports })
      const session = (await created.json()) as { id: string; token: string }
      const startedAt = performance.now()
      const response = await app.request(
        `/api/conversations/${session.id}/turns`,
        {
          method: 'POST',
          headers: { Authorization: `Bearer ${session.token}` },
          body: JSON.stringify({
            client_turn_id: crypto.randomUUID(),
            text: questions[(i + 20) % questions.length],
          }),
        },
        { ports },
      )
      const frames = parseFrames(await response.text())
      if (frames.at(-1)?.event.type !== 'turn.completed') throw new Error('a turn did not complete')
      if (i >= 0) times.push(performance.now() - startedAt)
    }
    times.sort((a, b) => a - b)
    const metrics = {
      p50_ms: percentile(times, 0.5),
      p95_ms: percentile(times, 0.95),
      max_ms: times.at(-1) ?? 0,
    }
    const rounded = Object.fromEntries(
      Object.entries(metrics).map(([key, value]) => [key, Math.round(value * 10) / 10]),
    )
    process.stdout.write(
      `${JSON.stringify({ bench: 'turn', passages: row?.n ?? 0, turns: times.length, ...rounded })}\n`,
    )
  } finally {
    await ports.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

await main()
process.exit(0)
