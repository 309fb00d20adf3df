import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { fileByChat, openDesk, PHONE, type Desk } from '../testing/desk.ts'
import { contextOf, fileTicket, staffActor } from '../testing/tickets.ts'
import { supplementOwnTicket, transitionTicket } from '../tickets/index.ts'

const AREA = '420106'

describe('the queue and the review screen in a browser', () => {
  let desk: Desk
  let lampNo = ''
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('wangge', 'district', AREA)
    await desk.hire('lingju', 'district', AREA)
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

  it('two browsers race for one ticket: one decision stands, the other is told and shown it', async () => {
    const { no } = await fileTicket(desk.ports, { title: '抢着办的工单' })
    const [one, two] = await Promise.all([
      desk.openAs('wangge', `/console/tickets/${no}`),
      desk.openAs('lingju', `/console/tickets/${no}`),
    ])
    const both = [one.page, two.page]
    await Promise.all(
      both.map((page) => page.getByRole('heading', { name: '抢着办的工单' }).waitFor()),
    )
    await Promise.all([
      one.page.getByRole('button', { name: '受理', exact: true }).click(),
      two.page.getByRole('button', { name: '不予受理' }).click(),
    ])
    const stands = desk.database.sql<{ version: number }[]>`
      select version from tickets where ticket_no = ${no}`
    await two.page.locator('.move-form input').fill('不在受理范围')
    await two.page.keyboard.press('Enter')
    await two.page.locator('.ant-message-error').waitFor()
    await two.page.locator('.ticket-meta').getByText('已受理').waitFor()
    expect(await stands).toEqual([{ version: 2 }])
    await one.context.close()
    await two.context.close()
  })

  it('new tickets wait behind a line and nothing moves; a changed row changes in its place', async () => {
    const { page, context } = await desk.openAs('wangge', '/console?view=area')
    await page.locator('.queue-row').first().waitFor()
    const before = await page.locator('.queue-title').allTextContents()
    const { no } = await fileTicket(desk.ports, { title: '刚刚来的', urgency: 'critical' })
    await page.getByRole('button', { name: '1条新工单' }).waitFor({ timeout: 15_000 })
    expect(await page.locator('.queue-title').allTextContents()).toEqual(before)
    await page.keyboard.press('n')
    await page.getByRole('button', { name: /刚刚来的/ }).waitFor()
    await page.locator('.clock', { hasText: '还剩' }).first().waitFor()
    const district = contextOf(desk.ports, staffActor('district', AREA))
    await transitionTicket(district, no, { to: 'accepted', version: 1 })
    await page
      .locator('.queue-row', { hasText: '刚刚来的' })
      .getByText('已受理')
      .waitFor({ timeout: 15_000 })
    await context.close()
  })

  it('moves several, and takes them back before they went', async () => {
    for (const title of ['一起办甲', '一起办乙']) await fileTicket(desk.ports, { title })
    const { page, context } = await desk.openAs('wangge', '/console?view=review&text=一起办')
    await page.locator('.queue-row').nth(1).waitFor()
    const states = async (): Promise<string[]> =>
      (
        await desk.database.sql<{ status: string }[]>`
          select status from tickets where title like '一起办%' order by title`
      ).map(({ status }) => status)
    await page.keyboard.press('*')
    await page.keyboard.press('a')
    await page.getByText('受理2件').waitFor()
    await page.keyboard.press('z')
    await page.getByText('受理2件').waitFor({ state: 'detached' })
    expect(await states()).toEqual(['pending_review', 'pending_review'])
    await page.keyboard.press('*')
    await page.keyboard.press('a')
    await expect.poll(states, { timeout: 15_000 }).toEqual(['accepted', 'accepted'])
    await context.close()
  })

  it('a suggestion that comes late stays out of a name that is being typed', async () => {
    const { no } = await fileTicket(desk.ports, { title: '谁来派都行' })
    const district = contextOf(desk.ports, staffActor('district', AREA))
    await transitionTicket(district, no, { to: 'accepted', version: 1 })
    const { page, context } = await desk.openAs('wangge', `/console/tickets/${no}`)
    let answer: () => void = () => undefined
    const asked = new Promise<void>((settle) => (answer = settle))
    await page.route('**/dispatch-suggestion', async (route) => {
      await asked
      await route.fallback()
    })
    await page.getByRole('button', { name: '派单', exact: true }).click()
    const lead = page.getByLabel('承办单位')
    await page.getByText('正在目录里找对应的单位…').waitFor()
    await lead.focus()
    answer()
    await page.getByText(/派单目录建议|目录里没有对应单位/).waitFor()
    expect(await lead.inputValue()).toBe('')
    await lead.pressSequentially('示例路灯所')
    expect(await lead.inputValue()).toBe('示例路灯所')
    await context.close()
  })

  it('三方联动 and 指派给…: set on the screen, kept after a reload, and in the timeline', async () => {
    const { no } = await fileTicket(desk.ports, { title: '楼道漏水谁来修' })
    const district = contextOf(desk.ports, staffActor('district', AREA))
    await transitionTicket(district, no, { to: 'accepted', version: 1 })
    const { page, context, errors } = await desk.openAs('wangge', `/console/tickets/${no}`)
    await page.getByRole('button', { name: '派单', exact: true }).click()
    const lead = page.getByLabel('承办单位')
    // Filled while the suggestion is being drawn, the field would hold both.
    await expect.poll(() => lead.inputValue()).not.toBe('')
    await lead.fill('示例街道办事处')
    const support = page.getByLabel('协办单位')
    const parties = ['示例社区居委会', '示例小区业委会', '示例物业公司']
    for (const name of parties) {
      await support.fill(name)
      await support.press('Enter')
    }
    // The open list lies over the button, so the keys send it.
    await support.press('Control+Enter')
    // Decided, the screen goes on to the next ticket.
    await page.locator('.ticket-meta', { hasText: no }).waitFor({ state: 'detached' })
    await page.goto(`${desk.base}/console/tickets/${no}`)
    const together = page.getByRole('region', { name: '一起办理的单位' })
    await together.getByText('三方联动').waitFor()

    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '指派给…' }).click()
    const dialog = page.getByRole('dialog', { name: '指派给…' })
    await dialog.getByLabel('指派给谁').click()
    await page.locator('.ant-select-item-option', { hasText: '示例lingju' }).click()
    await dialog.getByLabel('理由').fill('熟悉这栋楼')
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'console-assign-1280')
    await dialog.getByLabel('理由').press('Enter')
    await page.getByText('经办：示例lingju').waitFor()

    await page.reload()
    await page.getByText('经办：示例lingju').waitFor()
    await together.getByText('三方联动').waitFor()
    expect(await together.locator('li').allTextContents()).toEqual([
      '示例街道办事处 主办',
      ...parties.map((name) => `${name} 协办`),
    ])
    const line = page.locator('.history li', { hasText: '指派给示例lingju' })
    expect(await line.textContent()).toContain('熟悉这栋楼')
    await page.locator('.history li', { hasText: '示例街道办事处' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await together.scrollIntoViewIfNeeded()
    await shot(page, 'console-three-party-1280')
    await page.setViewportSize(PHONE)
    await together.scrollIntoViewIfNeeded()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-three-party-390')
    await page.locator('.history').scrollIntoViewIfNeeded()
    await shot(page, 'console-history-390')
    expect(errors).toEqual([])
    await context.close()
  })

  it('names categories in English on English pages: list, review, choice of category', async () => {
    const { page, context, errors } = await desk.openAs(
      'wangge',
      `/console/tickets/${lampNo}?view=all&lang=en`,
    )
    const field = page.locator('.field', { hasText: 'Municipal facilities / Street light problem' })
    await field.waitFor()
    await page.locator('.queue-row', { hasText: 'Street light problem' }).first().waitFor()
    expect(await page.getByText('路灯异常').count()).toBe(0)
    await shot(page, 'console-review-en-1280')
    await page.setViewportSize(PHONE)
    await field.scrollIntoViewIfNeeded()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'console-review-en-390')
    expect(errors).toEqual([])
    await context.close()
  })

  it('R-OPS-3: whatever a resident wrote is text, in the list, the review, the conversation and on paper', async () => {
    const evil = (at: string): string =>
      `<img src=x onerror="window.pwned='${at}'"><script>1</script>`
    const { no, conversationId } = await fileByChat(desk.ports, {
      words: '小区路灯坏了三天没人修<u>words</u>',
      edit: {
        division_code: AREA,
        title: evil('title').slice(0, 60),
        description: evil('description'),
        address: evil('address'),
        incident_at: evil('since').slice(0, 60),
      },
    })
    await supplementOwnTicket(contextOf(desk.ports, { kind: 'resident', conversationId }), {
      conversationId,
      ticketNo: no,
      text: evil('supplement'),
    })
    const { page, context, errors } = await desk.openAs(
      'wangge',
      `/console/tickets/${no}?view=area`,
    )
    await page.getByRole('heading', { name: '居民补充' }).waitFor()
    await page.getByText('<u>words</u>').first().waitFor()
    for (const field of ['title', 'address', 'since', 'supplement'])
      await page.getByText(`window.pwned='${field}'`).first().waitFor()
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    expect(await page.locator('.desk img, .desk u').count()).toBe(0)
    await page.goto(`${desk.base}/api/staff/tickets/${no}/export`)
    expect(await page.locator('img, script').count()).toBe(0)
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    expect(errors).toEqual([])
    await context.close()
  })

  it('says what is kept and what to do when the server is gone, and what would be here when nothing is', async () => {
    const { page, context } = await desk.openAs('wangge', '/console?view=returned')
    await page.getByText('没有退单').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'console-empty-1280')
    await page.route('**/api/staff/queue?*', (route) => route.abort())
    await page.getByRole('button', { name: /^全部/ }).click()
    await page.getByRole('button', { name: '重试' }).waitFor({ timeout: 20_000 })
    await shot(page, 'console-error-1280')
    await page.unroute('**/api/staff/queue?*')
    await page.getByRole('button', { name: '重试' }).click()
    await page.locator('.queue-row').first().waitFor()
    await context.close()
  })

  it(
    '10,000 tickets: the last one scroll away, and few rows in the page',
    { timeout: 240_000 },
    async () => {
      // Nothing is searched for here, and cutting 10,000 texts into pairs is nine tenths of writing them.
      await desk.database.sql`drop index tickets_words`
      await desk.database.sql`
      insert into tickets select (jsonb_populate_record(t, jsonb_build_object('id', 'tkt_many_' || n,
        'ticket_no', 'WH-20260101-' || lpad(n::text, 6, '0'), 'title', '第' || n || '件', 'client_key', null))).*
      from tickets t, generate_series(1, 10000) n where t.ticket_no = ${lampNo}`
      await desk.database.sql`analyze tickets`
      const { page, context } = await desk.openAs('wangge', '/console?view=area')
      await page.locator('.queue-row').first().waitFor()
      await page.evaluate(async () => {
        const box = document.querySelector('.queue-box')
        if (box === null) throw new Error('no list')
        for (let step = 1; step <= 12; step += 1) {
          box.scrollTop = (box.scrollHeight / 12) * step
          await new Promise((settle) => requestAnimationFrame(settle))
        }
      })
      await page.locator('.queue-row:not(.queue-row-empty)').last().waitFor()
      expect(await page.locator('.queue li').count()).toBeLessThan(60)
      await context.close()
    },
  )

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
