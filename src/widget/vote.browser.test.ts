import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { PHONE, startResidentService, type ResidentService } from '../testing/resident-page.ts'

describe('R-KB-9: the vote counter on the resident page', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 120_000)
  afterAll(() => service.close())

  it('counts without AI, names a wrong number and keeps what was typed', async () => {
    const { page, context, errors } = await service.openPage(PHONE)
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '业主表决计算' }).click()
    const numbers = ['12', '1200', '8', '800', '6', '801']
    const fields = page.locator('.vote input')
    for (const [at, value] of numbers.entries()) await fields.nth(at).fill(value)
    await page.getByRole('button', { name: '计算', exact: true }).click()
    await page.getByText(/“同意的面积（平方米）”填得不对/).waitFor()
    await fields.nth(5).fill('600')
    await page.getByRole('button', { name: '计算', exact: true }).click()
    await page.getByText('按所填数字：达到法定比例').waitFor()
    await page.getByText('不替代业主大会决定；以地方条例和主管部门为准。').waitFor()
    await page.getByText('计算工具，不是AI回答').waitFor()
    expect(await fields.first().inputValue()).toBe('12')
    expect(await seriousFindings(page)).toEqual([])
    expect(await fitsWidth(page)).toBe(true)
    await page.locator('.vote-result').scrollIntoViewIfNeeded()
    await shot(page, 'vote-390')
    expect(errors).toEqual([])
    await context.close()
  })
})
