import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../config.ts'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import { createModels } from './create-models.ts'
import type { UsageRecord } from './usage.ts'

describe('what a call costs', () => {
  let stub: OpenAiStub
  beforeAll(async () => {
    stub = await startOpenAiStub()
  })
  afterAll(() => stub.close())

  it('is counted from the prices of the settings, in cents', async () => {
    const counted: UsageRecord[] = []
    const usage = {
      check: () => Promise.resolve(),
      record: (entry: UsageRecord) => Promise.resolve(void counted.push(entry)),
    }
    const settings = parseConfig({
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'm',
      EMBEDDING_MODEL: 'e',
      CHAT_MODEL_PRICE: '2,8,0.5',
      EMBEDDING_MODEL_PRICE: '0.7,0',
    })
    const { chatModel, embeddingModel } = createModels(settings, { usage })
    stub.answerWith({ kind: 'text', text: '好的' })
    await chatModel?.complete({
      promptId: 'p',
      promptVersion: 1,
      messages: [{ role: 'user', content: '居住证怎么办' }],
    })
    await embeddingModel?.embed(['居住证'])
    const [chat, embedding] = counted
    if (chat === undefined || embedding === undefined) throw new Error('nothing was counted')
    expect(chat.costCents).toBeCloseTo(
      (chat.inputTokens * 200 + chat.outputTokens * 800) / 1_000_000,
      9,
    )
    expect(chat.costCents).toBeGreaterThan(0)
    expect(embedding.costCents).toBeCloseTo((embedding.inputTokens * 70) / 1_000_000, 9)
  })

  it('a price that cannot be read names its setting', () => {
    expect(() => parseConfig({ CHAT_MODEL_PRICE: 'cheap' })).toThrow(/CHAT_MODEL_PRICE/)
  })
})
