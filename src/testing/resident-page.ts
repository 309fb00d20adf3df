import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { syncKnowledge } from '../ingestion/index.ts'
import { createModels } from '../llm/index.ts'
import { systemClock } from '../shared/clock.ts'
import { launchBrowser } from './browser.ts'
import { embeddedDatabase, type TestDatabase } from './database.ts'
import { testPorts, type TestPorts } from './ports.ts'
import { serveApp } from './server.ts'

const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 860 }

export type OpenPage = { page: Page; context: BrowserContext; errors: string[] }

export type ResidentService = {
  base: string
  browser: Browser
  ports: TestPorts
  database: TestDatabase
  openPage(viewport?: { width: number; height: number }, path?: string): Promise<OpenPage>
  openContext(options: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** The whole service on a port with the shipped knowledge, and a browser in front of it. */
export async function startResidentService(
  settings: Record<string, string> = {},
): Promise<ResidentService> {
  const database = await embeddedDatabase()
  const plain = await testPorts(database.sql, { clock: systemClock, settings })
  const models = createModels(plain.config, { logger: plain.logger, clock: plain.clock })
  const ports = { ...plain, ...models }
  await syncKnowledge(ports, { directory: knowledge })
  const server = await serveApp(ports)
  const browser = await launchBrowser()
  const openContext = (options: BrowserContextOptions): Promise<BrowserContext> =>
    browser.newContext({
      locale: 'zh-CN',
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
      baseURL: server.base,
      ...options,
    })
  return {
    base: server.base,
    browser,
    ports,
    database,
    openContext,
    async openPage(viewport = PHONE, path = '/') {
      const context = await openContext({ viewport })
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(path)
      await page.getByText(/大家常问|Often asked/).waitFor()
      return { page, context, errors }
    },
    async close() {
      await browser.close()
      await server.close()
      await database.close()
    },
  }
}

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: '输入您的问题' }).fill(text)
  await page.getByRole('button', { name: '发送' }).click()
}

/** Until the last answer is whole and stored. */
export async function answered(page: Page): Promise<void> {
  await page.locator('.answer').last().waitFor()
  // Only the live answer is read out as it comes; the stored one takes its place.
  await page.locator('.answer[aria-live=polite]').waitFor({ state: 'detached' })
}
