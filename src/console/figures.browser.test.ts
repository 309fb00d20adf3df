import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { seedDemo } from '../entry/demo/seed-demo.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openResident } from '../testing/client.ts'
import { fileByChat, openDesk, PHONE, type Desk } from '../testing/desk.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { transitionTicket } from '../tickets/index.ts'

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
      await page.getByText('未使用模型，没有字元和费用').waitFor()
      await page.getByRole('region', { name: '逐句核对' }).getByText('依据：').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-trace-1280')
      expect(errors).toEqual([])
    },
  )

  it(
    'R-KPI-1: sources, votes and corrected fields open what they were counted from',
    { timeout: 120_000 },
    async () => {
      const { no } = await fileByChat(desk.ports, {
        words: '武昌区紫阳路示例小区门口路灯坏了三天没人修',
        edit: { division_code: '420106' },
      })
      await transitionTicket(contextOf(desk.ports, staffActor('district', '420106')), no, {
        to: 'accepted',
        version: 1,
        fields: { title: '示例小区门口路灯不亮' },
      })
      const resident = await openResident(createApp(), desk.ports)
      await resident.say('老小区加装电梯要多少业主同意？')
      const [answer] = await desk.database.sql<{ id: string }[]>`
        select id from messages where conversation_id = ${resident.id} and role = 'assistant'`
      await resident.post(`/api/conversations/${resident.id}/messages/${answer?.id}/feedback`, {
        vote: 'down',
      })
      const { page, errors } = await desk.openAs('liqu', '/console/figures/answers')
      for (const name of ['答案带依据', '觉得没用']) {
        await page.locator('.kpi-open', { hasText: name }).click()
        const drawer = page.getByRole('dialog', { name })
        await drawer
          .getByRole('button', { name: '老小区加装电梯要多少业主同意？' })
          .first()
          .waitFor()
        await page.keyboard.press('Escape')
        await drawer.waitFor({ state: 'detached' })
      }
      await page.getByRole('button', { name: /^标题 改过/ }).click()
      await page.getByRole('link', { name: '示例小区门口路灯不亮' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'figures-corrected-1280')
      await page.setViewportSize(PHONE)
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, 'figures-corrected-390')
      await page.getByRole('link', { name: '示例小区门口路灯不亮' }).click()
      await page.getByRole('heading', { name: '示例小区门口路灯不亮' }).waitFor()
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
