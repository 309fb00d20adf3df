import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

const ADMIN = '/console/administration'

describe('what administrators keep in order', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('guanli', 'admin', '4201')
    await desk.hire('zhongxin', 'city', '4201')
  })
  afterAll(() => desk.close())

  const checked = async (page: Page, name: string): Promise<void> => {
    expect(await fitsWidth(page)).toBe(true)
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, name)
  }

  it(
    'R-CAT-1: the catalogue is read as a tree, found by code, name and everyday words',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('zhongxin', `${ADMIN}/catalogue`)
      const search = page.getByRole('searchbox', { name: '按代码、名称或居民常用说法查找' })
      await search.waitFor()
      await page.locator('summary').first().focus()
      await page.keyboard.press('Enter')
      await page.locator('details[open]').getByText('默认承办层级').first().waitFor()
      await checked(page, 'administration-catalogue-1280')
      await search.fill('提个建议')
      await page.getByText('共 1 个小类').waitFor()
      await page.getByText('L1501', { exact: true }).waitFor()
      await search.fill('没有这个词')
      await page.getByText('没有找到“没有这个词”').waitFor()
      await checked(page, 'administration-catalogue-none-1280')
      await page.setViewportSize(PHONE)
      await search.fill('L1501')
      await page.getByText('L1501', { exact: true }).waitFor()
      await checked(page, 'administration-catalogue-390')
      await page.route('**/api/console/catalogue', (route) => route.abort())
      await page.reload()
      await page.getByText('没有加载成功').waitFor()
      expect(errors).toEqual([])
    },
  )

  it(
    'R-ROLE-1: an administrator who talks with no resident changes and deletes what units of the area share',
    { timeout: 120_000 },
    async () => {
      const at = desk.ports.clock.now()
      await desk.database.sql`insert into region_units
        (id, name, level, kind, division_code, categories, catch_all, imported_at)
        values ('shili-danwei', '示例接待单位', 'street', 'government', '420106012', '[]', false, ${at})`
      await desk.database.sql`insert into staff_canned_replies
        (id, staff_id, unit_id, title, text, created_at) values
        ('cnd_shared', 'stf_x', 'shili-danwei', '问好', '您好，请讲。', ${at}),
        ('cnd_own', 'stf_x', null, '只我自己用', '私下的话', ${at})`
      const { page, errors } = await desk.openAs('guanli', `${ADMIN}/replies`)
      await page.getByText('示例接待单位').waitFor()
      expect(await page.getByText('只我自己用').count()).toBe(0)
      await checked(page, 'administration-replies-1280')
      await page.getByRole('button', { name: '修改“问好”' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('内容').fill('您好，这里是示例接待单位。')
      await shot(page, 'administration-reply-1280')
      await dialog.getByRole('button', { name: '保存', exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
      await page.getByText('您好，这里是示例接待单位。').waitFor()
      await page.setViewportSize(PHONE)
      await checked(page, 'administration-replies-390')
      await page.getByRole('button', { name: '删除“问好”' }).click()
      await page.locator('.ant-popconfirm').getByRole('button', { name: '确定' }).click()
      await page.getByText('还没有单位共享常用语').waitFor()
      await page.goto(`${desk.base}${ADMIN}/audit`)
      await page.getByText('修改共享常用语').waitFor()
      await page.getByText('删除共享常用语').waitFor()
      expect(errors).toEqual([])
    },
  )
})
