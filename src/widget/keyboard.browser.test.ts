import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shot } from '../testing/browser.ts'
import {
  answered,
  DESKTOP,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'
import { answerTicket } from '../testing/tickets.ts'

const MOST_TABS = 120

/** Presses Tab until what has the focus is called `name`: whatever cannot be reached so fails. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (element === document.body) return ''
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
      return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? ''
    })
    if (typeof name === 'string' ? focused.trim() === name : name.test(focused)) return
  }
  throw new Error(`${String(name)} is out of the keyboard’s reach`)
}

async function press(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}

async function say(page: Page, text: string): Promise<void> {
  await tabTo(page, '输入您的问题')
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.locator('.resident', { hasText: text }).waitFor()
  await answered(page)
}

describe('R-A11Y-1: by keyboard alone', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 180_000)
  afterAll(() => service.close())

  it(
    'ask → source → complain → confirm → track → rate → delete',
    { timeout: 120_000 },
    async () => {
      const { page, context, errors } = await service.openPage(DESKTOP)
      await say(page, '居委会管多少户')
      await page.getByText('一千户至三千户').first().waitFor()
      await press(page, /城市居民委员会组织法.*第三条/)
      await page.locator('dialog mark').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
      expect(
        await page.evaluate(() => document.activeElement?.classList.contains('source-line')),
      ).toBe(true)

      await say(page, '小区路灯坏了三天没人修')
      await say(page, '紫阳路示例小区3号门')
      await page.getByRole('heading', { name: '请您确认' }).waitFor()
      await page.evaluate(() => document.querySelector<HTMLElement>('.header a')?.focus())
      await press(page, '修改 标题')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('示例小区3号门路灯不亮')
      await press(page, '确认提交')
      const number = page.locator('.big-code').first()
      await number.waitFor()
      // The card that was confirmed is gone; whoever reads by ear stands at what took its place.
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        '已提交，等待受理',
      )
      await answerTicket(service.ports, (await number.textContent()) ?? '', '路灯已修好。')

      await press(page, '查工单进度')
      const sheet = page.getByRole('dialog')
      await sheet.getByText('路灯已修好。').waitFor()
      await press(page, '解决了', 'Space')
      await press(page, '非常满意', 'Space')
      await press(page, '提交')
      await sheet.getByText('已办结').first().waitFor()
      await shot(page, 'keyboard-rated-1280')
      await page.keyboard.press('Escape')

      await press(page, '更多')
      await press(page, '隐私与我的数据')
      await press(page, '删除对话')
      await press(page, '确认删除')
      await page.getByRole('heading', { name: '已删除' }).waitFor()
      expect(errors).toEqual([])
      await context.close()
    },
  )
})
