import { createServer, type Server } from 'node:http'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, shot } from '../testing/browser.ts'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const PAGES: Readonly<Record<string, string>> = {
  '/widget.js': 'loader/widget.js',
  '/widget': 'widget/index.html',
}

/** Host pages that fight back, each in its own way. */
const HOSTS = {
  calm: '<main id="host">host page</main>',
  styles: `<style>* { display: none !important; visibility: hidden !important }
    div, button, iframe { all: unset !important; opacity: 0 !important; font-size: 1px !important }
    html, body, main { display: block !important; visibility: visible !important }</style><main id="host">host page</main>`,
  prototypes: `<main id="host">host page</main><script>
    Array.prototype.map = () => []; Object.prototype.frame = 'polluted'; String.prototype.slice = () => ''
    window.postMessage({ type: 'grid-worker:leave' }, '*')</script>`,
}
const STRICT = (service: string): string =>
  `default-src 'none'; script-src ${service} 'unsafe-inline'; frame-src ${service}; style-src 'unsafe-inline'; require-trusted-types-for 'script'`
const STRICTEST = (service: string): string =>
  `default-src 'none'; script-src ${service}; frame-src ${service}; require-trusted-types-for 'script'`

describe('the loader on pages of others', () => {
  let service: Server
  let site: Server
  let browser: Browser
  let serviceUrl: string
  let siteUrl: string
  let refuse = false
  beforeAll(async () => {
    // The built files alone: what the loader does must not hang on a database or on who may frame the page.
    service = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://service')
      const file = PAGES[pathname] ?? (pathname.startsWith('/assets/') ? `widget${pathname}` : '')
      if (file === '' || pathname.startsWith('/api/')) {
        response.writeHead(503, { 'Content-Type': 'application/json' }).end('{}')
        return
      }
      const type = file.endsWith('.html')
        ? 'text/html'
        : file.endsWith('.css')
          ? 'text/css'
          : 'text/javascript'
      const policy = refuse ? { 'Content-Security-Policy': "frame-ancestors 'none'" } : {}
      response.writeHead(200, { 'Content-Type': type, ...policy }).end(readFileSync(dist + file))
    })
    site = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://site')
      const body = HOSTS[url.pathname.slice(1) as keyof typeof HOSTS] ?? HOSTS.calm
      const attributes = url.searchParams.get('attributes') ?? ''
      const policy = url.searchParams.has('strictest') ? STRICTEST(serviceUrl) : STRICT(serviceUrl)
      response
        .writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': policy,
        })
        .end(
          `<!doctype html><body>${body}<script src="${serviceUrl}/widget.js" data-site-key="示例" ${attributes}></script></body>`,
        )
    })
    const listen = async (server: Server): Promise<string> => {
      await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    serviceUrl = await listen(service)
    siteUrl = (await listen(site)).replace('127.0.0.1', 'localhost')
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    service.closeAllConnections()
    site.closeAllConnections()
    service.close()
    site.close()
  })

  async function openHost(
    path: string,
    width = 1280,
  ): Promise<{ page: Page; context: BrowserContext; problems: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('503'))
        problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(`${siteUrl}${path}`)
    return { page, context, problems }
  }

  // The shadow root is closed, so nothing finds the button by name: a person finds it by its place.
  const press = (page: Page, width: number): Promise<void> => page.mouse.click(width - 60, 800 - 40)
  const frameOf = (page: Page) =>
    expect
      .poll(() => page.frames().find((frame) => frame.url().startsWith(`${serviceUrl}/widget`)))
      .toBeDefined()

  it.each(Object.keys(HOSTS))(
    'opens on a page that is %s, and changes nothing of it',
    async (kind) => {
      const { page, context, problems } = await openHost(`/${kind}`)
      const before = await page.locator('#host').evaluate((element) => element.outerHTML)
      await press(page, 1280)
      await frameOf(page)
      const frame = page.frames().find((item) => item.url().includes('/widget?'))
      await frame?.getByText('AI网格员', { exact: true }).first().waitFor()
      expect(frame?.url()).toContain('key=')
      await expect.poll(() => frame?.evaluate(() => [innerWidth, innerHeight])).toEqual([420, 700])
      expect(await page.locator('#host').evaluate((element) => element.outerHTML)).toBe(before)
      expect(await page.evaluate(() => document.body.lastElementChild?.shadowRoot)).toBeNull()
      expect(problems).toEqual([])
      await shot(page, `loader-${kind}-1280`)
      await context.close()
    },
  )

  it('needs only script-src and frame-src of a strict policy', async () => {
    const { page, context, problems } = await openHost('/calm?strictest')
    await press(page, 1280)
    await frameOf(page)
    expect(problems).toEqual([])
    await context.close()
  })

  it('fills a phone and closes from inside', async () => {
    const { page, context } = await openHost('/calm', 390)
    await press(page, 390)
    await frameOf(page)
    const frame = page.frames().find((item) => item.url().includes('/widget?'))
    await expect.poll(() => frame?.evaluate(() => innerWidth)).toBe(390)
    await frame?.getByRole('button', { name: '关闭' }).click()
    const onTop = (): Promise<boolean> =>
      page.evaluate(() => document.elementFromPoint(195, 300) === document.body.lastElementChild)
    await expect.poll(onTop).toBe(false)
    // A press in the moment of closing still meets the frame that goes; a person presses again.
    const pressAgain = async (): Promise<boolean> => {
      if (!(await onTop())) await press(page, 390)
      return onTop()
    }
    await expect.poll(pressAgain, { interval: 300 }).toBe(true)
    await context.close()
  })

  it('takes texts and colours of the page, but no mark of what a machine wrote (R-LBL-1)', async () => {
    const attributes =
      'data-open="true" data-text-greeting="示例市民您好" data-text-notice="由专家撰写" data-color="rgb(120, 0, 60)" data-color-ink="url(//evil)"'
    const { page, context } = await openHost(`/calm?attributes=${encodeURIComponent(attributes)}`)
    await frameOf(page)
    const frame = page.frames().find((item) => item.url().includes('/widget?'))
    await frame?.getByText('示例市民您好').waitFor()
    expect(await frame?.getByText('由专家撰写').count()).toBe(0)
    await frame?.getByText('由人工智能生成，仅供参考').waitFor()
    const styles = await frame?.evaluate(() => document.documentElement.getAttribute('style'))
    expect(styles).toContain('--gw-primary: rgb(120, 0, 60)')
    expect(styles).not.toContain('evil')
    await context.close()
  })

  it('a quick exit takes the whole widget away', async () => {
    const { page, context } = await openHost('/calm?attributes=data-open%3D%22true%22')
    await frameOf(page)
    const frame = page.frames().find((item) => item.url().includes('/widget?'))
    await frame?.getByText('AI网格员', { exact: true }).first().waitFor()
    const before = await page.evaluate(() => document.body.children.length)
    await frame?.evaluate(() => parent.postMessage({ type: 'grid-worker:leave' }, '*'))
    await expect.poll(() => page.evaluate(() => document.body.children.length)).toBe(before - 1)
    await context.close()
  })

  it('offers a link where the frame is refused', { timeout: 30_000 }, async () => {
    refuse = true
    const { page, context } = await openHost('/calm?attributes=data-open%3D%22true%22')
    const opened = context.waitForEvent('page', { timeout: 20_000 })
    await expect
      .poll(
        async () => {
          await page.mouse.click(1100, 690)
          return context.pages().length
        },
        { timeout: 15_000, interval: 1000 },
      )
      .toBe(2)
    expect((await opened).url()).toBe(`${serviceUrl}/`)
    refuse = false
    await context.close()
  })

  it('stays under 3 KB gzip', () => {
    expect(gzipSync(readFileSync(`${dist}loader/widget.js`), { level: 9 }).length).toBeLessThan(
      3072,
    )
  })
})
