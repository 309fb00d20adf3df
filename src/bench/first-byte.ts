import { parseArgs } from 'node:util'
import { listQuickQuestions } from '../retrieval/index.ts'
import { parseFrames } from '../testing/client.ts'
import { serveApp } from '../testing/server.ts'
import { benchDatabase, openFilled, percentile, type BenchDatabase } from './bench-database.ts'
import { now, startPacedModel, type PacedModel } from './paced-model.ts'

/**
 * `npm run bench -- first-byte --corpus <file>`: from sending a message to the first byte of the model request, by the
 * model server's own clock; for the first request (understanding) and for the one that composes the answer, where the
 * model server answers the first at once.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    turns: { type: 'string', default: '200' },
    database: { type: 'string', default: 'both' },
  },
  allowPositionals: true,
})
const WARM_UP = 20

type Times = { first: number[]; compose: number[] }

async function measure(base: string, questions: readonly string[], model: PacedModel) {
  const times: Times = { first: [], compose: [] }
  for (let i = -WARM_UP; i < Number(values.turns); i += 1) {
    const created = await fetch(`${base}/api/conversations`, { method: 'POST' })
    const session = (await created.json()) as { id: string; token: string }
    const before = model.reports.length
    const startedAt = now()
    const response = await fetch(`${base}/api/conversations/${session.id}/turns`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${session.token}` },
      body: JSON.stringify({
        client_turn_id: crypto.randomUUID(),
        text: questions[(i + WARM_UP) % questions.length],
      }),
    })
    const frames = parseFrames(await response.text())
    if (frames.at(-1)?.event.type !== 'turn.completed') throw new Error('a turn did not complete')
    if (i < 0) continue
    const arrived = model.reports
      .slice(before)
      .flatMap((report) => (report.kind === 'arrived' ? [report] : []))
    const [first] = arrived
    const compose = arrived.find((report) => report.stream)
    if (first !== undefined) times.first.push(first.at - startedAt)
    if (compose !== undefined) times.compose.push(compose.at - startedAt)
  }
  return times
}

async function run(kind: BenchDatabase['kind']): Promise<void> {
  const database = await benchDatabase(kind)
  const model = await startPacedModel({ sentences: 1, intervalMs: 0 })
  try {
    const { ports, passages } = await openFilled(database, {
      corpus: values.corpus,
      settings: { OPENAI_BASE_URL: model.baseUrl, CHAT_MODEL: 'paced' },
    })
    const server = await serveApp(ports)
    const questions = await listQuickQuestions(ports, { limit: 100 })
    const times = await measure(server.base, questions, model)
    const summary = (list: readonly number[]) => ({
      n: list.length,
      p50_ms: percentile(list, 0.5),
      p95_ms: percentile(list, 0.95),
    })
    process.stdout.write(
      `${JSON.stringify({ bench: 'first-byte', database: kind, passages, first_request: summary(times.first), compose_request: summary(times.compose) })}\n`,
    )
    await server.close()
    await ports.drain(5_000)
    await ports.close()
  } finally {
    model.close()
    await database.remove()
  }
}

const kinds = values.database === 'both' ? (['embedded', 'server'] as const) : [values.database]
for (const kind of kinds) await run(kind === 'server' ? 'server' : 'embedded')
process.exit(0)
