import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { draftReply } from '../copilot/index.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import { createModels } from '../llm/index.ts'
import { seriousFindings, shot } from '../testing/browser.ts'
import { openResident } from '../testing/client.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'
import { startOpenAiStub, type OpenAiStub, type StubReply } from '../testing/openai-stub.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))

const step = (action: string, input: string, reply = ''): StubReply => ({
  kind: 'text',
  text: JSON.stringify({ action, input, reply }),
})

describe('the copilot in the hand-over', () => {
  let desk: Desk
  let stub: OpenAiStub
  beforeAll(async () => {
    desk = await openDesk()
    await syncKnowledge(desk.ports, { directory: knowledge })
    await desk.hire('jiejia', 'community', '420106001001')
    stub = await startOpenAiStub()
  }, 120_000)
  afterAll(async () => {
    await stub.close()
    await desk.close()
  })

  async function waiting(words: string) {
    const resident = await openResident(app, desk.ports)
    await resident.say(words)
    await resident.say('转人工')
    return resident
  }

  it('is not there without a model', { timeout: 60_000 }, async () => {
    await waiting('居住证怎么办')
    const { page, context } = await desk.openAs('jiejia', '/console/chats')
    await page.locator('.chat-row').first().click()
    await page.keyboard.press('t')
    await page.getByLabel('回复居民…').waitFor()
    expect(await page.getByRole('button', { name: /AI起草/ }).count()).toBe(0)
    await page.getByRole('heading', { name: '我在接待' }).click()
    await page.keyboard.press('b')
    await page.getByText('没有等待人工的会话').waitFor()
    await context.close()
  })

  it(
    'R-LBL-2: drafts with its sources, the person corrects and sends, the resident sees the mark',
    { timeout: 90_000 },
    async () => {
      const resident = await waiting('业委会解聘物业要提前几天通知')
      Object.assign(desk.ports, {
        ...createModels(
          { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub', MODEL_TIMEOUT_MS: 5000 },
          { logger: desk.ports.logger, clock: desk.ports.clock },
        ),
        copilot: { draftReply },
      })
      stub.enqueue(
        step('search_knowledge', '业委会解聘物业要提前几天通知'),
        step('suggest_unit', '物业服务'),
        step(
          'reply',
          '',
          '解聘物业要提前六十日书面通知物业服务人。[S1]\n请拨打027-87654321。\n还有什么要问的，请告诉我。',
        ),
      )
      const { page, context, errors } = await desk.openAs('jiejia', '/console/chats')
      await page.locator('.chat-row').first().click()
      await page.keyboard.press('t')
      const box = page.getByLabel('回复居民…')
      await box.waitFor()
      // The key works from when the button is there.
      await page.getByRole('button', { name: /AI起草/ }).waitFor()
      await page.keyboard.press('Control+i')
      await page.getByRole('region', { name: 'AI草稿，核对后再发' }).waitFor({ timeout: 30_000 })
      expect(await box.inputValue()).toContain('提前六十日')
      expect(await box.inputValue()).not.toContain('87654321')
      await page.getByText('去掉了1句没有依据的话').waitFor()
      await page.locator('.copilot summary').first().click()
      await page.locator('.copilot .chunk-text').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'console-copilot-1280')
      await page.setViewportSize(PHONE)
      await shot(page, 'console-copilot-390')
      await box.press('Home')
      await page.keyboard.insertText('您好！')
      await box.press('Enter')
      await page.locator('.log-staff').getByText('您好！').waitFor()
      await page.locator('.log-staff').getByText('AI生成·人工审核').waitFor()
      const seen = await (await resident.call(`/api/conversations/${resident.id}`)).text()
      expect(seen).toContain('"label":"staff_ai_draft"')
      expect(errors).toEqual([])
      await context.close()
    },
  )

  it('a model that is gone says so and keeps what was typed', { timeout: 60_000 }, async () => {
    stub.answerWith({ kind: 'status', status: 503 })
    const { page, context } = await desk.openAs('jiejia', '/console/chats')
    await page.locator('.chat-row').first().click()
    const box = page.getByLabel('回复居民…')
    await box.fill('我自己写的话')
    await page.getByRole('button', { name: /AI起草/ }).click()
    await page.locator('.ant-message-error').waitFor({ timeout: 30_000 })
    expect(await box.inputValue()).toBe('我自己写的话')
    await context.close()
  })
})
