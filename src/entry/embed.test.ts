import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedChunks, ingestPath } from '../ingestion/index.ts'
import { runDueJobs, JOBS } from '../jobs/index.ts'
import { createModels } from '../llm/index.ts'
import { checkReadiness } from '../operations/index.ts'
import type { Ports } from '../ports.ts'
import { retrievePassages } from '../retrieval/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { markdown, testFolder } from '../testing/knowledge.ts'
import { testPorts } from '../testing/ports.ts'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import { runEmbed } from './embed.ts'

let database: TestDatabase
let stub: OpenAiStub

beforeAll(async () => {
  database = await testDatabase()
  stub = await startOpenAiStub()
  const folder = testFolder()
  const file = folder.write('a.md', markdown({ id: 'a', title: '养犬规定' }, '## 犬\n应当束链。'))
  await ingestPath(await portsOf('old'), { path: file })
  folder.remove()
})
afterAll(async () => {
  await stub.close()
  await database.close()
})

/** The ports of a process that was started with this setting, on the database of this file. */
async function portsOf(model: string): Promise<Ports> {
  const settings = { OPENAI_BASE_URL: stub.baseUrl, EMBEDDING_MODEL: model }
  const ports = await testPorts(database.sql, { settings })
  const { embeddingModel } = createModels(ports.config)
  const embedPassages = (budgetMs: number) =>
    embedChunks({ ...ports, embeddingModel }, { budgetMs })
  return { ...ports, embeddingModel, embedPassages }
}

const mode = async (ports: Ports) =>
  (await retrievePassages(ports, { question: '养犬束链' })).trace.mode
const retrieval = async (ports: Ports) => {
  const { retrieval: by, embeddings } = await checkReadiness(ports)
  return `${by}, ${embeddings}`
}

describe('npm run embed', () => {
  it('changes the model without a question answered by words alone', async () => {
    const before = await portsOf('old')
    expect([await mode(before), await retrieval(before)]).toEqual([
      'lexical',
      'lexical, incomplete',
    ])
    const [job] = JOBS.filter(({ name }) => name === 'embeddings')
    if (job === undefined) throw new Error('there is no job for embeddings')
    expect(await runDueJobs(before, [job])).toEqual(['embeddings'])
    expect([await mode(before), await retrieval(before)]).toEqual(['hybrid', 'hybrid, complete'])

    const filled = await runEmbed(before, { model: 'next' })
    expect(filled.lines).toEqual([
      expect.stringMatching(/^next · \d+ dimensions · 1 vectors · complete$/),
      expect.stringMatching(/^old · \d+ dimensions · 1 vectors · complete · in use$/),
    ])
    expect(await mode(before)).toBe('hybrid')
    // Restarted with the new setting, beside a process that still has the old one.
    const after = await portsOf('next')
    expect([await mode(after), await retrieval(after)]).toEqual(['hybrid', 'hybrid, complete'])
    expect(await mode(before)).toBe('hybrid')

    await expect(runEmbed(after, { forget: 'next' })).rejects.toThrow(/in use/)
    await runEmbed(after, { forget: 'old' })
    expect((await runEmbed(after, { list: true })).lines).toHaveLength(1)
    await expect(runEmbed(after, { forget: 'old' })).rejects.toThrow(/old/)
    expect(await mode(after)).toBe('hybrid')
  })

  it('says what is missing without an endpoint', async () => {
    const ports = { ...(await portsOf('old')), embeddingModel: undefined }
    expect(await runEmbed(ports, {})).toEqual({
      code: 2,
      lines: ['OPENAI_BASE_URL and EMBEDDING_MODEL (or --model) are needed.'],
    })
  })
})
