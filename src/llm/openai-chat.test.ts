import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  startOpenAiStub,
  stubVector,
  type OpenAiStub,
  type StubReply,
} from '../testing/openai-stub.ts'
import { createModels } from './create-models.ts'
import { retryDelayMs, type ModelDeps } from './endpoint.ts'
import { createChatModel } from './openai-chat.ts'
import { createEmbeddingModel } from './openai-embedding.ts'
import { createRerankModel } from './rerank.ts'
import type { ChatChunk, ChatModel, ChatRequest } from './types.ts'
import type { UsageRecord } from './usage.ts'

let stub: OpenAiStub
let now = 0
const clock = { now: () => new Date(now) }

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23)
  stub = await startOpenAiStub()
})
afterEach(() => stub.close())

function model(deps: ModelDeps = {}, timeoutMs = 3_000): ChatModel {
  return createChatModel(
    { baseUrl: stub.baseUrl, apiKey: 'k', model: 'm', timeoutMs },
    { clock, sleep: () => Promise.resolve(), ...deps },
  )
}

function request(content = '你好', more: Partial<ChatRequest> = {}): ChatRequest {
  return { promptId: 'p', promptVersion: 1, messages: [{ role: 'user', content }], ...more }
}

async function collect(
  chunks: AsyncIterable<ChatChunk>,
): Promise<{ text: string; done: ChatChunk[] }> {
  let text = ''
  const done: ChatChunk[] = []
  for await (const chunk of chunks) {
    if (chunk.type === 'text') text += chunk.text
    else done.push(chunk)
  }
  return { text, done }
}

/** What a reader holds when the stream fails: the text so far and the error. */
async function readUntilError(chunks: AsyncIterable<ChatChunk>) {
  let text = ''
  try {
    for await (const chunk of chunks) if (chunk.type === 'text') text += chunk.text
  } catch (error) {
    return { text, error }
  }
  return { text, error: undefined }
}

describe('complete', () => {
  it('sends the prompt and returns text and usage', async () => {
    stub.answerWith({ kind: 'text', text: '好的' })
    const reply = await model().complete(request('问', { temperature: 0, maxOutputTokens: 9 }))
    expect(reply.text).toBe('好的')
    expect(reply.usage).toMatchObject({ outputTokens: 2, cachedTokens: 0 })
    expect(stub.requests[0]?.body).toMatchObject({ model: 'm', temperature: 0, max_tokens: 9 })
  })

  it('R-PRV-1: no original reaches the endpoint, and the answer holds it again', async () => {
    stub.answerWith((seen) => ({
      kind: 'text',
      text: `回电 ${seen.raw.match(/\[手机1\]/)?.[0] ?? '无'}`,
    }))
    const secrets = [
      '13812345678',
      '11010519491231002X',
      '鄂A·12345',
      '6228480402564890018',
      '王小明',
      '3栋2单元501',
    ]
    const said = `我叫王小明,电话13812345678,身份证11010519491231002X,车牌鄂A·12345,卡6228480402564890018,住3栋2单元501`
    const reply = await model().complete(request(said))
    for (const secret of secrets) expect(stub.requests[0]?.raw).not.toContain(secret)
    expect(reply.text).toBe('回电 13812345678')
  })

  it('leaves a placeholder of an outer vault as it is', async () => {
    stub.answerWith({ kind: 'text', text: '[手机1] 和 [手机2]' })
    const reply = await model().complete(request('[手机1] 和 13812345678'))
    expect(reply.text).toBe('[手机1] 和 13812345678')
  })

  it('drops the thoughts of a reasoning model', async () => {
    stub.answerWith({ kind: 'text', text: '<think>想一想</think>答案' })
    expect((await model().complete(request())).text).toBe('答案')
  })

  it.each<[string, StubReply]>([
    ['429', { kind: 'status', status: 429, retryAfterSeconds: 1 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['garbage', { kind: 'garbage' }],
  ])('tries again after %s', async (_, fault) => {
    stub.enqueue(fault, fault)
    stub.answerWith({ kind: 'text', text: '好' })
    expect((await model().complete(request())).text).toBe('好')
    expect(stub.requests).toHaveLength(3)
  })

  it('gives up after the last try', async () => {
    stub.answerWith({ kind: 'status', status: 500 })
    await expect(model().complete(request())).rejects.toMatchObject({ code: 'UPSTREAM' })
    expect(stub.requests).toHaveLength(3)
  })

  it.each([400, 401, 404])(
    'does not repeat a request the endpoint refuses with %i',
    async (status) => {
      stub.answerWith({ kind: 'status', status })
      await expect(model().complete(request())).rejects.toMatchObject({
        code: 'UPSTREAM',
        retryable: false,
      })
      expect(stub.requests).toHaveLength(1)
    },
  )

  it('ends a stalled call at its deadline', async () => {
    stub.answerWith({ kind: 'stall' })
    const startedAt = performance.now()
    await expect(model({}, 150).complete(request())).rejects.toMatchObject({ code: 'TIMEOUT' })
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    expect(stub.requests).toHaveLength(1)
  })

  it('reports an endpoint that is gone', async () => {
    await stub.close()
    await expect(model().complete(request())).rejects.toMatchObject({
      code: 'UPSTREAM',
      retryable: true,
    })
  })

  it("passes the caller's abort through, down to the connection", async () => {
    stub.answerWith({ kind: 'stall' })
    const abort = new AbortController()
    const running = model({}, 5_000).complete(request('x', { signal: abort.signal }))
    await expect.poll(() => stub.requests.length).toBe(1)
    abort.abort()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => stub.requests[0]?.aborted).toBe(true)
  })
})

describe('stream', () => {
  it('yields text in order and one done with usage', async () => {
    stub.answerWith({ kind: 'text', text: '夜间二十二点以后不能施工。', chunkSize: 1 })
    const { text, done } = await collect(model().stream(request()))
    expect(text).toBe('夜间二十二点以后不能施工。')
    expect(done).toHaveLength(1)
    expect(done[0]).toMatchObject({ finishReason: 'stop', usage: { outputTokens: 13 } })
  })

  it('restores a placeholder that arrives in pieces, and hides thoughts that do', async () => {
    stub.answerWith({
      kind: 'text',
      text: '<think>电话是[手机1]</think>请拨[手机1]。',
      chunkSize: 1,
    })
    const { text } = await collect(model().stream(request('我电话13812345678')))
    expect(text).toBe('请拨13812345678。')
    expect(stub.requests[0]?.raw).not.toContain('13812345678')
  })

  it.each<[string, StubReply]>([
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['an empty stream', { kind: 'empty' }],
  ])('tries again when %s comes before the first word', async (_, fault) => {
    stub.enqueue(fault)
    stub.answerWith({ kind: 'text', text: '好' })
    expect((await collect(model().stream(request()))).text).toBe('好')
  })

  it.each<[string, StubReply, string]>([
    ['a cut', { kind: 'cut_mid', text: '前半句' }, 'UPSTREAM'],
    ['a cut inside a character', { kind: 'cut_mid_character', text: '前半句' }, 'UPSTREAM'],
    ['an end without a finish reason', { kind: 'no_finish', text: '前半句' }, 'UPSTREAM'],
    ['garbage', { kind: 'garbage_mid', text: '前半句' }, 'UPSTREAM'],
    ['a stall', { kind: 'stall_mid', text: '前半句' }, 'TIMEOUT'],
  ])(
    'bug class 7: %s in mid-stream is an error after the words before it, never a quiet end',
    async (_, fault, code) => {
      stub.answerWith(fault)
      const { text, error } = await readUntilError(model({}, 250).stream(request()))
      expect('前半句'.startsWith(text)).toBe(true)
      expect(text).not.toContain('\ufffd')
      expect(error).toMatchObject({ code })
      expect(stub.requests).toHaveLength(1)
    },
  )

  it('bug class 6: abort in mid-stream reaches the model', async () => {
    stub.answerWith({ kind: 'text', text: '很长'.repeat(200), chunkSize: 1, intervalMs: 10 })
    const abort = new AbortController()
    const running = readUntilError(model({}, 5_000).stream(request('x', { signal: abort.signal })))
    await expect.poll(() => stub.requests.length).toBe(1)
    setTimeout(() => abort.abort(), 60)
    expect((await running).error).toMatchObject({ name: 'AbortError' })
    await expect.poll(() => stub.requests[0]?.aborted).toBe(true)
  })

  it('a reader that stops early ends the connection', async () => {
    stub.answerWith({ kind: 'text', text: '很长'.repeat(200), chunkSize: 1, intervalMs: 10 })
    for await (const chunk of model().stream(request())) if (chunk.type === 'text') break
    await expect.poll(() => stub.requests[0]?.aborted).toBe(true)
  })
})

describe('completeStructured', () => {
  const schema = { name: 'Sample', zod: z.object({ n: z.number(), why: z.string().nullable() }) }
  const ask = (chat: ChatModel) => chat.completeStructured({ ...request(), schema })

  it('asks by JSON schema and validates', async () => {
    stub.answerWith({ kind: 'text', text: '{"n": 3, "why": null}' })
    expect((await ask(model())).value).toEqual({ n: 3, why: null })
    expect(stub.requests[0]?.body.response_format).toMatchObject({ type: 'json_schema' })
  })

  it('steps down to JSON mode, then to asking, and remembers', async () => {
    stub.answerWith((seen) =>
      seen.body.response_format === undefined
        ? { kind: 'text', text: '好的:```json\n{"n": 3, "why": "因为",}\n```' }
        : { kind: 'status', status: 400 },
    )
    const chat = model()
    expect((await ask(chat)).value).toEqual({ n: 3, why: '因为' })
    expect(stub.requests.map((seen) => seen.body.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      undefined,
    ])
    await ask(chat)
    expect(stub.requests).toHaveLength(4)
  })

  it('shows the model what was wrong, once', async () => {
    stub.enqueue({ kind: 'text', text: '{"n": "三"}' })
    stub.answerWith({ kind: 'text', text: '{"n": 3, "why": null}' })
    expect((await ask(model())).value.n).toBe(3)
    expect(stub.requests[1]?.body.messages?.at(-1)?.content).toContain('JSON')
  })

  it('refuses what never becomes valid', async () => {
    stub.answerWith({ kind: 'text', text: '我不会 JSON' })
    await expect(ask(model())).rejects.toMatchObject({ code: 'UPSTREAM' })
    expect(stub.requests).toHaveLength(2)
  })
})

describe('circuit breaker, budget and counting', () => {
  it('leaves a failing endpoint alone, then probes it', async () => {
    stub.answerWith({ kind: 'status', status: 500 })
    const chat = model()
    await expect(chat.complete(request())).rejects.toMatchObject({ code: 'UPSTREAM' })
    // Its fifth failure in a row comes inside the second call.
    await expect(chat.complete(request())).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const seen = stub.requests.length
    await expect(chat.complete(request())).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(stub.requests).toHaveLength(seen)
    now += 31_000
    stub.answerWith({ kind: 'text', text: '好' })
    expect((await chat.complete(request())).text).toBe('好')
    expect((await chat.complete(request())).text).toBe('好')
  })

  it('waits longer each time, with jitter, and as long as it was told', () => {
    expect(retryDelayMs(0, undefined, () => 0)).toBe(100)
    expect(retryDelayMs(0, undefined, () => 1)).toBe(300)
    expect(retryDelayMs(2, undefined, () => 0.5)).toBe(800)
    expect(retryDelayMs(0, 1_500, () => 0)).toBe(1_500)
    expect(retryDelayMs(9, undefined, () => 1)).toBe(4_000)
  })

  it('counts every call with its prompt, failures too, and asks the budget first', async () => {
    const counted: UsageRecord[] = []
    let spent = false
    const usage = {
      check: async () => {
        if (spent) throw new Error('spent')
      },
      record: async (entry: UsageRecord) => void counted.push(entry),
    }
    stub.enqueue({ kind: 'text', text: '好' }, { kind: 'status', status: 401 })
    const chat = model({ usage })
    await chat.complete(request())
    await expect(chat.complete(request())).rejects.toMatchObject({ code: 'UPSTREAM' })
    stub.answerWith({ kind: 'text', text: '好好', usage: false })
    await collect(chat.stream(request()))
    expect(counted.map(({ ok, promptId }) => [ok, promptId])).toEqual([
      [true, 'p'],
      [false, 'p'],
      [true, 'p'],
    ])
    expect(counted[2]?.outputTokens).toBe(2)
    spent = true
    const before = stub.requests.length
    await expect(chat.complete(request())).rejects.toThrow('spent')
    expect(stub.requests).toHaveLength(before)
  })
})

describe('embeddings and rerank', () => {
  it('keeps the order of the texts, in batches, masked', async () => {
    const embedding = createEmbeddingModel({
      baseUrl: stub.baseUrl,
      apiKey: 'k',
      model: 'e',
      timeoutMs: 1_000,
    })
    const texts = Array.from({ length: 70 }, (_, i) => `第${i}段`)
    const vectors = await embedding.embed([...texts, '电话13812345678'])
    expect(vectors).toHaveLength(71)
    expect(vectors[65]).toEqual(stubVector('第65段'))
    expect(vectors[70]).toEqual(stubVector('电话[手机1]'))
    expect(stub.requests).toHaveLength(2)
    expect(stub.requests.map(({ raw }) => raw).join()).not.toContain('13812345678')
  })

  it('maps rerank scores back to the texts and retries', async () => {
    const rerank = createRerankModel(
      { baseUrl: stub.rerankUrl, apiKey: 'k', model: 'r', timeoutMs: 1_000 },
      { sleep: () => Promise.resolve() },
    )
    stub.enqueue({ kind: 'status', status: 503 })
    const ranked = await rerank.rerank('电梯', ['停车', '电梯加装', '电费'])
    expect(ranked[0]?.index).toBe(1)
  })

  it('R-PRV-6: without settings there is no model at all', () => {
    expect(createModels({ MODEL_TIMEOUT_MS: 1 })).toEqual({
      chatModel: undefined,
      embeddingModel: undefined,
      rerankModel: undefined,
    })
  })
})
