import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../ingestion/index.ts'
import type { ConversationExport } from '../protocol/privacy.ts'
import { fitsWidth, launchBrowser, seriousFindings, shot } from '../testing/browser.ts'
import { embeddedDatabase, type TestDatabase } from '../testing/database.ts'
import { findInDatabase } from '../testing/find-in-database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { serveApp } from '../testing/server.ts'
import { systemClock } from '../shared/clock.ts'

const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const MARKER = '紫杉木牌坊旁的蓝蜻蜓'

describe('the resident’s own data in a browser', () => {
  let database: TestDatabase
  let ports: TestPorts
  let server: { base: string; close(): Promise<void> }
  let browser: Browser
  beforeAll(async () => {
    database = await embeddedDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    await syncKnowledge(ports, { directory: knowledge })
    server = await serveApp(ports)
    browser = await launchBrowser()
  }, 180_000)
  afterAll(async () => {
    await browser.close()
    await server.close()
    await database.close()
  })

  async function openPage(
    viewport: { width: number; height: number },
    path = '/',
  ): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(server.base + path)
    return { page, context }
  }

  async function ask(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: '输入您的问题' }).fill(text)
    await page.getByRole('button', { name: '发送' }).click()
  }

  async function openPrivacy(page: Page): Promise<void> {
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '隐私与我的数据' }).click()
  }

  it(
    'notice → ask → export → delete → receipt (R-LBL-5, R-PRV-3)',
    { timeout: 120_000 },
    async () => {
      const { page, context } = await openPage(PHONE)
      const notice = page.getByRole('region', { name: '使用须知' })
      await notice.waitFor()
      for (const text of ['示例社区', '不能代替110', '未使用大模型', '12345', '180天']) {
        expect(await notice.textContent()).toContain(text)
      }
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'privacy-notice-390')
      await notice.getByRole('button', { name: '我知道了' }).click()
      await notice.waitFor({ state: 'detached' })
      await page.reload()
      await page.getByText('大家常问').waitFor()
      expect(await notice.count()).toBe(0)

      await ask(page, `${MARKER}雕塑，老小区装电梯要多少户同意？`)
      await page.locator('.label', { hasText: 'AI生成' }).first().waitFor()
      const [row] = await database.sql`select notice_version from conversations`
      expect(row?.['notice_version']).toMatch(/^2026-/)

      await openPrivacy(page)
      const sheet = page.getByRole('dialog')
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        sheet.getByRole('button', { name: '导出（JSON）' }).click(),
      ])
      const data = JSON.parse(readFileSync(await file.path(), 'utf8')) as ConversationExport
      expect(data.messages[0]?.text).toContain(MARKER)
      const [readable] = await Promise.all([
        page.waitForEvent('download'),
        sheet.getByRole('button', { name: '导出（可阅读）' }).click(),
      ])
      expect(readFileSync(await readable.path(), 'utf8')).toContain('AI生成')

      await sheet.getByRole('button', { name: '删除对话' }).click()
      await sheet.getByRole('button', { name: '确认删除' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'privacy-delete-390')
      await sheet.getByRole('button', { name: '确认删除' }).click()
      await sheet.getByRole('heading', { name: '已删除' }).waitFor()
      expect(await sheet.locator('.big-code').textContent()).toMatch(/^SC-\d{8}-[0-9A-Z]{8}$/)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'privacy-receipt-390')
      expect(await findInDatabase(ports, [MARKER])).toEqual([])
      await sheet.getByRole('button', { name: '关闭' }).click()
      await page.getByText('大家常问').waitFor()
      expect(await page.getByText(MARKER).count()).toBe(0)
      await context.close()
    },
  )

  it(
    'at 320 px: contact and place of a ticket are corrected and consent withdrawn (R-PRV-3)',
    { timeout: 120_000 },
    async () => {
      const { page, context } = await openPage(NARROW)
      await page.getByRole('region', { name: '使用须知' }).waitFor()
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, 'privacy-notice-320')
      await ask(page, '紫阳路示例小区3号门路灯坏了三天没人修')
      await page.getByRole('button', { name: '确认提交' }).click()
      await page.locator('.big-code').first().waitFor()
      await openPrivacy(page)
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('button', { name: '更正', exact: true }).click()
      await sheet.getByLabel('地点').fill('示例路9号')
      await sheet.getByRole('button', { name: '保存地点' }).click()
      await sheet.getByText(/已更正：地点/).waitFor()
      await sheet.getByLabel('称呼').fill('示例甲')
      await sheet.getByLabel('电话').fill('13800000001')
      await sheet.getByLabel(/同意工作人员/).check()
      await sheet.getByRole('button', { name: '保存联系方式' }).click()
      await sheet.getByText(/已更正：联系方式/).waitFor()
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'privacy-correct-320')
      await sheet.getByRole('button', { name: '撤回联系同意' }).click()
      await sheet.getByText(/已更正：撤回联系同意/).waitFor()
      expect(await findInDatabase(ports, ['13800000001'])).toEqual([])
      await sheet.getByRole('button', { name: '删除对话' }).click()
      await sheet.getByText('已提交的工单会继续办理').waitFor()
      await sheet.getByRole('button', { name: '确认删除' }).click()
      await sheet.getByText(/继续办理的工单：WH-/).waitFor()
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, 'privacy-receipt-320')
      await context.close()
    },
  )

  it(
    'a second window forgets a conversation deleted in the first',
    { timeout: 60_000 },
    async () => {
      const { page, context } = await openPage(PHONE)
      await ask(page, `${MARKER}归谁管`)
      await page
        .locator('.label', { hasText: /AI生成|系统提示/ })
        .first()
        .waitFor()
      const other = await context.newPage()
      await other.goto(server.base)
      await other.getByText(MARKER).first().waitFor()
      await openPrivacy(page)
      await page.getByRole('button', { name: '删除对话' }).click()
      await page.getByRole('button', { name: '确认删除' }).click()
      await page.getByRole('heading', { name: '已删除' }).waitFor()
      await other.getByText('大家常问').waitFor()
      expect(await other.getByText(MARKER).count()).toBe(0)
      await context.close()
    },
  )

  it('speaks English when asked', async () => {
    const { page, context } = await openPage(PHONE, '/?lang=en')
    await page.getByRole('region', { name: 'Before you start' }).waitFor()
    await page.getByRole('button', { name: 'Details and my data' }).click()
    await page.getByText('There is no conversation of yours on this device now.').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'privacy-en-390')
    await context.close()
  })
})
