import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../entry/demo/seed-demo.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

describe('hotspots, proactive work and ideas in a browser', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await seedDemo(desk.ports, () => undefined)
    await desk.hire('liqu', 'city', '4201')
    await desk.hire('duban', 'supervisor', '4201')
    await desk.hire('shequ', 'community', '420106')
  }, 120_000)
  afterAll(() => desk.close())

  it(
    'R-HOT-2: a flag is taken up by a named person, done, and reviewed by another',
    { timeout: 120_000 },
    async () => {
      const { page, context, errors } = await desk.openAs('liqu', '/console/hotspots')
      await page.getByRole('region', { name: '近30天，事情是怎么来的？' }).waitFor()
      await page.locator('.card-link').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'console-hotspots-1280')
      await page.locator('.card-link').first().click()
      await page.getByRole('heading', { name: '背后的工单' }).waitFor()
      await page.getByRole('button', { name: '接下来治理' }).click()
      await page.getByLabel('负责人').click()
      await page.getByTitle('示例liqu').last().click()
      await page.getByLabel('办到哪天').fill('2027-01-15')
      await page.getByLabel('打算怎么办').fill('与烧烤店约定收摊时间')
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('form', { name: '接下来治理' }).getByRole('button').first().click()
      await page.getByRole('button', { name: '开始治理' }).click()
      await page.getByRole('form', { name: '开始治理' }).getByRole('button').first().click()
      await page.getByRole('button', { name: '办完了' }).click()
      await page.getByLabel('办得怎样').fill('已约定二十二点收摊')
      await page.getByRole('form', { name: '办完了' }).getByRole('button').first().click()
      await page.getByText('结果：已约定二十二点收摊').waitFor()
      await page.getByText(/治理前30天\d+件，办完后\d+件/).waitFor()
      // Who did the work does not review it.
      expect(await page.getByRole('button', { name: '复核通过' }).count()).toBe(0)
      await shot(page, 'console-hotspot-1280')
      const path = new URL(page.url()).pathname
      expect(errors).toEqual([])
      await context.close()

      const second = await desk.openAs('duban', path)
      await second.page.getByRole('button', { name: '复核通过' }).click()
      await second.page.getByLabel('复核看到什么').fill('两晚现场无扰民')
      await second.page.getByRole('form', { name: '复核通过' }).getByRole('button').first().click()
      await second.page.getByText('已复核').first().waitFor()
      await second.context.close()
    },
  )

  it(
    'R-HOT-4, R-HOT-6: proposes work, edits a season, and lists ideas with their answers',
    { timeout: 120_000 },
    async () => {
      const { page, context, errors } = await desk.openAs('liqu', '/console/hotspots/calendar')
      await page.getByText('民情月历：哪个月什么事多？').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'console-calendar-1280')
      await page.getByRole('button', { name: '改季节' }).click()
      await page.getByLabel('名称').first().fill('示例旺季')
      await page.getByRole('button', { name: /^保\s?存$/ }).click()
      await page.getByText('示例旺季').first().waitFor()
      await page.getByRole('tab', { name: '金点子' }).click()
      await page.locator('.card-title').or(page.locator('.ant-empty')).first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'console-ideas-1280')
      await page.getByRole('tab', { name: '热点和主动治理' }).click()
      await page.getByRole('button', { name: '提一件主动治理' }).click()
      await page.getByLabel('事项').fill('路灯异常')
      await page.keyboard.press('Enter')
      await page.getByLabel('片区').fill('武昌')
      await page.keyboard.press('Enter')
      await page.getByLabel('打算怎么办').fill('入冬前逐杆检查路灯')
      await page.getByRole('dialog').getByRole('button', { name: '提一件主动治理' }).click()
      await page.locator('.card-link', { hasText: '武昌区' }).first().waitFor()
      expect(errors).toEqual([])
      await context.close()
    },
  )

  it(
    'a phone shows it; a community sees its own and no season editor',
    { timeout: 60_000 },
    async () => {
      const { page, context } = await desk.openAs('shequ', '/console/hotspots', PHONE)
      await page.getByRole('region', { name: '近30天，事情是怎么来的？' }).waitFor()
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, 'console-hotspots-390')
      await page.getByRole('tab', { name: '民情月历' }).click()
      await page.locator('.month').first().waitFor()
      expect(await page.getByRole('button', { name: '改季节' }).count()).toBe(0)
      expect(await fitsWidth(page)).toBe(true)
      await context.close()
    },
  )
})
