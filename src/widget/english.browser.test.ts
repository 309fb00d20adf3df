import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSetupLink } from '../staff/index.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import {
  answered,
  DESKTOP,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'

const LAMP = 'The street light outside building 3 has been out'
const RUBBISH = 'there is garbage piled up next to the school gate'

describe('a problem told in English, with no model', () => {
  let service: ResidentService
  let setupLink: string
  beforeAll(async () => {
    service = await startResidentService()
    setupLink = (await findSetupLink(service.ports, { baseUrl: service.base })) ?? ''
  }, 180_000)
  afterAll(() => service.close())

  async function say(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Your question' }).fill(text)
    await page.getByRole('button', { name: 'Send' }).click()
  }

  it(
    'R-TKT-2, R-TKT-3: is asked, drawn, confirmed and tracked in English; a second matter waits its turn',
    { timeout: 120_000 },
    async () => {
      const { page, context, errors } = await service.openPage(PHONE, '/?lang=en')
      await say(page, LAMP)
      await page.getByText('Where is it?').waitFor()
      await answered(page)
      await say(page, `Also, ${RUBBISH}`)
      await page.getByText(`Your other matter is noted: “${RUBBISH}”`).waitFor()
      await answered(page)
      await shot(page, 'english-noted-390')
      await say(page, 'Yinxing Garden, gate 2')
      await page.getByText('Since when?').waitFor()
      await answered(page)
      await say(page, 'since last Friday')
      const card = page.locator('.draft')
      await card.getByText('Yinxing Garden, gate 2').first().waitFor()
      await answered(page)
      expect(await card.textContent()).toContain('Street light problem')
      expect(await card.textContent()).not.toContain('garbage')
      expect(await card.textContent()).not.toMatch(/\p{Script=Han}/u)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'english-draft-390')
      await page.getByRole('button', { name: 'Confirm and send' }).click()
      const number = page.locator('.big-code').first()
      await number.waitFor()
      const ticketNo = (await number.textContent()) ?? ''
      const code = (await page.locator('.big-code').nth(1).textContent()) ?? ''
      await number.scrollIntoViewIfNeeded()
      await shot(page, 'english-confirmed-390')

      await page.getByRole('button', { name: 'Go on with this matter' }).click()
      await page.getByText('Where is it?').last().waitFor()
      await answered(page)
      await shot(page, 'english-next-390')
      await page.getByRole('button', { name: 'Don’t know, skip' }).click()
      await page.getByText('Since when?').nth(1).waitFor()
      await answered(page)
      await page.getByRole('button', { name: 'Don’t know, skip' }).click()
      await page.locator('.draft').getByText('next to the school gate').first().waitFor()
      await answered(page)
      expect(await fitsWidth(page)).toBe(true)

      expect(code).toMatch(/^[0-9A-Za-z]{8,}$/)
      await page.locator('.confirmed').getByRole('button').last().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('What has happened').waitFor()
      expect(await dialog.textContent()).toContain(ticketNo)
      expect(await dialog.textContent()).toContain('Street light problem')
      await shot(page, 'english-track-390')
      expect(errors).toEqual([])
      await context.close()
    },
  )

  it('staff are told that the report is in English, beside the words as they were written', async () => {
    const { page, context } = await service.openPage(DESKTOP, '/')
    await page.goto(setupLink)
    await page.getByLabel('姓名').fill('示例管理员')
    await page.getByLabel('用户名').fill('shili')
    await page.getByLabel('密码').fill('shili-mima-2026')
    await page.getByRole('button', { name: '创建账号' }).click()
    await page.getByRole('button', { name: new RegExp(LAMP) }).click()
    await page.getByText('居民用英文反映').waitFor()
    await page.locator('.evidence').getByText(LAMP).first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'english-console-1280')
    await context.close()
  })
})
