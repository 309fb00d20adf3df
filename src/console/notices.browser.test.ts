import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openResident } from '../testing/client.ts'
import { createApp } from '../app.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'
import { fileTicket } from '../testing/tickets.ts'

describe('notices on the desk', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('shequ', 'community', '420106')
  })
  afterAll(() => desk.close())

  it(
    'R-EMG: danger stands on top with the way to the chat, and is taken care of with one click',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('shequ', '/console/notices', PHONE)
      await page.getByText('没有要提醒的事').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await (await openResident(createApp(), desk.ports)).say('厨房着火了，全是烟')
      await fileTicket(desk.ports, { title: '路灯<b>不亮</b>' })
      await page.getByText('厨房着火了').waitFor({ timeout: 20_000 })
      await page.getByText('路灯<b>不亮</b>').waitFor()
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'notices-390')
      await page.getByRole('button', { name: '我来处理' }).click()
      await page.getByText('已有人处理').first().waitFor()
      const [row] = await desk.database.sql`
        select count(*)::int as open from staff_alerts where acknowledged_at is null`
      expect(row?.['open']).toBe(0)
      await page.getByRole('link', { name: '打开会话' }).click()
      await page.getByText('厨房着火了').first().waitFor()
      expect(errors).toEqual([])
    },
  )
})
