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
import { findInDatabase } from '../../testing/find-in-database.ts'
import { startOpenAiStub, type OpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'

const app = createApp()
const NAME = '欧阳示例'
const PHONE = '13912345678'

describe('what a resident tells of themselves', () => {
  let database: TestDatabase
  let ports: TestPorts
  let stub: OpenAiStub
  let closeTelemetry: () => Promise<void>
  const posted: string[] = []
  const collector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      posted.push(body)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  beforeAll(async () => {
    await new Promise<void>((settle) => collector.listen(0, '127.0.0.1', settle))
    const { port } = collector.address() as AddressInfo
    stub = await startOpenAiStub()
    database = await testDatabase()
    const settings = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'stub-model',
    }
    const base = await testPorts(database.sql, { clock: fixedClock(), settings })
    const { telemetry, close } = await createTelemetry(base)
    closeTelemetry = close
    ports = Object.assign(base, { telemetry }, createModels(base.config, { clock: base.clock }))
    const directory = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
    await syncKnowledge(ports, { directory })
  })
  afterAll(async () => {
    await ports.settled()
    await stub.close()
    await new Promise((settle) => collector.close(settle))
    await database.close()
  })

  it('R-PRV-1: what a resident tells lies nowhere in plain form: no table, no blob, no log, no trace', async () => {
    // A model that says everything after them, the name in the answer and the draft included.
    stub.answerWith((request) =>
      request.body.stream === true
        ? { kind: 'text', text: `要提前六十日书面通知[姓名1]，电话[手机1]。[S1]` }
        : { kind: 'status', status: 500 },
    )
    const resident = await openResident(app, ports)
    await resident.say(`我叫${NAME}，电话${PHONE}，业委会解聘物业要提前几天通知`)
    const drafted = await resident.say(
      `我叫${NAME}，电话${PHONE}，紫阳路3栋门口的路灯坏了三天没人修`,
    )
    const drafts = drafted.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    expect(drafts).toHaveLength(1)
    await resident.say(`转人工，我叫${NAME}`)
    await ports.settled()
    await closeTelemetry()
    const found = await findInDatabase(ports, [NAME, PHONE])
    expect(found.filter(({ sealed }) => !sealed)).toEqual([])
    // The resident's own page still knows them.
    expect(new Set(found.map(({ table }) => table))).toEqual(new Set(['conversations']))
    const view = await (await resident.call(`/api/conversations/${resident.id}`)).text()
    expect(view).toContain(PHONE)
    expect(posted.join('\n')).toContain('gw.turn.outcome')
    const written = [ports.lines.join('\n'), posted.join('\n')]
    const sent = stub.requests.map(({ raw }) => raw)
    for (const text of [...written, ...sent]) {
      for (const secret of [NAME, PHONE]) expect(text).not.toContain(secret)
    }
    // Nor whose conversation it was, on the line of a request.
    const requests = ports.lines.filter((line) => line.includes('"event":"request"'))
    expect(requests.length).toBeGreaterThan(3)
    expect(requests.filter((line) => line.includes(resident.id))).toEqual([])
  })
})
