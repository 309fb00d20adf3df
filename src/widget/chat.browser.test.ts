import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { seriousFindings, shot } from '../testing/browser.ts'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import {
  answered,
  ask,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'

const QUESTION = '业委会解聘物业要提前几天通知'
const ANSWER = '要提前六十日书面通知。[S1]\n- 合同对通知期限另有约定的除外。[S1]'

describe('the chat of the resident page', () => {
  let stub: OpenAiStub
  let service: ResidentService
  beforeAll(async () => {
    stub = await startOpenAiStub()
    service = await startResidentService({ OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub' })
  }, 180_000)
  afterAll(async () => {
    await service.close()
    await stub.close()
  })

  /** The understanding call gets nothing usable, so the rules decide; the composing call streams at this pace. */
  const answerAtPace = (intervalMs: number): void =>
    stub.answerWith((request) =>
      request.body.stream === true
        ? { kind: 'text', text: ANSWER, chunkSize: 2, intervalMs }
        : { kind: 'status', status: 400 },
    )

  const lastAnswer = (page: Page): Promise<string> =>
    page
      .locator('.answer')
      .last()
      .locator('.said, li:has(> .mark)')
      .evaluateAll((elements) => elements.map((element) => element.textContent).join('|'))

  it('R-LBL-1: progress in words, AI生成 with the first sentence, then the whole answer', async () => {
    answerAtPace(60)
    const { page, context, errors } = await service.openPage()
    await ask(page, QUESTION)
    await page.locator('.progress', { hasText: /找到\d+处依据|正在整理|正在查找/ }).waitFor()
    await page.locator('.running .said').waitFor()
    expect(await page.locator('.running .label').textContent()).toBe('AI生成')
    await shot(page, 'chat-streaming-390')
    await answered(page)
    expect(await lastAnswer(page)).toBe('要提前六十日书面通知。1|合同对通知期限另有约定的除外。1')
    expect(errors).toEqual([])
    await context.close()
  })

  it('stops at a touch, says so, and sends again when asked', async () => {
    answerAtPace(150)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await page.locator('.running .said').waitFor()
    await page.getByRole('button', { name: '停止' }).click()
    await page.getByText('已停止').waitFor()
    await shot(page, 'chat-stopped-390')
    expect(await seriousFindings(page)).toEqual([])
    answerAtPace(0)
    await page.getByRole('button', { name: '重新发送' }).click()
    await page.getByText('合同对通知期限另有约定的除外').waitFor()
    expect(await page.getByText('已停止').count()).toBe(0)
    await context.close()
  })

  it('a network cut in the middle of the stream loses and doubles nothing', async () => {
    answerAtPace(120)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await page.locator('.running .said').waitFor()
    await context.setOffline(true)
    await page.getByText('连不上网络或服务').waitFor()
    await shot(page, 'chat-cut-390')
    await page.waitForTimeout(2500)
    await context.setOffline(false)
    await page.getByText('合同对通知期限另有约定的除外').waitFor()
    await answered(page)
    expect(await page.getByText('连不上网络或服务').count()).toBe(0)
    expect(await page.locator('.resident').count()).toBe(1)
    expect(await lastAnswer(page)).toBe('要提前六十日书面通知。1|合同对通知期限另有约定的除外。1')
    await context.close()
  })

  it('an answer whose stored form cannot be had yet stays where it was read', async () => {
    answerAtPace(20)
    const { page, context } = await service.openPage()
    const history = /\/api\/conversations\/[^/]+$/
    let refused = 0
    await page.route(history, async (route) => {
      if (route.request().method() !== 'GET') return route.fallback()
      refused += 1
      await route.fulfill({ status: refused % 2 === 1 ? 500 : 429, body: '{}' })
    })
    await ask(page, QUESTION)
    await expect.poll(() => refused).toBeGreaterThan(1)
    expect(await lastAnswer(page)).toBe('要提前六十日书面通知。1|合同对通知期限另有约定的除外。1')
    expect(await page.locator('.resident').count()).toBe(1)
    await page.unroute(history)
    await answered(page)
    await page.getByRole('button', { name: '有用' }).waitFor()
    expect(await lastAnswer(page)).toBe('要提前六十日书面通知。1|合同对通知期限另有约定的除外。1')
    await context.close()
  })

  it('a reload in the middle of the stream goes on with it', async () => {
    answerAtPace(150)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await page.locator('.running .said').waitFor()
    await page.reload()
    await page.getByText('合同对通知期限另有约定的除外').waitFor()
    await answered(page)
    expect(await page.locator('.resident').count()).toBe(1)
    expect(await page.locator('.answer').count()).toBe(1)
    await context.close()
  })

  it('what is typed, and what waits to be sent, outlives a reload', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage()
    const field = page.getByRole('textbox', { name: '输入您的问题' })
    await field.fill('写了一半的话')
    await page.reload()
    await page.getByText('大家常问').waitFor()
    expect(await field.inputValue()).toBe('写了一半的话')
    await context.route('**/api/conversations**', (route) => route.abort())
    await ask(page, QUESTION)
    await page.getByText('恢复后自动发送').waitFor()
    await page.reload()
    await page.getByText('恢复后自动发送').waitFor()
    await page.getByRole('button', { name: '先不发，放回输入框' }).click()
    expect(await field.inputValue()).toBe(QUESTION)
    await page.getByRole('button', { name: '发送' }).click()
    await context.unroute('**/api/conversations**')
    await page.getByText('合同对通知期限另有约定的除外').waitFor()
    await context.close()
  })

  it('the conversation is there on return, marks and all', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await answered(page)
    const before = await lastAnswer(page)
    const other = await context.newPage()
    await page.close()
    await other.goto('/')
    await other.getByText('六十日').first().waitFor()
    expect(await lastAnswer(other)).toBe(before)
    await other.locator('.mark').first().click()
    await other.locator('dialog mark').waitFor()
    await context.close()
  })

  it('R-LBL-3, R-LBL-5: copies with the mark; a thumb down carries its reasons to the review', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await answered(page)
    await page.getByRole('button', { name: '复制', exact: true }).click()
    await page.getByText('已复制').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/六十日[\s\S]*（由人工智能生成，仅供参考）$/)
    await page.getByRole('button', { name: '没用' }).click()
    for (const name of ['错误', '过时', '不完整', '不当', '其他'])
      expect(await page.getByRole('checkbox', { name }).count()).toBe(1)
    await page.getByRole('checkbox', { name: '过时' }).check()
    await page.getByLabel('想补充的话').fill('去年改过了')
    await shot(page, 'chat-feedback-390')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('谢谢反馈').waitFor()
    await expect
      .poll(
        async () =>
          (await service.database.sql`select vote, reasons, comment from feedback limit 1`)[0],
      )
      .toEqual({ vote: 'down', reasons: ['outdated'], comment: '去年改过了' })
    await context.close()
  })

  it('asks on: next questions of the cited passages first, each answered when tapped', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage()
    await ask(page, QUESTION)
    await answered(page)
    const next = page.locator('.suggestions button')
    await next.first().waitFor()
    const texts = await next.allTextContents()
    expect(texts.length).toBeLessThanOrEqual(3)
    const [cited] = await service.database.sql`select count(*)::int as n from chunks
      where related_questions ? ${texts[0] ?? ''}`
    expect(cited?.['n']).toBeGreaterThan(0)
    await next.first().click()
    await expect.poll(() => page.locator('.resident').last().textContent()).toContain(texts[0])
    await context.close()
  })

  it('choices are tapped while they are the last thing said, and only then', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage()
    await ask(page, '小区路灯坏了三天没人修')
    await page.getByRole('button', { name: '不知道，跳过' }).click()
    await expect.poll(() => page.locator('.resident').count()).toBe(2)
    await answered(page)
    await expect.poll(() => page.locator('.choices').first().getByRole('button').count()).toBe(0)
    await context.close()
  })

  it('a hostile stream stays text: no markup, script, image, link or table comes of it', async () => {
    const { page, context, errors } = await service.openPage()
    const attacks = [
      '<script>window.hacked = 1</script>',
      '<img src=x onerror="window.hacked = 1">',
      '![图](https://evil.example/x.png)',
      '[点我](javascript:alert(1))',
      '<a href="https://evil.example">领补贴</a>',
      '| a | b |\n|---|---|\n| <iframe src="//evil.example"> | c |',
      '</p></article><style>*{display:none}</style>',
      '&lt;b&gt; &#60;svg onload=alert(1)&#62;',
    ]
    const outside: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(service.base)) outside.push(request.url())
    })
    await page.route('**/turns', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: hostileStream(attacks) }),
    )
    await ask(page, '你好')
    await page.getByText('window.hacked').first().waitFor()
    const answer = page.locator('.answer')
    for (const attack of attacks) expect(await answer.textContent()).toContain(attack)
    expect(await answer.locator('script, img, a, iframe, style, table').count()).toBe(0)
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(outside).toEqual([])
    expect(errors).toEqual([])
    await shot(page, 'chat-hostile-390')
    await context.close()
  })

  it('works in English', async () => {
    answerAtPace(0)
    const { page, context } = await service.openPage(PHONE, '/?lang=en')
    await page.getByRole('textbox', { name: 'Your question' }).fill(QUESTION)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('六十日').first().waitFor()
    await answered(page)
    expect(await page.locator('.answer .label').first().textContent()).toMatch(/AI/)
    expect(await seriousFindings(page)).toEqual([])
    await page.reload()
    await page.getByText('六十日').first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await shot(page, 'chat-en-390')
    await context.close()
  })
})

/** Turn events as a broken or malicious upstream might make them. */
function hostileStream(texts: readonly string[]): string {
  const events: TurnEvent[] = [
    {
      type: 'turn.started',
      turn_id: 'turn_x',
      conversation_id: 'cnv_x',
      client_turn_id: 'client_x',
      message_id: 'msg_x',
    },
    ...texts.map((text, index): TurnEvent => ({
      type: 'answer.sentence',
      index,
      text,
      role: index % 2 === 0 ? 'text' : 'item',
      citations: [],
      origin: 'ai',
    })),
    {
      type: 'choices',
      prompt: texts[0] ?? '',
      choices: [{ label: texts[1] ?? '', text: 'x' }],
      skippable: true,
    },
    { type: 'handoff', state: 'waiting', text: texts[4] ?? '', promise: null },
  ]
  return events
    .map(
      (event, index) =>
        `id: ${index + 1}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
    )
    .join('')
}
