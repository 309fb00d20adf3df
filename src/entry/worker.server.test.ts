import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestPath } from '../ingestion/index.ts'
import { addApiKey } from '../operations/index.ts'
import { parseFrames } from '../testing/client.ts'
import { serverDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const PORT = 18_000 + (process.pid % 10_000)
const base = `http://127.0.0.1:${PORT}`

/** The same app in workerd, against a real server: five requests that must work there too. */
describe('the Worker in workerd', () => {
  let database: TestDatabase
  let wrangler: ChildProcess
  let output = ''
  beforeAll(async () => {
    database = await serverDatabase()
    await ingestPath(await testPorts(database.sql), { path: `${root}knowledge/laws/civil-code.md` })
    wrangler = spawn(
      process.execPath,
      [
        'node_modules/wrangler/bin/wrangler.js',
        'dev',
        '--local',
        '--ip',
        '127.0.0.1',
        '--port',
        String(PORT),
        '--var',
        'SECRET_KEY:0123456789012345678901234567890123456789',
        '--var',
        'TURN_DEADLINE_MS:20000',
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: database.url ?? '',
          WRANGLER_SEND_METRICS: 'false',
          CI: 'true',
        },
      },
    )
    wrangler.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    wrangler.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    for (let waited = 0; waited < 90_000; waited += 250) {
      const up = await fetch(`${base}/healthz`).then(
        (response) => response.ok,
        () => false,
      )
      if (up) return
      await new Promise((settle) => setTimeout(settle, 250))
    }
    throw new Error(`wrangler did not come up:\n${output}`)
  })
  afterAll(async () => {
    wrangler.kill('SIGTERM')
    await new Promise((settle) => wrangler.once('exit', settle))
    await database.close()
  })

  async function open() {
    const session = (await (
      await fetch(`${base}/api/conversations`, { method: 'POST' })
    ).json()) as { id: string; token: string }
    const headers = { Authorization: `Bearer ${session.token}`, 'Content-Type': 'application/json' }
    const turn = (text: string, init: RequestInit = {}) =>
      fetch(`${base}/api/conversations/${session.id}/turns`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ client_turn_id: crypto.randomUUID(), text }),
        ...init,
      })
    return { ...session, headers, turn }
  }

  it('is healthy, and its database is written and read back (no stale cache)', async () => {
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ ok: true, runtime: 'worker' })
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({
      ready: true,
      database: 'ok',
    })
  })

  it('streams a turn with a citation', async () => {
    const resident = await open()
    const response = await resident.turn('老小区加装电梯要多少业主同意')
    expect(response.headers.get('Content-Type')).toContain('text/event-stream')
    const events = parseFrames(await response.text()).map(({ event }) => event)
    expect(events.at(-1)).toMatchObject({ type: 'turn.completed', outcome: 'answered' })
    expect(JSON.stringify(events)).toContain('第二百七十八条')
  })

  it('bug class 4: reads a wrong character as the word that was meant', async () => {
    const text = await (await (await open()).turn('装电剃要多少户同意')).text()
    expect(text).toContain('按“装电梯要多少户同意”查的')
    expect(parseFrames(text).at(-1)?.event).toMatchObject({ outcome: 'answered' })
  })

  it('a client that leaves: the turn still ends, and is stored once', async () => {
    const resident = await open()
    const abort = new AbortController()
    const response = await resident.turn('业委会解聘物业要提前几天', { signal: abort.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    abort.abort()
    let rows: readonly Record<string, unknown>[] = []
    for (let waited = 0; waited < 30_000; waited += 200) {
      rows =
        await database.sql`select status, outcome from turns where conversation_id = ${resident.id}`
      if (rows[0]?.['status'] !== 'running') break
      await new Promise((settle) => setTimeout(settle, 200))
    }
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ status: 'completed', outcome: 'answered' })
    const messages =
      await database.sql`select role from messages where conversation_id = ${resident.id} order by seq`
    expect(messages.map(({ role }) => role)).toEqual(['resident', 'assistant'])
  })

  it('speaks OpenAI and MCP by an API key', async () => {
    const ctx = {
      ...(await testPorts(database.sql)),
      actor: { kind: 'system', job: 'test' } as const,
    }
    const { key } = await addApiKey(ctx, {
      name: '示例',
      scopes: ['chat', 'search'],
      per_minute: 100,
      per_day: 100,
    })
    const call = async (path: string, body: object): Promise<string> => {
      const response = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${key}`,
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify(body),
      })
      return response.text()
    }
    const question = '老小区加装电梯要多少业主同意'
    const messages = [{ role: 'user', content: question }]
    expect(await call('/v1/chat/completions', { model: 'grid-worker', messages })).toContain('[1]')
    const search = { name: 'search_policy', arguments: { question } }
    expect(
      await call('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: search }),
    ).toContain('第二百七十八条')
  })

  it('answers an error in the envelope', async () => {
    const response = await fetch(`${base}/api/conversations/cnv_unknown`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { code: 'not_found', request_id: expect.any(String) as string },
    })
  })

  it('serves the loader and the page', async () => {
    const loader = await fetch(`${base}/widget.js`)
    expect(loader.headers.get('Content-Type')).toContain('javascript')
    expect(await loader.text()).toContain('iframe')
    expect(await (await fetch(`${base}/`)).text()).toContain('id="app"')
  })
})
