import { fileURLToPath } from 'node:url'
import { syncKnowledge } from '../ingestion/index.ts'
import { createModels } from '../llm/index.ts'
import { testDatabase } from './database.ts'
import { startOpenAiStub, type OpenAiStub } from './openai-stub.ts'
import { fixedClock, testPorts } from './ports.ts'
import { serveApp } from './server.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))

export type TalkingService = { stub: OpenAiStub; base: string; close(): Promise<void> }

/** The service over HTTP with our knowledge and a model that a test makes say what it wants, under the limits as shipped. */
export async function startTalkingService(): Promise<TalkingService> {
  const stub = await startOpenAiStub()
  const database = await testDatabase()
  const clock = fixedClock()
  const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub-model' }
  const base = await testPorts(database.sql, { clock, settings })
  const ports = Object.assign(base, createModels(base.config, { clock }))
  await syncKnowledge(ports, { directory: KNOWLEDGE })
  const server = await serveApp(ports)
  return {
    stub,
    base: server.base,
    async close() {
      await server.close()
      await ports.settled()
      await stub.close()
      await database.close()
    },
  }
}
