import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

type Screen = { path: string; as: string; empty: string }
/** Every screen of the console with who opens it, and the words it has while there is nothing. */
const SCREENS: readonly Screen[] = [
  { path: 'tickets', as: 'shequ', empty: '没有待受理的工单' },
  { path: 'chats', as: 'shequ', empty: '没有等待人工的会话' },
  { path: 'notices', as: 'shequ', empty: '没有' },
  { path: 'hotspots/flags', as: 'shequ', empty: '没有热点' },
  { path: 'hotspots/ideas', as: 'shequ', empty: '还没有金点子' },
  { path: 'hotspots/calendar', as: 'shequ', empty: '目前只有0个月的数据' },
  { path: 'figures/kpi', as: 'shequ', empty: '期内到期的工单0件' },
  { path: 'figures/intake', as: 'shequ', empty: '期内提交0件' },
  { path: 'figures/answers', as: 'guanli', empty: '期内0轮对话' },
  { path: 'knowledge/documents', as: 'bianji', empty: '没有' },
  { path: 'knowledge/versions', as: 'bianji', empty: '没有' },
  { path: 'knowledge/gaps', as: 'bianji', empty: '没有' },
  { path: 'knowledge/switches', as: 'bianji', empty: '没有' },
  { path: 'administration/people', as: 'guanli', empty: '示例guanli' },
  { path: 'administration/catalogue', as: 'guanli', empty: '个小类' },
  { path: 'administration/areas', as: 'guanli', empty: '兜底受理台' },
  { path: 'administration/jobs', as: 'guanli', empty: '从未' },
  { path: 'administration/audit', as: 'guanli', empty: '' },
  { path: 'administration/identity', as: 'guanli', empty: '还没有人' },
  { path: 'administration/keys', as: 'guanli', empty: '还没有' },
  { path: 'administration/webhooks', as: 'guanli', empty: '还没有' },
  { path: 'administration/settings', as: 'guanli', empty: '没有抽查' },
]

const OWN = /\/api\/(?:console|staff)\/(?!me\b)/

describe('every screen while there is nothing, while it loads, and when the server is gone', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('shequ', 'community', '420106001001')
    await desk.hire('guanli', 'admin', '4201')
    await desk.hire('bianji', 'kb_editor', '4201')
  }, 120_000)
  afterAll(() => desk.close())

  const name = (screen: Screen): string => screen.path.replace('/', '-')

  async function signedIn(user: string): Promise<Awaited<ReturnType<Desk['openAs']>>> {
    const opened = await desk.openAs(user, '/console')
    await opened.page.locator('.desk-main').waitFor()
    return opened
  }

  async function empty(page: Page, screen: Screen): Promise<void> {
    await page.goto(`${desk.base}/console/${screen.path}`)
    await page.locator('.desk-main').waitFor()
    await page.locator('.desk-main .ant-skeleton').first().waitFor({ state: 'detached' })
    await expect
      .poll(() => page.locator('.desk-main').innerText(), { message: screen.path })
      .toContain(screen.empty)
    expect(await seriousFindings(page), screen.path).toEqual([])
    await shot(page, `state-empty-${name(screen)}`)
    await page.setViewportSize(PHONE)
    expect(await fitsWidth(page), `${screen.path} at 390`).toBe(true)
    await shot(page, `state-empty-${name(screen)}-390`)
    await page.setViewportSize({ width: 1280, height: 800 })
  }

  async function loading(page: Page, screen: Screen): Promise<void> {
    await page.route(OWN, () => new Promise<void>(() => undefined))
    await page.goto(`${desk.base}/console/${screen.path}`)
    // A skeleton of the real thing, never a lone spinner.
    await page.locator('.desk-main .ant-skeleton').first().waitFor()
    await shot(page, `state-loading-${name(screen)}`)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  }

  async function gone(page: Page, screen: Screen): Promise<void> {
    await page.route(OWN, (route) => route.abort())
    await page.goto(`${desk.base}/console/${screen.path}`)
    await page.locator('.desk-main .ant-alert-error').first().waitFor({ timeout: 20_000 })
    await page.locator('.desk-main .ant-alert-error button').first().waitFor()
    expect(await page.locator('.desk-main').innerText(), screen.path).toContain('连不上服务器')
    expect(await seriousFindings(page), screen.path).toEqual([])
    await shot(page, `state-gone-${name(screen)}`)
    // What to do is on the screen, and it works once the server is back.
    await page.unroute(OWN)
    for (let left = 6; left > 0; left -= 1) {
      const retry = page.locator('.desk-main .ant-alert-error button')
      if ((await retry.count()) === 0) break
      await retry.first().click()
      await page.waitForTimeout(300)
    }
    expect(await page.locator('.desk-main .ant-alert-error').count(), screen.path).toBe(0)
  }

  it('the first administrator has seven areas, all in sight on a phone', async () => {
    await desk.hire('diyi', ['admin', 'city'], '4201')
    const { page, context } = await desk.openAs('diyi', '/console', PHONE)
    await page.locator('.rail-link').nth(6).waitFor()
    const rail = page.locator('.rail ul')
    expect(await rail.evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0)
    await shot(page, 'rail-seven-390')
    await context.close()
  })

  it('English names of areas keep apart on a phone; what does not fit scrolls', async () => {
    const { page, context } = await desk.openAs('diyi', '/console?lang=en', PHONE)
    await page.locator('.rail-link').nth(6).waitFor()
    const gaps = await page.locator('.rail-link > span:last-child').evaluateAll((labels) => {
      const boxes = labels.map((label) => label.getBoundingClientRect())
      return boxes.slice(1).map(({ left }, at) => left - (boxes[at]?.right ?? 0))
    })
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(8)
    await shot(page, 'rail-seven-english-390')
    await context.close()
  })

  it.each(['shequ', 'guanli', 'bianji'])(
    'the screens of %s',
    { timeout: 240_000 },
    async (user) => {
      const { page, context, errors } = await signedIn(user)
      for (const screen of SCREENS.filter(({ as }) => as === user)) {
        await empty(page, screen)
        await loading(page, screen)
        await gone(page, screen)
      }
      expect(errors).toEqual([])
      await context.close()
    },
  )
})
