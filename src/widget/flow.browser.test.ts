import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../ingestion/index.ts'
import { findSetupLink } from '../staff/index.ts'
import { fitsWidth, launchBrowser, seriousFindings, shot } from '../testing/browser.ts'
import { embeddedDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { serveApp } from '../testing/server.ts'
import { systemClock } from '../shared/clock.ts'

const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 860 }

describe('the resident’s page and the staff’s desk in a browser', () => {
  let database: TestDatabase
  let ports: TestPorts
  let server: { base: string; close(): Promise<void> }
  let browser: Browser
  let setupLink: string
  const errors: string[] = []
  beforeAll(async () => {
    database = await embeddedDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    await syncKnowledge(ports, { directory: knowledge })
    server = await serveApp(ports)
    setupLink = (await findSetupLink(ports, { baseUrl: server.base })) ?? ''
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
    await database.close()
  })

  async function openPage(
    viewport: { width: number; height: number },
    path: string,
  ): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({
      viewport,
      locale: 'zh-CN',
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(server.base + path)
    return { page, context }
  }

  async function ask(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: '输入您的问题' }).fill(text)
    await page.getByRole('button', { name: '发送' }).click()
  }

  it(
    'ask → source → complain → confirm → track → staff accepts and replies → resident rates → deletes',
    { timeout: 180_000 },
    async () => {
      const resident = await openPage(PHONE, '/')
      const { page } = resident
      await page.getByText('大家常问').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'resident-welcome-390')

      await ask(page, '老小区装电梯要多少户同意？')
      await page.getByText('三分之二以上').first().waitFor()
      expect(await page.getByText('AI生成', { exact: true }).count()).toBeGreaterThan(0)
      await shot(page, 'resident-answer-390')
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: /^1.*中华人民共和国民法典.*第二百七十八条/ }).click()
      await page.locator('dialog mark').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'resident-source-390')
      await page.getByRole('button', { name: '关闭' }).click()

      await ask(page, '小区路灯坏了三天没人修')
      await page.getByText('在什么地方').waitFor()
      await ask(page, '紫阳路示例小区3号门')
      await page.getByRole('heading', { name: '请您确认' }).waitFor()
      await page.getByText('来自您的话：“三天”').waitFor()
      await shot(page, 'resident-draft-390')
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: '修改 标题' }).click()
      await page.getByRole('textbox', { name: '标题' }).fill('示例小区3号门路灯不亮')
      await page.getByRole('button', { name: '确认提交' }).click()
      const number = page.locator('.big-code').first()
      await number.waitFor()
      const ticketNo = (await number.textContent()) ?? ''
      const code = (await page.locator('.big-code').nth(1).textContent()) ?? ''
      expect(ticketNo).toMatch(/^WH-\d{8}-\d{6}$/)
      await shot(page, 'resident-confirmed-390')

      const staff = await openPage(DESKTOP, setupLink.slice(server.base.length))
      await staff.page.getByLabel('姓名').fill('示例管理员')
      await staff.page.getByLabel('用户名').fill('shili')
      await staff.page.getByLabel('密码').fill('shili-mima-2026')
      await staff.page.getByRole('button', { name: '创建账号' }).click()
      await staff.page.getByRole('button', { name: /示例小区3号门路灯不亮/ }).click()
      await staff.page.getByRole('heading', { name: '居民的话' }).waitFor()
      await shot(staff.page, 'console-review-1280')
      expect(await seriousFindings(staff.page)).toEqual([])
      await staff.page.getByRole('button', { name: '受理', exact: true }).click()
      await staff.page.getByRole('button', { name: /^我的片区/ }).click()
      await staff.page.getByRole('button', { name: /示例小区3号门路灯不亮/ }).click()
      await staff.page.getByRole('button', { name: '自办' }).click()
      const lead = staff.page.getByLabel('承办单位')
      // Filled while the suggestion is being drawn, the field would hold both.
      await expect.poll(() => lead.inputValue()).not.toBe('')
      await lead.fill('示例路灯所')
      await staff.page.locator('.move-form').getByRole('button', { name: '自办' }).click()

      // The administrator works for no unit; give the account the unit that leads the ticket, as an invitation would.
      await staff.page.locator('.ticket-meta').getByText('办理中').waitFor()
      await database.sql`update staff_profiles set unit_id = '示例路灯所', unit_name = '示例路灯所'`
      await staff.page.reload()
      await staff.page.getByRole('button', { name: '答复办结' }).click()
      await staff.page.getByText('已解决', { exact: true }).click()
      await staff.page.getByLabel('公开答复（居民可见）').fill('路灯已于今天修好，请您查看。')
      await staff.page.locator('.move-form').getByRole('button', { name: '答复办结' }).click()
      await staff.page.locator('.ticket-meta').getByText('待回访').waitFor()

      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('button', { name: '查工单进度' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('工单编号').fill(ticketNo)
      await dialog.getByLabel('查询码').fill(code)
      await dialog.getByRole('button', { name: '查询' }).click()
      await dialog.getByText('路灯已于今天修好').waitFor()
      await shot(page, 'resident-track-390')
      expect(await seriousFindings(page)).toEqual([])
      await dialog.getByLabel('解决了', { exact: true }).check()
      await dialog.getByLabel('非常满意').check()
      await dialog.getByRole('button', { name: '提交' }).click()
      await dialog.getByText('已办结').first().waitFor()
      await shot(page, 'resident-rated-390')
      await dialog.getByRole('button', { name: '关闭' }).click()
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('button', { name: '隐私与我的数据' }).click()
      await page.getByRole('button', { name: '删除对话' }).click()
      await page.getByRole('button', { name: '确认删除' }).click()
      await page.getByRole('heading', { name: '已删除' }).waitFor()
      await shot(page, 'resident-deleted-390')
      expect(errors).toEqual([])
      await resident.context.close()
      await staff.context.close()
    },
  )

  it('an emergency shows the number first, large, as a link, and safety mode stays visible (R-EMG-3, R-EMG-6)', async () => {
    const { page, context } = await openPage(PHONE, '/')
    await ask(page, '厨房煤气味好重怎么办')
    const link = page.locator('.emergency a[href="tel:119"]')
    await link.waitFor()
    // The stored message takes the live one's place meanwhile, so the element may change under the question.
    await expect
      .poll(() => link.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)))
      .toBeGreaterThanOrEqual(24)
    await page.locator('.safety-bar').waitFor()
    await shot(page, 'resident-emergency-390')
    expect(await seriousFindings(page)).toEqual([])
    await context.close()
  })

  it(
    'a staff member takes over, and the resident sees a person’s answer, labelled in text (R-LBL-2)',
    { timeout: 90_000 },
    async () => {
      const { page, context } = await openPage(PHONE, '/')
      await ask(page, '转人工')
      await page.locator('.handoff').waitFor()
      await page.locator('.staff-state', { hasText: '人工服务时间' }).waitFor()
      const staff = await openPage(DESKTOP, '/console')
      await staff.page.getByLabel('用户名').fill('shili')
      await staff.page.getByLabel('密码').fill('shili-mima-2026')
      await staff.page.getByRole('button', { name: '登录' }).click()
      await staff.page.getByRole('link', { name: /会话$/ }).click()
      await staff.page
        .getByRole('button', { name: /等待接手/ })
        .last()
        .click()
      await staff.page.getByRole('button', { name: '接手', exact: true }).click()
      await staff.page.getByLabel('回复居民…').fill('您好，我是社区工作人员，请讲。')
      await staff.page.getByRole('button', { name: '发送' }).click()
      await page.getByText('您好，我是社区工作人员，请讲。').waitFor()
      expect(await page.locator('.staff .label').textContent()).toMatch(/工作人员 · .*示\*\*/)
      await shot(page, 'resident-staff-390')
      await shot(staff.page, 'console-conversation-1280')
      await staff.context.close()
      await context.close()
    },
  )

  it('keeps what was sent when the network is gone, says so, and sends it once it is back', async () => {
    const { page, context } = await openPage(PHONE, '/')
    await page.getByText('大家常问').waitFor()
    await context.setOffline(true)
    await ask(page, '居住证要什么条件')
    await page.getByText('恢复后自动发送').waitFor()
    expect(await page.locator('.resident').textContent()).toContain('居住证要什么条件')
    await shot(page, 'resident-offline-390')
    await context.setOffline(false)
    await page.getByText('半年以上').first().waitFor()
    await context.close()
  })

  it.each([320, 390, 768, 1280])(
    'nothing scrolls sideways at %i px, also in large type (R-A11Y-5)',
    async (width) => {
      const { page, context } = await openPage({ width, height: 800 }, '/')
      await page.getByText('大家常问').waitFor()
      expect(await fitsWidth(page)).toBe(true)
      await page.getByRole('button', { name: '大字' }).click()
      await ask(page, '物业停水催费合法吗')
      await page.getByText('催交物业费').first().waitFor()
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, `resident-big-${width}`)
      await context.close()
    },
  )

  it('speaks English when asked', async () => {
    const { page, context } = await openPage(PHONE, '/?lang=en')
    await page.getByText('Often asked').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await seriousFindings(page)).toEqual([])
    await context.close()
  })

  it('names categories in English on the draft card of an English page, and in the progress', async () => {
    const { page, context } = await openPage(PHONE, '/?lang=en')
    const say = async (text: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Your question' }).fill(text)
      await page.getByRole('button', { name: 'Send' }).click()
    }
    await say('南湖街道示例小区东门路灯坏了三天没人修')
    const card = page.locator('.draft')
    await card.getByText('Street light problem').first().waitFor()
    expect(await card.textContent()).not.toContain('路灯异常')
    await shot(page, 'draft-en-390')
    await context.close()
  })

  it('opens from a host page by one script tag and touches nothing else', async () => {
    const context = await browser.newContext({ viewport: DESKTOP })
    const page = await context.newPage()
    await page.goto(`${server.base}/healthz`)
    await page.setContent('<main id="host" style="color:red">host</main>')
    const before = await page.locator('#host').evaluate((element) => element.outerHTML)
    await page.addScriptTag({ url: `${server.base}/widget.js` })
    expect(await page.locator('#host').evaluate((element) => element.outerHTML)).toBe(before)
    await context.close()
  })
})
