import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels } from '../../llm/index.ts'
import { isTerminal } from '../../protocol/turn-events.ts'
import { openResident, outcomeOf, textOf } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { startOpenAiStub, type OpenAiStub, type StubReply } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'

const app = createApp()
const QUESTION = '业委会解聘物业要提前几天通知'
const GOOD: StubReply = { kind: 'text', text: '要提前六十日书面通知。[S1]' }
const WEATHER: readonly StubReply[] = [
  { kind: 'status', status: 500 },
  GOOD,
  { kind: 'garbage' },
  { kind: 'status', status: 503 },
  { kind: 'cut_mid', text: '要提前' },
  GOOD,
  { kind: 'empty' },
  { kind: 'status', status: 429 },
]

describe('a service whose surroundings misbehave', () => {
  let database: TestDatabase
  let ports: TestPorts
  let stub: OpenAiStub
  const clock = fixedClock()
  beforeAll(async () => {
    stub = await startOpenAiStub()
    database = await testDatabase()
    const settings = {
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'stub-model',
      MODEL_TIMEOUT_MS: '1000',
    }
    const base = await testPorts(database.sql, { clock, settings })
    ports = Object.assign(base, createModels(base.config, { clock }))
    await syncKnowledge(ports, {
      directory: fileURLToPath(new URL('../../../knowledge/', import.meta.url)),
    })
  })
  afterAll(async () => {
    await ports.settled()
    await stub.close()
    await database.close()
  })

  it('R-OPS-5: an endpoint that comes and goes: every turn ends once, with the article, and the model is asked again', async () => {
    let count = 0
    stub.answerWith(() => WEATHER[count++ % WEATHER.length] ?? GOOD)
    for (let turn = 0; turn < 10; turn += 1) {
      const resident = await openResident(app, ports)
      const events = await resident.say(QUESTION)
      expect(events.filter(isTerminal), `turn ${turn}`).toHaveLength(1)
      expect(outcomeOf(events), `turn ${turn}`).toMatch(/^answered/)
      expect(textOf(events), `turn ${turn}`).toMatch(/六十日|60日/)
    }
    // Nothing but faults: the endpoint is left alone.
    stub.answerWith({ kind: 'status', status: 500 })
    let asked = -1
    for (let turn = 0; turn < 5 && asked < stub.requests.length; turn += 1) {
      asked = stub.requests.length
      await (await openResident(app, ports)).say(QUESTION)
    }
    expect(stub.requests).toHaveLength(asked)
    // After its pause the breaker lets one call through, and a good answer closes it.
    stub.answerWith(GOOD)
    clock.advance(60_000)
    for (const last of [false, true]) {
      const before = stub.requests.length
      const resident = await openResident(app, ports)
      expect(outcomeOf(await resident.say(QUESTION))).toMatch(/^answered/)
      if (last) expect(stub.requests.length).toBeGreaterThan(before)
    }
  }, 90_000)

  it('a clock that jumps: turns end, messages keep their order, limits do not lock anybody out', async () => {
    stub.answerWith(GOOD)
    const resident = await openResident(app, ports)
    const asked: string[] = []
    for (const jump of [0, -86_400_000, 3 * 86_400_000, -3_600_000]) {
      clock.advance(jump)
      const text = `第${asked.length + 1}次问：${QUESTION}`
      asked.push(text)
      expect(outcomeOf(await resident.say(text)), `after ${jump} ms`).toMatch(/^answered/)
    }
    const view = await resident.call(`/api/conversations/${resident.id}`)
    const { messages } = (await view.json()) as { messages: { role: string; text: string }[] }
    const said = messages.filter(({ role }) => role === 'resident').map(({ text }) => text)
    expect(said).toEqual(asked)
    expect(messages.filter(({ role }) => role === 'assistant')).toHaveLength(asked.length)
  })
})
