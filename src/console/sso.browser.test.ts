import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireSecondFactor } from '../staff/index.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PASSWORD, PHONE, type Desk } from '../testing/desk.ts'
import { startOidcStub, type OidcStub } from '../testing/oidc-stub.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'

describe('signing in at the city’s identity provider', () => {
  let desk: Desk
  let stub: OidcStub
  beforeAll(async () => {
    stub = await startOidcStub()
    desk = await openDesk({ ...stub.settings, OIDC_NAME: '示例统一认证' })
    await desk.hire('guanli', 'admin', '4201')
    await desk.hire('xiaowang', 'community', '420106')
  })
  afterAll(async () => {
    await desk.close()
    await stub.close()
  })

  it(
    'an administrator links an account; its person comes in with one click, anybody else is told why not',
    { timeout: 120_000 },
    async () => {
      const [person] = await desk.database.sql<{ id: string }[]>`
        select id from staff_user where username = 'xiaowang'`
      const own = await desk.open('/console', PHONE)
      await own.page.getByRole('button', { name: '用示例统一认证登录' }).click()
      await own.page.getByText('还没有关联账号').waitFor()
      expect(await fitsWidth(own.page)).toBe(true)
      expect(await seriousFindings(own.page)).toEqual([])
      await shot(own.page, 'sso-refused-390')

      const admin = await desk.openAs('guanli', `/console/administration/people/${person?.id}`)
      await admin.page.getByLabel('在统一认证中的身份').fill('gonghao-0001')
      await admin.page.keyboard.press('Enter')
      await admin.page.getByText('已关联').waitFor()
      expect(await seriousFindings(admin.page)).toEqual([])

      await own.page.getByRole('button', { name: '用示例统一认证登录' }).click()
      await own.page.getByRole('navigation', { name: '工作台' }).waitFor()
      expect([...own.errors, ...admin.errors]).toEqual([])
    },
  )

  it(
    'a role that needs two steps opens nothing but the way to set them up',
    { timeout: 120_000 },
    async () => {
      const admin = await desk.openAs('guanli', '/console/administration/settings')
      await admin.page.getByLabel('必须开启两步验证的角色').click()
      await admin.page.getByTitle('社区', { exact: true }).first().click()
      await admin.page.keyboard.press('Escape')
      await admin.page
        .getByRole('region', { name: '登录' })
        .getByRole('button', { name: '保存' })
        .click()
      await admin.page.getByText('已保存').waitFor()
      await shot(admin.page, 'sign-in-rules-1280')
      const { page, errors } = await desk.open('/console', PHONE)
      await page.getByLabel('用户名').fill('xiaowang')
      await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByText('您的岗位要求两步验证').waitFor()
      await page.getByRole('button', { name: '开启两步验证' }).waitFor()
      expect(await page.getByRole('navigation', { name: '工作台' }).count()).toBe(0)
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'second-factor-due-390')
      expect([...errors, ...admin.errors]).toEqual([])
      await requireSecondFactor(contextOf(desk.ports, staffActor('admin', '4201')), { roles: [] })
    },
  )
})
