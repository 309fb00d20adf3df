import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { fileByChat, openDesk, PHONE, type Desk } from '../testing/desk.ts'

describe('the queue and the review screen in a browser', () => {
  let desk: Desk
  let lampNo = ''
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('wangge', 'district', '420106')
    const words = [
      '武昌区紫阳路示例小区门口路灯坏了三天没人修',
      '小区楼道堆满杂物',
      '楼下烧烤店油烟很大，天天晚上熏得睡不着',
    ]
    for (const matter of words) {
      const { no } = await fileByChat(desk.ports, {
        words: matter,
        edit: { division_code: '420106' },
      })
      if (lampNo === '') lampNo = no
    }
  })
  afterAll(() => desk.close())

  it('shows the words, lights up those of the field one points at, and says how sure it is', async () => {
    const { page, context, errors } = await desk.openAs('wangge', '/console')
    await page.getByRole('button', { name: /路灯坏了/ }).click()
    await page.getByRole('heading', { name: '居民的话' }).waitFor()
    await shot(page, 'console-review-1280')
    const place = page.locator('.field', { hasText: '地点' })
    await place.hover()
    await shot(page, 'console-review-hover-1280')
    expect(await page.locator('mark[data-active=true]').first().textContent()).toContain('示例小区')
    expect(await seriousFindings(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('受理并派单').waitFor()
    await shot(page, 'console-keys-1280')
    expect(errors).toEqual([])
    await context.close()
  })

  it('fits a phone', async () => {
    const { page, context } = await desk.openAs('wangge', '/console', PHONE)
    await page.getByRole('button', { name: /路灯坏了/ }).waitFor()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-queue-390')
    await page.getByRole('button', { name: /路灯坏了/ }).click()
    await page.getByRole('heading', { name: '居民的话' }).waitFor()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-review-390')
    expect(await seriousFindings(page)).toEqual([])
    await context.close()
  })
})
