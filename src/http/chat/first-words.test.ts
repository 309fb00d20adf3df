import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels } from '../../llm/index.ts'
import { outcomeOf } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { composing, QUESTION } from '../../testing/model-faults.ts'
import { startOpenAiStub, type OpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { openRemoteResident } from '../../testing/resident.ts'
import { serveApp } from '../../testing/server.ts'

/** R-OPS-5, and what a busy machine may add. */
const FIRST_WORDS_MS = 3_000 + 1_500

describe('a model that says nothing', () => {
  let database: TestDatabase
  let ports: TestPorts
  let stub: OpenAiStub
  let server: Awaited<ReturnType<typeof serveApp>>
  beforeAll(async () => {
    stub = await startOpenAiStub()
    database = await testDatabase()
    const clock = fixedClock()
    // The limits of a call as they are shipped: 20 s.
    const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub-model' }
    const base = await testPorts(database.sql, { clock, settings })
    ports = Object.assign(base, createModels(base.config, { clock }))
    const directory = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
    await syncKnowledge(ports, { directory })
    server = await serveApp(ports)
  })
  afterAll(async () => {
    await server.close()
    await ports.settled()
    await stub.close()
    await database.close()
  })

  it('R-OPS-5: a model that says nothing is given up for this answer in time for the passages', async () => {
    composing(stub, { kind: 'stall' })
    const resident = await openRemoteResident(server.base)
    const began = performance.now()
    let firstWords = Infinity
    const { events } = await resident.say(QUESTION, {
      onEvent: ({ type }) => {
        if (type === 'answer.sentence') firstWords = Math.min(firstWords, performance.now() - began)
      },
    })
    expect(firstWords).toBeLessThan(FIRST_WORDS_MS)
    expect(outcomeOf(events)).toMatch(/^answered/)
    expect(stub.requests.at(-1)?.aborted).toBe(true)
  })
})
