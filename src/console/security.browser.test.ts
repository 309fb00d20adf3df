import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetPassword } from '../staff/index.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PASSWORD, PHONE, type Desk } from '../testing/desk.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { totp } from '../testing/totp.ts'

describe('one’s own way in', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('liangbu', 'community', '420106')
    await desk.hire('wangji', 'community', '420106')
  })
  afterAll(() => desk.close())

  const checked = async (page: Page, name: string): Promise<void> => {
    expect(await fitsWidth(page)).toBe(true)
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, name)
  }
  const give = async (page: Page, username: string, password: string): Promise<void> => {
    await page.getByLabel('用户名').fill(username)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
  }
  const fromMenu = async (page: Page, item: string): Promise<void> => {
    await page.getByRole('button', { name: /账号$/ }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const arrived = (page: Page) => page.getByRole('navigation', { name: '工作台' }).waitFor()

  it(
    'a second factor is turned on, then asked for; a backup code works once; the password changes',
    { timeout: 180_000 },
    async () => {
      const { page, errors } = await desk.open('/console')
      await page.getByRole('heading', { name: '登录' }).waitFor()
      await checked(page, 'sign-in-1280')
      await give(page, 'liangbu', PASSWORD)
      await arrived(page)
      await fromMenu(page, '账号安全')
      await page.getByText('未开启').waitFor()
      await page.getByText('本次登录').waitFor()
      await checked(page, 'security-off-1280')

      await page.getByRole('button', { name: '开启两步验证' }).click()
      await page.getByLabel('请输入密码确认').fill(PASSWORD)
      await page.keyboard.press('Enter')
      const uri = await page
        .getByRole('link', { name: '在本机的验证器中打开' })
        .getAttribute('href')
      expect(decodeURIComponent(uri ?? '')).not.toContain('staff.invalid')
      await page.getByRole('img', { name: '两步验证二维码' }).locator('svg').waitFor()
      await checked(page, 'security-enrol-1280')
      await page.setViewportSize(PHONE)
      await checked(page, 'security-enrol-390')
      await page.getByLabel('6位验证码').fill(totp(uri ?? '', Date.now()))
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: '我已保存' }).waitFor()
      const codes = await page.locator('.backup-codes li').allInnerTexts()
      expect(codes.length).toBeGreaterThanOrEqual(8)
      await checked(page, 'security-codes-390')
      await page.getByRole('button', { name: '我已保存' }).click()
      await page.getByText('已开启', { exact: true }).waitFor()

      await fromMenu(page, '退出')
      await give(page, 'liangbu', PASSWORD)
      await page.getByRole('heading', { name: '两步验证' }).waitFor()
      await page.getByLabel('6位验证码').fill('000000')
      await page.keyboard.press('Enter')
      await page.getByText('验证码不对').waitFor()
      await checked(page, 'second-step-390')
      await page.getByLabel('6位验证码').fill(totp(uri ?? '', Date.now()))
      await page.keyboard.press('Enter')
      await arrived(page)

      await fromMenu(page, '退出')
      await give(page, 'liangbu', PASSWORD)
      await page.getByRole('button', { name: /用备用码/ }).click()
      await page.getByLabel('备用码').fill(codes[0] ?? '')
      await page.keyboard.press('Enter')
      await arrived(page)

      await page.goto(`${desk.base}/console/security`)
      await page.getByLabel('现在的密码').fill('falsch-2026')
      await page.getByLabel('新密码').fill('xinde-mima-2027')
      await page.keyboard.press('Enter')
      await page.getByText('现在的密码不对').waitFor()
      await page.getByLabel('现在的密码').fill(PASSWORD)
      await page.getByRole('button', { name: '保存新密码' }).click()
      await page.getByText('密码已修改').waitFor()
      await checked(page, 'security-on-390')

      await page.getByRole('button', { name: '关闭两步验证' }).click()
      await page.getByLabel('请输入密码确认').fill('xinde-mima-2027')
      await page.keyboard.press('Enter')
      await page.getByText('未开启').waitFor()
      expect(errors).toEqual([])
    },
  )

  it('a locked name says how long; a reset link opens it', { timeout: 120_000 }, async () => {
    const { page, errors } = await desk.open('/console', PHONE)
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = page.waitForResponse(/sign-in\/username/)
      await give(page, 'wangji', `falsch-2026-${tries}`)
      expect((await answer).status()).toBe(401)
      await page.getByText('用户名或密码不对').waitFor()
    }
    await give(page, 'wangji', PASSWORD)
    await page.getByText(/还剩1[45]分/).waitFor()
    await checked(page, 'sign-in-locked-390')

    const admin = contextOf(desk.ports, staffActor('admin', '4201'))
    const [person] = await desk.database.sql<{ id: string }[]>`
      select id from staff_user where username = 'wangji'`
    const made = await resetPassword(admin, { userId: person?.id ?? '', baseUrl: desk.base })
    await page.goto(made.link)
    await page.getByRole('heading', { name: '重设密码' }).waitFor()
    await page.getByLabel('新密码').fill('wangji-wangji')
    await page.keyboard.press('Enter')
    await page.getByText('密码太容易猜').waitFor()
    await checked(page, 'reset-390')
    await page.getByLabel('新密码').fill('xinde-mima-2027')
    await page.keyboard.press('Enter')
    await page.getByText('用户名是wangji').waitFor()
    await page.getByRole('link', { name: '去登录' }).click()
    await give(page, 'wangji', 'xinde-mima-2027')
    await arrived(page)
    expect(errors).toEqual([])
  })
})
