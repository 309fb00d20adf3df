import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousFindings, shot } from '../testing/browser.ts'
import {
  answered,
  ask,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'

/** Lighthouse's slow 4G. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 1024 * 1024) / 8,
}

describe('safety before everything on the resident page', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 180_000)
  afterAll(() => service.close())

  const cardNumbers = (page: Page): Promise<(string | null)[]> =>
    page
      .locator('.emergency-numbers a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))

  it.each([
    ['家里着火了', ['tel:119']],
    ['我闻到煤气味', ['tel:119', 'tel:120']],
    ['老公又打我，不敢回家', ['tel:110', 'tel:12338']],
    ['不想活了', ['tel:12356', 'tel:110', 'tel:120']],
  ])('R-EMG-3: without a network “%s” brings its card at once', async (text, numbers) => {
    const { page, context } = await service.openPage()
    await context.setOffline(true)
    await ask(page, text)
    await page.locator('.emergency').waitFor({ timeout: 1500 })
    expect(await cardNumbers(page)).toEqual(numbers)
    expect(await page.locator('.answer .label').first().textContent()).toBe('系统提示')
    // R-EMG-5: nobody was told, and the page does not say so.
    expect(await page.locator('.emergency').textContent()).not.toContain('通知')
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, `safety-offline-${numbers[0]?.slice(4)}-390`)
    await context.setOffline(false)
    await page.locator('.safety-bar').waitFor()
    await answered(page)
    expect(await page.locator('.emergency').count()).toBe(1)
    await context.close()
  })

  it('says nothing of danger to an ordinary question without a network', async () => {
    const { page, context } = await service.openPage()
    await context.setOffline(true)
    await ask(page, '燃气费怎么交')
    await page.getByText('恢复后自动发送').waitFor()
    await page.waitForTimeout(500)
    expect(await page.locator('.emergency').count()).toBe(0)
    await context.close()
  })

  it('a quick exit leaves the page, its history entry and this device’s memory', async () => {
    const { page, context } = await service.openPage()
    await ask(page, '老公又打我了，不敢回家')
    await page.locator('.emergency-exit button').waitFor()
    await answered(page)
    await shot(page, 'safety-quick-exit-390')
    await page.locator('.safety-bar').getByRole('button', { name: '快速离开本页' }).click()
    await page.waitForURL('about:blank')
    const next = await context.newPage()
    await next.goto('/')
    await next.getByText('大家常问').waitFor()
    expect(await next.getByText('不敢回家').count()).toBe(0)
    expect(await next.evaluate(() => JSON.stringify(localStorage))).not.toContain('不敢回家')
    await context.close()
  })

  it('R-EMG-6: the bar stays through a reload until the resident ends it', async () => {
    const { page, context } = await service.openPage()
    await ask(page, '家里着火了')
    await page.locator('.safety-bar').waitFor()
    await page.reload()
    await page.locator('.safety-bar').waitFor()
    expect(await page.locator('.safety-bar a').first().getAttribute('href')).toBe('tel:119')
    await page.getByRole('button', { name: '我没有危险' }).click()
    await page.locator('.safety-bar').waitFor({ state: 'detached' })
    await context.close()
  })

  it('the numbers stand there before and without any script', async () => {
    const context = await service.openContext({ viewport: PHONE, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/')
    for (const number of ['110', '119', '120', '12345'])
      expect(await page.locator(`a[href="tel:${number}"]`).isVisible()).toBe(true)
    await shot(page, 'safety-no-script-390')
    await context.close()
  })

  it('R-EMG-3: once opened, the page with its numbers and cards opens without any network', async () => {
    const { page, context } = await service.openPage()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
      .toBe(true)
    await context.setOffline(true)
    const later = await context.newPage()
    await later.goto('/')
    for (const number of ['110', '119', '120', '12345'])
      expect(await later.locator(`a[href="tel:${number}"]`).first().isVisible()).toBe(true)
    await ask(later, '家里着火了')
    await later.locator('.emergency').waitFor({ timeout: 1500 })
    expect(await cardNumbers(later)).toEqual(['tel:119'])
    await shot(later, 'safety-opened-offline-390')
    const kept = await later.evaluate(async () => {
      const cache = await caches.open('grid-worker-page')
      return (await cache.keys()).map(({ url }) => new URL(url).pathname)
    })
    expect(kept.every((path) => path === '/' || /^\/(?:assets\/|favicon)/.test(path))).toBe(true)
    await context.close()
  })

  it('first contentful paint at slow 4G is within a second', async () => {
    const context = await service.openContext({ viewport: PHONE })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', SLOW_4G)
    await page.goto('/')
    await page.getByText('大家常问').waitFor()
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    )
    const usable = await page.evaluate(() => performance.now())
    process.stdout.write(
      `${JSON.stringify({ first_contentful_paint_ms: Math.round(paint), usable_ms: Math.round(usable) })}\n`,
    )
    expect(paint).toBeGreaterThan(0)
    expect(paint).toBeLessThanOrEqual(1000)
    await context.close()
  })
})
