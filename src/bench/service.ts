import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seedDemo } from '../entry/demo/seed-demo.ts'
import { listQuickQuestions } from '../retrieval/index.ts'
import { benchDatabase, openFilled } from './bench-database.ts'
import { askOnce, fileOnce, readLoad, rounds, workLoad, type Load } from './load.ts'
import { startServer, stopServer, type Server } from '../testing/server-process.ts'

/**
 * `npm run bench -- service [--seconds 10] [--clients 16] [--corpus file]`: what one process does on a real Postgres,
 * beside a bare route of the same framework.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    clients: { type: 'string', default: '16' },
    corpus: { type: 'string' },
  },
  allowPositionals: true,
})
const SECONDS = Number(values.seconds)
const CLIENTS = Number(values.clients)

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

async function bareRoute(): Promise<Load> {
  const script = fileURLToPath(new URL('bare-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const url = await new Promise<string>((settle, reject) => {
      child.once('exit', (code) => reject(new Error(`the bare route stopped with ${code}`)))
      child.stdout.once('data', (chunk: Buffer) => settle(chunk.toString().trim()))
    })
    return await readLoad('bare Hono route', url, { clients: CLIENTS, seconds: SECONDS })
  } finally {
    child.removeAllListeners('exit')
    child.kill()
  }
}

async function signIn(base: string, username: string, password: string): Promise<string> {
  const answer = await fetch(`${base}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

const database = await benchDatabase('server')
const servers: Server[] = []
try {
  const { ports, passages } = await openFilled(database, { corpus: values.corpus })
  const demo = await seedDemo(ports, () => undefined)
  const questions = rounds(await listQuickQuestions(ports, { limit: 100 }))
  await ports.drain(5_000)
  await ports.close()
  servers.push(await startServer(database.settings))
  const base = servers[0]?.base ?? ''
  const options = { clients: CLIENTS, seconds: SECONDS }
  say({ bench: 'service', passages, clients: CLIENTS, seconds: SECONDS })
  await workLoad('warm-up', () => askOnce(base, questions()), { clients: 4, seconds: 3 })
  say(await bareRoute())
  say(await workLoad('conversation and first turn', () => askOnce(base, questions()), options))
  say(await workLoad('report, draft, confirmed ticket', () => fileOnce(base), options))
  const cookie = await signIn(base, 'demo.admin', demo.password)
  const headers = { Cookie: cookie }
  say(await readLoad('queue of the desk', `${base}/api/staff/tickets`, { ...options, headers }))
  say(await readLoad('Open311 requests', `${base}/open311/v2/requests.json`, options))
} finally {
  for (const server of servers) await stopServer(server, 'SIGTERM')
  await database.remove()
}
