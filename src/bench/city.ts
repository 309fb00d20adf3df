import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { listQuickQuestions } from '../retrieval/index.ts'
import { startServer, stopServer, type Server } from '../testing/server-process.ts'
import { benchDatabase, openFilled } from './bench-database.ts'
import { askOnce, fileOnce, offeredLoad, rounds, workLoad, type Load } from './load.ts'

/**
 * `npm run bench -- city [--seconds 20] [--passages 60000 | --corpus file] [--processes 2]`: a city's day on a real
 * Postgres. Turns are offered at 5, 10, 20 … 100 a second, and beside them the tickets of a day of 20,000 at its busiest
 * hour, to two processes, until something bends; the last line says where.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    passages: { type: 'string', default: '60000' },
    processes: { type: 'string', default: '2' },
    corpus: { type: 'string' },
  },
  allowPositionals: true,
})
const SECONDS = Number(values.seconds)
const STEPS = [5, 10, 20, 30, 40, 60, 80, 100]
const TICKETS_A_DAY = 20_000
/** A day of ten hours, whose busiest hour brings twice its share. */
const TICKETS_A_SECOND = (TICKETS_A_DAY / (10 * 3_600)) * 2
/** Past this wait, or with anything lost, the service has bent. */
const BENT_MS = 2_000

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

const SUBJECTS = [
  '垃圾清运',
  '电梯维护',
  '道路照明',
  '燃气安全',
  '噪声管理',
  '停车秩序',
  '养老服务',
]
const VERBS = ['应当登记备案', '每季度检查一次', '由街道办事处组织', '在七日内答复', '向社会公开']

/** Articles of a fictional city, each with words of its own. */
function writeCorpus(path: string, count: number): void {
  const lines = Array.from({ length: count }, (_, at) => {
    const subject = SUBJECTS[at % SUBJECTS.length] ?? ''
    const verb = VERBS[at % VERBS.length] ?? ''
    const place = `示例${(at % 977) + 1}号社区`
    return JSON.stringify({
      id: `bench${at}`,
      name: `示例市${subject}条例第${at + 1}条`,
      content: `${place}的${subject}，${verb}；第${at + 1}项由示例单位${(at % 311) + 1}负责，居民可以查询办理情况。`,
    })
  })
  writeFileSync(path, lines.join('\n'))
}

const hasBent = ({ p95_ms: p95, errors }: Load): boolean => p95 > BENT_MS || errors > 0

async function climb(bases: () => string, questions: () => string): Promise<void> {
  let held = 0
  for (const perSecond of STEPS) {
    const [turns, tickets] = await Promise.all([
      offeredLoad(`${perSecond} turns offered a second`, () => askOnce(bases(), questions()), {
        perSecond,
        seconds: SECONDS,
      }),
      offeredLoad('tickets of the busiest hour', () => fileOnce(bases()), {
        perSecond: TICKETS_A_SECOND,
        seconds: SECONDS,
      }),
    ])
    say({ offered: perSecond, turns, tickets })
    if (hasBent(turns) || hasBent(tickets)) {
      const what = hasBent(turns) ? 'turns' : 'tickets'
      say({ bends_at: perSecond, held_at: held, what, limit_ms: BENT_MS })
      return
    }
    held = perSecond
  }
  say({ bends_at: null, held_at: held, limit_ms: BENT_MS })
}

const database = await benchDatabase('server')
const servers: Server[] = []
try {
  const corpus = values.corpus ?? join(database.settings['DATA_DIR'] ?? '', 'city.jsonl')
  if (values.corpus === undefined) writeCorpus(corpus, Number(values.passages))
  const { ports, passages } = await openFilled(database, { corpus })
  const questions = rounds(await listQuickQuestions(ports, { limit: 100 }))
  await ports.drain(5_000)
  await ports.close()
  for (let at = 0; at < Number(values.processes); at += 1) {
    servers.push(await startServer(database.settings))
  }
  const bases = rounds(servers.map(({ base }) => base))
  say({
    bench: 'city',
    passages,
    processes: servers.length,
    seconds: SECONDS,
    tickets_a_second: TICKETS_A_SECOND,
  })
  await workLoad('warm-up', () => askOnce(bases(), questions()), { clients: 4, seconds: 3 })
  await climb(bases, questions)
} finally {
  for (const server of servers) await stopServer(server, 'SIGTERM')
  await database.remove()
}
