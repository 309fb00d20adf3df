import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const entry = fileURLToPath(new URL('./node.ts', import.meta.url))
const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))

type Server = { child: ChildProcess; base: string; output: () => string }
const children: ChildProcess[] = []
const folders: string[] = []

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gw-process-'))
  folders.push(folder)
  return folder
}

function run(script: string, args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      PORT: '0',
      LOG_LEVEL: 'error',
      ...environment,
    },
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exit = new Promise<number | null>((settle) => child.once('close', (code) => settle(code)))
  return { child, exit, output: () => output }
}

async function startServer(
  data: string,
  environment: Record<string, string> = {},
): Promise<Server> {
  const { child, exit, output } = run(entry, [], { DATA_DIR: data, ...environment })
  let stopped = false
  void exit.then(() => (stopped = true))
  for (let waited = 0; waited < 90_000; waited += 100) {
    const base = /residents 居民\s+(http\S+)\//.exec(output())?.[1]
    if (base !== undefined) return { child, base, output }
    if (stopped) throw new Error(`server stopped with ${child.exitCode}: ${output()}`)
    await new Promise((settle) => setTimeout(settle, 100))
  }
  throw new Error(`server not ready: ${output()}`)
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((settle) => child.once('exit', settle))
  child.kill(signal)
  await gone
}

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => kill(child, 'SIGKILL')))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const post = (url: string, body: unknown, token?: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })

describe('the process', () => {
  it.each([
    ['PORT', { PORT: 'eighty' }],
    ['SECRET_KEY', { DATABASE_URL: 'postgres://localhost/x' }],
    ['SECRET_KEY', { SECRET_KEY: 'short' }],
    ['OPENAI_BASE_URL', { CHAT_MODEL: 'some-model' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'everyone' }],
    ['JURISDICTION', { JURISDICTION: 'Wuhan' }],
  ])('refuses to start with a wrong setting and names %s', async (key, environment) => {
    const { exit, output } = run(entry, [], {
      DATA_DIR: temporary(),
      ...(environment as Record<string, string>),
    })
    expect(await exit).toBe(1)
    expect(output()).toContain(key)
  })

  it(
    'refuses a second server on the same data, and lets the command line join the first',
    { timeout: 120_000, retry: 1 },
    async () => {
      const data = temporary()
      const server = await startServer(data)
      const second = run(entry, [], { DATA_DIR: data })
      expect(await second.exit).toBe(1)
      expect(second.output()).toMatch(/in use by process \d+.*DATA_DIR/s)
      const note = join(temporary(), 'note.txt')
      writeFileSync(
        note,
        '示例通知\n\n示例社区的旧衣回收点每周六开放，居民可以把洗净的衣物送来。\n',
      )
      const ingest = run(cli, ['ingest', note], { DATA_DIR: data })
      expect(await ingest.exit, ingest.output()).toBe(0)
      const ask = run(cli, ['ask', '旧衣回收点什么时候开放'], { DATA_DIR: data })
      expect(await ask.exit, ask.output()).toBe(0)
      expect(ask.output()).toContain('每周六')
      // The running server finds it too: one database, two clients of its socket.
      const session = (await (
        await fetch(`${server.base}/api/conversations`, { method: 'POST' })
      ).json()) as { id: string; token: string }
      const turn = await post(
        `${server.base}/api/conversations/${session.id}/turns`,
        { client_turn_id: crypto.randomUUID(), text: '旧衣回收点什么时候开放' },
        session.token,
      )
      expect(await turn.text()).toContain('每周六')
    },
  )

  it(
    'kill -9 in the middle of turns and ingestion: nothing confirmed is lost, nothing half is found',
    { timeout: 180_000, retry: 1 },
    async () => {
      const data = temporary()
      const server = await startServer(data)
      const session = (await (
        await fetch(`${server.base}/api/conversations`, { method: 'POST' })
      ).json()) as { id: string; token: string }
      const turns = `${server.base}/api/conversations/${session.id}/turns`
      const confirmed: string[] = []
      for (const text of ['居住证要什么条件', '劳动仲裁收费吗']) {
        const body = await (
          await post(turns, { client_turn_id: crypto.randomUUID(), text }, session.token)
        ).text()
        expect(body).toContain('turn.completed')
        confirmed.push(text)
      }
      const big = join(temporary(), 'big.jsonl')
      writeFileSync(
        big,
        Array.from({ length: 3000 }, (_, i) =>
          JSON.stringify({
            id: `s${i}`,
            name: `示例条例第${i + 1}条`,
            content: `示例条例规定，水獭养护第${i + 1}项应当登记备案。`,
          }),
        ).join('\n'),
      )
      const ingest = run(cli, ['ingest', big], { DATA_DIR: data })
      const unfinished = post(
        turns,
        { client_turn_id: crypto.randomUUID(), text: '业委会解聘物业提前几天' },
        session.token,
      )
        .then((response) => response.text())
        .catch(() => 'cut')
      await new Promise((settle) => setTimeout(settle, 700))
      await kill(server.child, 'SIGKILL')
      await kill(ingest.child, 'SIGKILL')
      await unfinished
      const again = await startServer(data)
      const view = (await (
        await fetch(`${again.base}/api/conversations/${session.id}`, {
          headers: { Authorization: `Bearer ${session.token}` },
        })
      ).json()) as { messages: { role: string; text: string }[] }
      const said = view.messages.filter(({ role }) => role === 'resident').map(({ text }) => text)
      for (const text of confirmed) expect(said).toContain(text)
      expect(
        view.messages.filter(({ role }) => role === 'assistant').length,
      ).toBeGreaterThanOrEqual(2)
      const listed = run(cli, ['ingest', '--list'], { DATA_DIR: data })
      expect(await listed.exit).toBe(0)
      const ask = run(cli, ['ask', '水獭养护第5项要登记备案吗'], { DATA_DIR: data })
      expect(await ask.exit).toBe(0)
      // All of the document or none of it: a killed ingestion leaves a generation that was never published.
      const found = listed.output().includes('示例条例')
      expect(ask.output().includes('水獭')).toBe(found)
    },
  )
})
