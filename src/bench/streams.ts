import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openRemoteResident } from '../testing/resident.ts'
import { benchDatabase, openFilled, percentile } from './bench-database.ts'
import { startServer, type Server } from '../testing/server-process.ts'
import { nameOf, now, sentenceOf, startPacedModel, type PacedModel } from './paced-model.ts'

/**
 * `npm run bench -- streams [--streams 1000] [--database server|embedded]`: that many streams at once on one server
 * process, from a model that says a sentence every few seconds; every text is compared, on the wire and in the database.
 */
const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1000' },
    sentences: { type: 'string', default: '35' },
    'interval-ms': { type: 'string', default: '4000' },
    'starts-per-second': { type: 'string', default: '10' },
    database: { type: 'string', default: 'server' },
    corpus: { type: 'string' },
  },
  allowPositionals: true,
})
const STREAMS = Number(values.streams)
const SENTENCES = Number(values.sentences)
const QUESTION = '业委会解聘物业要提前几天通知'

type Stream = { name: string; text: string; heardAt: number[]; heldMs: number; ended: boolean }

/** Resident memory of a process in MiB: now, and the most it ever had. */
function memoryOf(pid: number | undefined): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mib = (key: string): number =>
    Math.round(Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024)
  return { now: mib('VmRSS'), peak: mib('VmHWM') }
}

/** A kept connection may be closed by the server just as it is used again; clients then try once more. */
async function onceMore<T>(work: () => Promise<T>, harmless = () => true): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!harmless()) throw error
    return work()
  }
}

async function runStream(base: string, index: number): Promise<Stream> {
  const stream: Stream = {
    name: nameOf(index * 7919),
    text: '',
    heardAt: [],
    heldMs: 0,
    ended: false,
  }
  const resident = await onceMore(() => openRemoteResident(base))
  const startedAt = now()
  const lines: string[] = []
  const clientTurnId = crypto.randomUUID()
  const listen = () =>
    resident.say(`${QUESTION} 编号${stream.name}`, {
      clientTurnId,
      keep: false,
      onEvent: (event) => {
        if (event.type === 'answer.sentence') {
          stream.heardAt.push(now())
          lines.push(event.text)
        }
        if (event.type === 'turn.completed') stream.ended = true
      },
    })
  await onceMore(listen, () => lines.length === 0)
  stream.heldMs = now() - startedAt
  stream.text = lines.join('\n')
  return stream
}

function expectedText(name: string): string {
  return Array.from({ length: SENTENCES }, (_, index) => sentenceOf(name, index)).join('\n')
}

function addedLatencies(streams: readonly Stream[], model: PacedModel): number[] {
  const sent = new Map(
    model.reports.flatMap((report) => (report.kind === 'sent' ? [[report.name, report.at]] : [])),
  )
  return streams.flatMap(({ name, heardAt }) => {
    const at = sent.get(name) ?? []
    return heardAt.map((heard, index) => heard - (at[index] ?? heard))
  })
}

async function holdAll(server: Server): Promise<{ streams: Stream[]; most: number; rss: number }> {
  const pause = 1000 / Number(values['starts-per-second'])
  const running: Promise<Stream>[] = []
  let open = 0
  let most = 0
  let rss = 0
  const watch = setInterval(() => {
    rss = Math.max(rss, memoryOf(server.child.pid).now)
    process.stderr.write(`\r${open} open, ${rss} MiB `)
  }, 1000)
  for (let index = 0; index < STREAMS; index += 1) {
    open += 1
    most = Math.max(most, open)
    const stream = runStream(server.base, index).finally(() => (open -= 1))
    // Read at the end; until then a failed one must not end the bench.
    stream.catch(() => undefined)
    running.push(stream)
    await new Promise((settle) => setTimeout(settle, pause))
  }
  const done = await Promise.allSettled(running)
  clearInterval(watch)
  for (const failed of done.filter((result) => result.status === 'rejected').slice(0, 3))
    process.stderr.write(`\n${String(failed.reason)}\n`)
  const streams = done.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  return { streams, most, rss }
}

async function main(): Promise<void> {
  const database = await benchDatabase(values.database === 'embedded' ? 'embedded' : 'server')
  const model = await startPacedModel({
    sentences: SENTENCES,
    intervalMs: Number(values['interval-ms']),
  })
  try {
    const filled = await openFilled(database, { corpus: values.corpus })
    await filled.ports.close()
    const server = await startServer({
      ...database.settings,
      OPENAI_BASE_URL: model.baseUrl,
      CHAT_MODEL: 'paced',
    })
    process.once('exit', () => server.child.kill('SIGKILL'))
    const before = memoryOf(server.child.pid).now
    const { streams, most, rss } = await holdAll(server)
    const peak = memoryOf(server.child.pid).peak
    const gone = new Promise((settle) => server.child.once('exit', settle))
    server.child.kill('SIGTERM')
    await gone
    const check = await openFilled(database, { corpus: undefined })
    const rows = await check.ports.sql<{ text: string }[]>`
      select text from messages where role = 'assistant'`
    const stored = new Set(rows.map(({ text }) => text))
    await check.ports.close()
    const whole = streams.filter(({ ended, text, name }) => ended && text === expectedText(name))
    const added = addedLatencies(streams, model)
    process.stdout.write(
      `\n${JSON.stringify({
        bench: 'streams',
        database: database.kind,
        passages: filled.passages,
        streams: STREAMS,
        at_once: most,
        shortest_ms: Math.round(Math.min(...streams.map(({ heldMs }) => heldMs))),
        lost: STREAMS - whole.length,
        not_stored: whole.filter(({ name }) => !stored.has(expectedText(name))).length,
        sentences: added.length,
        added_ms: {
          p50: percentile(added, 0.5),
          p95: percentile(added, 0.95),
          p99: percentile(added, 0.99),
        },
        server_rss_mib: { idle: before, most: rss, peak },
      })}\n`,
    )
  } finally {
    model.close()
    await database.remove()
  }
}

await main()
process.exit(0)
