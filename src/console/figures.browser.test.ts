import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../entry/demo/seed-demo.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

describe('figures', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await seedDemo(desk.ports, () => undefined)
    await desk.hire('liqu', 'city', '4201')
    await desk.hire('guanli', 'admin', '4201')
  }, 120_000)
  afterAll(() => desk.close())

  it(
    'R-KPI-1: a figure opens its tickets; every chart has its table',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('liqu', '/console/figures')
      const requested: string[] = []
      page.on('request', (request) => requested.push(new URL(request.url()).pathname))
      await page.getByText('响应率').waitFor()
      await page.locator('.ant-segmented').getByText('近90天').click()
      await page.locator('.kpi-open').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-kpi-1280')
      expect(requested.some((path) => path.includes('/chart-'))).toBe(false)
      await page.locator('.kpi-open', { hasText: '按时办结率' }).click()
      await page.getByText('达到', { exact: true }).click()
      await page.locator('.ant-drawer a').first().waitFor()
      await page.keyboard.press('Escape')

      await page.getByRole('tab', { name: '来了什么' }).click()
      await page.locator('div[role=img] svg').nth(2).waitFor()
      expect(requested.some((path) => path.includes('/chart-'))).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-intake-1280')
      const total = page.getByRole('region', { name: '哪里、哪类问题多？' })
      await total.locator('summary').click()
      expect(await total.locator('table').count()).toBe(1)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        total.getByRole('button', { name: '导出CSV' }).click(),
      ])
      expect(download.suggestedFilename()).toContain('.csv')
      await page.getByRole('tab', { name: 'AI答得怎么样' }).click()
      await page.getByText('AI答上了多少？').waitFor()
      await shot(page, 'figures-answers-1280')
      const shown = page.locator('.kpi-open', { hasText: '已回答' })
      const count = Number((await shown.locator('.card-meta').textContent())?.split('/')[0])
      await shown.click()
      await page.locator('.turn-open').first().waitFor()
      expect(await page.locator('.turn-open').count()).toBe(Math.min(count, 100))
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-turns-1280')
      await page.locator('.turn-open').first().click()
      await page.getByText('找到的依据').waitFor()
      expect(errors).toEqual([])
    },
  )

  it(
    'an administrator sees counts of the AI and no tickets; a phone shows it',
    { timeout: 60_000 },
    async () => {
      const { page, errors } = await desk.openAs('guanli', '/console/figures', PHONE)
      await page.getByText('AI答上了多少？').waitFor()
      expect(await page.locator('.kpi-open').count()).toBe(0)
      expect(await page.getByRole('tab', { name: '来了什么' }).count()).toBe(0)
      await page.locator('div[role=img] svg').first().waitFor()
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-answers-390')
      expect(errors).toEqual([])
    },
  )
})
