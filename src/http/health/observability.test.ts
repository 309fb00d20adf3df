import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { createTelemetry } from '../../entry/telemetry.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels } from '../../llm/index.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { startOpenAiStub, type OpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
const TOKEN = 'scrape-scrape-scrape'

describe('seen from outside', () => {
  let database: TestDatabase
  let ports: TestPorts
  let stub: OpenAiStub
  let closeTelemetry: () => Promise<void>
  const posted: { path: string; body: string }[] = []
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      posted.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    })
  })

  beforeAll(async () => {
    await new Promise<void>((settle) => collector.listen(0, '127.0.0.1', settle))
    const { port } = collector.address() as AddressInfo
    stub = await startOpenAiStub()
    database = await testDatabase()
    const settings = {
      METRICS_TOKEN: TOKEN,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'stub-model',
    }
    const base = await testPorts(database.sql, { clock: fixedClock(), settings })
    const { telemetry, close } = await createTelemetry(base)
    closeTelemetry = close
    ports = Object.assign(base, { telemetry }, createModels(base.config, { clock: base.clock }))
    await syncKnowledge(ports, { directory: knowledge })
  })
  afterAll(async () => {
    await ports.settled()
    await stub.close()
    await new Promise((settle) => collector.close(settle))
    await database.close()
  })

  const get = (path: string, from: { address?: string; headers?: Record<string, string> } = {}) =>
    app.request(
      path,
      { headers: from.headers ?? {} },
      { ports, clientAddress: from.address ?? '127.0.0.1' },
    )
  const scrape = async (): Promise<string> =>
    (await get('/metrics', { headers: { Authorization: `Bearer ${TOKEN}` } })).text()

  it('/readyz tells database, index, model and calendar', async () => {
    const response = await get('/readyz')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      ready: true,
      database: 'ok',
      index: 'ok',
      model: 'reachable',
      calendar: { year: 2026, present: true },
    })
    const without = await testPorts(database.sql)
    const plain = await app.request('/readyz', {}, { ports: without })
    expect(await plain.json()).toMatchObject({ ready: true, model: 'not configured' })
    const settings = { OPENAI_BASE_URL: 'http://127.0.0.1:9', CHAT_MODEL: 'gone' }
    const gone = await app.request(
      '/readyz',
      {},
      { ports: await testPorts(database.sql, { settings }) },
    )
    expect(gone.status).toBe(200)
    expect(await gone.json()).toMatchObject({ ready: true, model: 'unreachable' })
  })

  it('R-PRV-1: counts, traces and logs a turn without a word of the resident', async () => {
    const resident = await openResident(app, ports)
    const name = '欧阳示例'
    const phone = '13912345678'
    await resident.say(`我叫${name}，电话${phone}，老小区加装电梯要多少业主同意？`)
    await ports.settled()
    const body = await scrape()
    expect(body).toMatch(/^gw_turns_total\{outcome="\w+"\} 1$/m)
    expect(body).toMatch(/^gw_turn_duration_seconds_count 1$/m)
    expect(body).toMatch(/^gw_step_duration_seconds_count\{step="check-emergency"\} 1$/m)
    expect(body).toMatch(/^gw_database_up 1$/m)
    expect(body).toMatch(/^gw_tickets_overdue 0$/m)
    expect(body).toMatch(
      /^gw_http_request_duration_seconds_count\{method="POST",route="\/api\/conversations\/:id\/turns",status="200"\} 1$/m,
    )
    await closeTelemetry()
    const traces = posted.map(({ body: sent }) => sent).join('\n')
    expect(posted[0]?.path).toBe('/v1/traces')
    expect(traces).toContain('gw.turn.outcome')
    expect(traces).toContain('gen_ai.request.model')
    expect(traces).toContain('stub-model')
    const kinds = ports.lines.map((line) => (JSON.parse(line) as { event: string }).event)
    expect(kinds.filter((kind) => kind === 'turn')).toHaveLength(1)
    for (const text of [body, traces, ports.lines.join('\n')]) {
      for (const secret of [name, phone, '加装电梯', resident.token]) {
        expect(text).not.toContain(secret)
      }
    }
  })

  it('shows counters to whoever has the token, or to this machine when there is none', async () => {
    expect((await get('/metrics')).status).toBe(404)
    const wrong = { Authorization: 'Bearer wrong' }
    expect((await get('/metrics', { headers: wrong })).status).toBe(404)
    const open = await testPorts(database.sql)
    const { telemetry } = await createTelemetry(open)
    const at = (clientAddress: string, headers: Record<string, string> = {}) =>
      app.request('/metrics', { headers }, { ports: { ...open, telemetry }, clientAddress })
    expect((await at('127.0.0.1')).status).toBe(200)
    expect((await at('203.0.113.1')).status).toBe(404)
    expect((await at('127.0.0.1', { 'X-Forwarded-For': '203.0.113.1' })).status).toBe(404)
    expect((await app.request('/metrics', {}, { ports: open })).status).toBe(404)
  })

  it('alert rules and dashboard ask only for counters there are', async () => {
    const read = (name: string) =>
      readFileSync(
        fileURLToPath(new URL(`../../../.docs/observability/${name}`, import.meta.url)),
        'utf8',
      )
    const asked = `${read('alerts.yml')}${read('grafana-dashboard.json')}`
    const names = new Set(asked.match(/\b(?:gw|nodejs|process)_[a-z0-9_]+/g))
    const body = await scrape()
    expect(names.size).toBeGreaterThan(15)
    // A gauge without a value yet still declares itself; a histogram's series stand under their own names.
    for (const name of names) expect(body, name).toMatch(new RegExp(`^(?:# TYPE )?${name}\\b`, 'm'))
  })

  it('every route of the API is described in /openapi.json, and nothing else is', async () => {
    const { paths } = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    /** Pages and files, protocols with a description of their own, and the sign-in library's routes. */
    const elsewhere =
      /^(?:\/\*?|\/widget(?:\.js)?|\/console(?:\/\*)?|\/assets\/\*|\/favicon\.svg|\/sw\.js|\/docs|\/openapi\.json|\/open311\/\*|\/api\/auth\/\*|\/mcp)$/
    const registered = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !elsewhere.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect([...new Set(registered)].toSorted()).toEqual(
      described.filter((each) => each !== 'POST /mcp').toSorted(),
    )
    expect(described).toContain('POST /mcp')
  })
})
