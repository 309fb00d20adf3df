import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openResident } from '../testing/client.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

const app = createApp()

describe('the live hand-over in a browser', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('jiejia', 'community', '420106001001', 'shili-danwei')
    await desk.hire('yiyi', 'community', '420106001002', 'shili-danwei')
  })
  afterAll(() => desk.close())

  async function waiting(words: string): Promise<Awaited<ReturnType<typeof openResident>>> {
    const resident = await openResident(app, desk.ports)
    await resident.say(words)
    await resident.say('转人工')
    return resident
  }
  const row = (page: Page) => page.locator('.chat-row').first()
  const talk = async (resident: {
    call: (path: string) => Promise<Response> | Response
    id: string
  }) => (await resident.call(`/api/conversations/${resident.id}`)).text()

  it('says what would be here while nobody waits', async () => {
    const { page, context } = await desk.openAs('jiejia', '/console/chats')
    await page.getByText('没有等待人工的会话').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'console-chats-empty-1280')
    await context.close()
  })

  it('two browsers race for one conversation: one has it, the other sees who', async () => {
    const resident = await waiting('楼上漏水，物业不管')
    const [one, two] = await Promise.all([
      desk.openAs('jiejia', '/console/chats'),
      desk.openAs('yiyi', '/console/chats'),
    ])
    await Promise.all([row(one.page).click(), row(two.page).click()])
    const press = (page: Page) => page.getByRole('button', { name: '接手', exact: true }).click()
    await Promise.all([press(one.page), press(two.page)])
    const composers = async (): Promise<number> =>
      (await one.page.getByLabel('回复居民…').count()) +
      (await two.page.getByLabel('回复居民…').count())
    await expect.poll(composers, { timeout: 10_000 }).toBe(1)
    const loser = (await one.page.getByLabel('回复居民…').count()) === 1 ? two.page : one.page
    await loser.getByRole('heading', { name: /示例.*在接待/ }).waitFor()
    const rows = await desk.database.sql<{ staff: number }[]>`
      select count(distinct staff_id)::int as staff from handoffs where state = 'active'`
    expect(rows).toEqual([{ staff: 1 }])
    expect(await talk(resident)).toContain('"mode":"staff"')
    await one.context.close()
    await two.context.close()
    await desk.database.sql`update handoffs set state = 'closed', closed_at = now()`
  })

  it('takes over, answers with a prepared reply, keeps a note among staff, and returns to the AI', async () => {
    const resident = await waiting('居住证怎么办')
    const { page, context, errors } = await desk.openAs('jiejia', '/console/chats')
    await row(page).click()
    await page.getByText('居民在等人，AI 已停止回答').waitFor()
    await page.getByRole('button', { name: '为什么这样答' }).first().click()
    await page.getByText('找到的依据').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'console-trace-1280')
    await page
      .getByRole('button', { name: 'Close' })
      .or(page.getByRole('button', { name: '关闭' }))
      .first()
      .click()
    await page.keyboard.press('t')
    await page.getByLabel('写一条备注').fill('内部秘密备注：先核实户口')
    await page.keyboard.press('Enter')
    await page.locator('.chat-notes').getByText('内部秘密备注').waitFor()
    const box = page.getByLabel('回复居民…')
    await box.fill('您好，我是示例社区的工作人员。')
    await page.getByRole('button', { name: '常用语' }).click()
    await page.locator('.canned').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.canned').waitFor({ state: 'hidden' })
    expect(await box.inputValue()).toBe('您好，我是示例社区的工作人员。')
    await page.getByRole('button', { name: '常用语' }).click()
    await page.getByText('本单位共享').click()
    await page.getByLabel('起个短名').fill('问好')
    await page.keyboard.press('Enter')
    await page.locator('.canned').getByText('本单位', { exact: true }).waitFor()
    await shot(page, 'console-canned-1280')
    await page.getByRole('button', { name: '修改“问好”' }).click()
    const reply = page.locator('.canned').getByLabel('内容')
    await reply.fill('您好，我是示例社区的工作人员，请讲。')
    // The administrator of the area changes it meanwhile.
    await desk.database.sql`update staff_canned_replies set text = '您好。', version = 2`
    await page.locator('.canned').getByRole('button', { name: '保存', exact: true }).click()
    await page.getByText('刚被别人改成“问好：您好。”').waitFor()
    expect(await reply.inputValue()).toBe('您好，我是示例社区的工作人员，请讲。')
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'console-canned-changed-1280')
    await page.locator('.canned').getByRole('button', { name: '保存', exact: true }).click()
    await reply.waitFor({ state: 'detached' })
    expect(await desk.database.sql`select text, version from staff_canned_replies`).toEqual([
      { text: '您好，我是示例社区的工作人员，请讲。', version: 3 },
    ])
    await page.getByRole('button', { name: '问好', exact: true }).click()
    await box.press('Enter')
    await page.locator('.log-staff').getByText('我是示例社区的工作人员').waitFor()
    await shot(page, 'console-chat-1280')
    await resident.say('好的，谢谢您，我等着')
    await page.locator('.log-resident').getByText('我等着').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const seen = await talk(resident)
    expect(seen).toContain('我是示例社区的工作人员')
    expect(seen).not.toContain('内部秘密备注')
    const copy = await (await resident.call(`/api/conversations/${resident.id}/export`)).text()
    expect(copy).not.toContain('内部秘密备注')
    await page.getByRole('heading', { name: '我在接待' }).click()
    await page.keyboard.press('b')
    await page.getByText('没有等待人工的会话').waitFor()
    await page.getByRole('heading', { name: 'AI 在接待' }).waitFor()
    await page.getByText('AI 还在回答居民').waitFor()
    expect(await talk(resident)).toContain('"mode":"ai"')
    expect(errors).toEqual([])
    await context.close()
  })

  it('the resident sees the person type, and the person the resident', async () => {
    const guest = await desk.open('/', PHONE)
    const words = guest.page.getByRole('textbox', { name: '输入您的问题' })
    await words.fill('转人工')
    await guest.page.getByRole('button', { name: '发送' }).click()
    await guest.page.getByText('已为您').or(guest.page.locator('.staff-state')).first().waitFor()
    const { page, context, errors } = await desk.openAs('jiejia', '/console/chats')
    await row(page).click()
    await page.getByRole('button', { name: '接手', exact: true }).click()
    await guest.page.getByText('现在由工作人员回复您').waitFor()
    const seen = guest.page.locator('.staff-state [aria-live=polite]')
    expect((await seen.textContent())?.trim()).toBe('')
    await page.getByLabel('回复居民…').pressSequentially('您好')
    await guest.page.getByText('工作人员正在输入…').waitFor()
    expect(await seriousFindings(guest.page)).toEqual([])
    await shot(guest.page, 'chat-staff-typing-390')
    await page.getByLabel('回复居民…').press('Enter')
    await guest.page.locator('.staff').getByText('您好').waitFor()
    expect((await seen.textContent())?.trim()).toBe('')
    await words.pressSequentially('路灯')
    await page.getByText('居民正在输入…').waitFor()
    expect(await page.locator('.log').textContent()).not.toContain('路灯')
    await shot(page, 'console-resident-typing-1280')
    await page.getByText('居民正在输入…').waitFor({ state: 'detached', timeout: 12_000 })
    expect([...errors, ...guest.errors]).toEqual([])
    await context.close()
    await guest.context.close()
    await desk.database.sql`update handoffs set state = 'closed', closed_at = now()`
  })

  it('fits a phone', async () => {
    await waiting('楼道灯不亮')
    const { page, context } = await desk.openAs('jiejia', '/console/chats', PHONE)
    await row(page).click()
    await page.getByRole('button', { name: '接手', exact: true }).click()
    await page.getByLabel('回复居民…').fill('您好')
    await page.getByRole('button', { name: '常用语' }).click()
    await page.getByText('本单位共享').waitFor()
    await page.getByRole('button', { name: '修改“问好”' }).click()
    await page.locator('.canned').getByLabel('内容').waitFor()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-canned-390')
    await page.locator('.canned').getByRole('button', { name: '取消' }).click()
    await page.keyboard.press('Escape')
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-chat-390')
    await context.close()
  })
})
