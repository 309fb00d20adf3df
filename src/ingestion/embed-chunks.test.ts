import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EmbeddingModel } from '../llm/types.ts'
import { getPassageView, retrievePassages } from '../retrieval/index.ts'
import { LimitError, NotFoundError, UpstreamError } from '../shared/errors.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import {
  knowledgeContext,
  markdown,
  testFolder,
  type KnowledgeContext,
  type TestFolder,
} from '../testing/knowledge.ts'
import { embedChunks, refuseWideModel, retryDelay } from './embed-chunks.ts'
import { deleteDocument, forgetModel, ingestPath } from './index.ts'

/** Meaning as an axis per topic: what a real model gives, small enough to check by hand. */
function topicModel(name: string, dimensions: number): EmbeddingModel & { texts: string[] } {
  const topics = [/宠物|犬|狗/, /噪声|吵/, /救助|低保|困难/]
  const texts: string[] = []
  return {
    name,
    dimensions,
    texts,
    embed: async (batch) => {
      texts.push(...batch)
      return batch.map((text) => {
        const vector = Array.from({ length: dimensions }, () => 0.01)
        for (const [at, topic] of topics.entries()) if (topic.test(text)) vector[at] = 1
        return vector
      })
    },
  }
}

let database: TestDatabase
let ctx: KnowledgeContext
let folder: TestFolder

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  ctx = knowledgeContext(database.sql)
  folder = testFolder()
  folder.write('a.md', markdown({ id: 'a', title: '养犬规定' }, '## 牵引\n携犬出户应当束链。'))
  folder.write('b.md', markdown({ id: 'b', title: '噪声规定' }, '## 夜间\n夜间不得产生噪声。'))
  await ingestPath(ctx, { path: folder.path })
})
afterEach(async () => {
  folder.remove()
  await database.sql`delete from documents`
  await database.sql`delete from ingested_sources`
  await database.sql`delete from embedding_models`
})

const withModel = (model: EmbeddingModel): KnowledgeContext => ({ ...ctx, embeddingModel: model })
const ask = (model: EmbeddingModel, question: string) =>
  retrievePassages(withModel(model), { question })

describe('embedChunks', () => {
  it('makes a passage findable that shares no word with the question', async () => {
    const model = topicModel('topic', 8)
    expect((await ask(model, '狗狗')).trace).toMatchObject({ mode: 'lexical' })
    expect(await embedChunks(withModel(model))).toEqual({ embedded: 2, model: 'topic' })
    const { passages, trace } = await ask(model, '狗狗')
    expect(trace.mode).toBe('hybrid')
    expect(passages[0]).toMatchObject({ title: '养犬规定' })
    expect(passages[0]?.scores.dense).toBeGreaterThan(0.9)
  })

  it('asks for each text once, however often it runs or the file is ingested again', async () => {
    const model = topicModel('topic', 8)
    await embedChunks(withModel(model))
    await embedChunks(withModel(model))
    folder.write(
      'b.md',
      markdown({ id: 'b', title: '噪声规定', issuer: '示例' }, '## 夜间\n夜间不得产生噪声。'),
    )
    await ingestPath(ctx, { path: folder.path })
    await embedChunks(withModel(model))
    expect(model.texts).toHaveLength(2)
  })

  it('goes on where it stopped, and is not searched before it is complete', async () => {
    const lines = Array.from({ length: 100 }, (_, at) =>
      JSON.stringify({ id: `${at}`, content: `宠物须知第${at}号` }),
    )
    await ingestPath(ctx, { path: folder.write('c.jsonl', lines.join('\n')) })
    const model = topicModel('topic', 8)
    let calls = 0
    const failing: EmbeddingModel = {
      ...model,
      embed: async (texts) => {
        calls += 1
        if (calls === 2) throw new UpstreamError('gone')
        return model.embed(texts)
      },
    }
    await expect(embedChunks(withModel(failing))).rejects.toThrow('gone')
    const half = await ask(model, '狗狗')
    expect(half.trace.notes).toEqual(['topic: embeddings incomplete, lexical only'])
    expect(await embedChunks(withModel(model))).toMatchObject({ embedded: 102 - 64 })
    expect((await ask(model, '狗狗')).trace.mode).toBe('hybrid')
  })

  it('two models live side by side; each question uses the one that is configured', async () => {
    const [old, next] = [topicModel('old', 8), topicModel('next', 2500)]
    await embedChunks(withModel(old))
    expect((await ask(next, '狗狗')).trace.mode).toBe('lexical')
    await embedChunks(withModel(next))
    for (const model of [old, next]) {
      const { passages, trace } = await ask(model, '狗狗')
      expect([trace.mode, passages[0]?.title]).toEqual(['hybrid', '养犬规定'])
    }
  })

  it('bug class 1: a deleted document is gone from the vectors too', async () => {
    const model = topicModel('topic', 8)
    await embedChunks(withModel(model))
    await deleteDocument(ctx, { slug: 'a' })
    expect((await ask(model, '狗狗')).passages.map(({ title }) => title)).not.toContain('养犬规定')
    await embedChunks(withModel(model))
    expect(await database.sql`select content_hash from embeddings`).toHaveLength(1)
  })

  it('bug class 1: deleted or ended while its vectors are made, it is in no list and no citation', async () => {
    folder.write('c.md', markdown({ id: 'c', title: '养宠通告' }, '## 宠物\n宠物应当登记。'))
    await ingestPath(ctx, { path: folder.path })
    const model = topicModel('topic', 8)
    const before = await ask(model, '宠物登记')
    const cited = before.passages.find(({ title }) => title === '养宠通告')?.passageId ?? ''
    const interrupted: EmbeddingModel = {
      ...model,
      embed: async (texts) => {
        // Both happen between the reading of the texts and the writing of their vectors.
        await deleteDocument(ctx, { slug: 'c' })
        await database.sql`update documents set effective_to = '2026-11-22' where slug = 'a'`
        return model.embed(texts)
      },
    }
    await embedChunks(withModel(interrupted))
    for (const question of ['狗狗', '养犬牵引', '宠物登记']) {
      const { passages, trace } = await ask(model, question)
      expect(trace.mode).toBe('hybrid')
      expect(passages.map(({ title }) => title)).not.toContain('养犬规定')
      expect(passages.map(({ title }) => title)).not.toContain('养宠通告')
      const listed = new Set(trace.lists.flatMap(({ hits }) => hits.map((hit) => hit.passageId)))
      expect(listed.has(cited)).toBe(false)
    }
    expect(cited).not.toBe('')
    await expect(getPassageView(ctx, cited)).rejects.toThrow(NotFoundError)
    const held = await database.sql`select content_hash from embeddings`
    const chunks = await database.sql`select distinct content_hash from chunks`
    expect(new Set(held.map((row) => row['content_hash']))).toEqual(
      new Set(chunks.map((row) => row['content_hash'])),
    )
  })

  it('a document published later gets its vector at the next run, within the time the run has', async () => {
    const model = topicModel('topic', 8)
    await embedChunks(withModel(model))
    folder.write('c.md', markdown({ id: 'c', title: '救助办法' }, '## 申请\n向街道提出。'))
    await ingestPath(ctx, { path: folder.path })
    expect(await embedChunks(withModel(model), { budgetMs: -1 })).toMatchObject({ embedded: 0 })
    // Words and vectors of the others go on answering meanwhile.
    expect((await ask(model, '狗狗')).trace.mode).toBe('hybrid')
    expect(await embedChunks(withModel(model), { budgetMs: 60_000 })).toMatchObject({ embedded: 1 })
    expect((await ask(model, '低保')).passages[0]?.title).toBe('救助办法')
  })

  it('R-KB-2: the filters hold in the vector list', async () => {
    folder.write(
      'c.md',
      markdown({ id: 'c', title: '北京市养犬规定', jurisdiction: '110000' }, '## 狗\n狗不得进入。'),
    )
    folder.write(
      'd.md',
      markdown({ id: 'd', title: '旧养犬规定', status: 'repealed' }, '## 狗\n狗可以进入。'),
    )
    await ingestPath(ctx, { path: folder.path })
    const model = topicModel('topic', 8)
    await embedChunks(withModel(model))
    const { passages } = await ask(model, '狗狗')
    expect(passages.map(({ title }) => title)).not.toContain('北京市养犬规定')
    expect(passages.map(({ title }) => title)).not.toContain('旧养犬规定')
  })

  it('refuses a model that no index can hold', async () => {
    await expect(embedChunks(withModel(topicModel('wide', 4001)))).rejects.toThrow(
      /4001 dimensions/,
    )
  })

  it('refuses it at the start, before anything is written, and asks no model that is known', async () => {
    const wide = topicModel('wide', 4001)
    await expect(refuseWideModel(withModel(wide))).rejects.toThrow(/EMBEDDING_MODEL.*4001/)
    const model = topicModel('topic', 4000)
    await refuseWideModel(withModel(model))
    expect(model.texts).toEqual(['示例'])
    await embedChunks(withModel(model))
    const asked = model.texts.length
    await refuseWideModel(withModel(model))
    expect(model.texts).toHaveLength(asked)
    const down = { ...model, name: 'down', embed: () => Promise.reject(new UpstreamError('down')) }
    await refuseWideModel(withModel(down))
    expect(ctx.logged.map(({ event }) => event)).toContain('embed.not_asked')
  })

  it.each([
    [768, 'halfvec(768)'],
    [2001, 'halfvec(2001)'],
    [4000, 'halfvec(4000)'],
  ])('a model of %i dimensions is indexed as %s and found through it', async (wide, type) => {
    const model = topicModel(`wide-${wide}`, wide)
    await embedChunks(withModel(model))
    const [row] = await database.sql<{ id: number }[]>`select id from embedding_models`
    await database.sql`select build_embedding_index(${row?.id ?? 0}::integer)`
    const [index] = await database.sql<{ indexdef: string }[]>`
      select indexdef from pg_indexes where indexname = ${`embeddings_half_${row?.id}`}`
    expect(index?.indexdef).toContain(`(embedding)::${type}) halfvec_cosine_ops`)
    expect((await ask(model, '狗狗')).passages[0]?.title).toBe('养犬规定')
    await forgetModel(ctx, model.name)
    expect(
      await database.sql`select 1 from pg_indexes where indexname like 'embeddings_half_%'`,
    ).toHaveLength(0)
    expect((await ask(model, '狗狗')).trace.mode).toBe('lexical')
  })

  it('waits as long as the endpoint asks, then goes on', async () => {
    const model = topicModel('topic', 8)
    const waits: number[] = []
    let refused = 0
    const busy: EmbeddingModel = {
      ...model,
      embed: async (texts) => {
        refused += 1
        if (refused <= 2) throw new LimitError('slow down', 7)
        return model.embed(texts)
      },
    }
    const wait = async (ms: number): Promise<void> => void waits.push(ms)
    expect(await embedChunks(withModel(busy), { wait })).toMatchObject({ embedded: 2 })
    expect(waits).toEqual([7000, 7000])
  })

  it.each([
    ['an endpoint that is down', new UpstreamError('down'), 'endpoint failed, lexical only'],
  ])('%s leaves the lexical answer', async (_, error, note) => {
    const model = topicModel('topic', 8)
    await embedChunks(withModel(model))
    const broken: EmbeddingModel = { ...model, embed: async () => Promise.reject(error) }
    const { passages, trace } = await ask(broken, '夜间噪声')
    expect(passages[0]?.title).toBe('噪声规定')
    expect(trace).toMatchObject({ mode: 'lexical', notes: [`topic: ${note}`] })
  })
})

describe('retryDelay', () => {
  it.each([
    [new LimitError('x', 2), 0, 2000],
    [new LimitError('x', 2), 3, 8000],
    [new LimitError('x', 600), 0, 60_000],
    [new UpstreamError('x', { retryable: true }), 1, 2000],
    [new UpstreamError('x'), 0, undefined],
    [new LimitError('x', 2), 6, undefined],
    [new TypeError('x'), 0, undefined],
  ])('%s at attempt %i: %s', (error, attempt, expected) => {
    expect(retryDelay(error, attempt)).toBe(expected)
  })
})
