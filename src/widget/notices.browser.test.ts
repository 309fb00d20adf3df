import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSiteKey } from '../operations/index.ts'
import { addWebhook } from '../operations/webhooks/index.ts'
import { seriousFindings, shot } from '../testing/browser.ts'
import { PHONE, startResidentService, type ResidentService } from '../testing/resident-page.ts'
import { contextOf, fileTicket, staffActor } from '../testing/tickets.ts'

describe('being told of a ticket outside the page', () => {
  let service: ResidentService
  let ticket: { no: string; queryCode: string }
  beforeAll(async () => {
    service = await startResidentService({ RESIDENT_NOTICES: 'sms,email,mini_program' })
    ticket = await fileTicket(service.ports)
  }, 180_000)
  afterAll(() => service.close())

  async function track() {
    const opened = await service.openPage(PHONE)
    const { page } = opened
    await page.getByRole('button', { name: '查工单进度' }).first().click()
    await page.getByRole('dialog').getByLabel('工单编号').fill(ticket.no)
    await page.getByRole('dialog').getByLabel('查询码').fill(ticket.queryCode)
    await page.getByRole('button', { name: '查询', exact: true }).click()
    await page.getByText('办理经过').waitFor()
    return opened
  }

  it('is not offered while nobody would send it, and is from then on', async () => {
    const { page, context } = await track()
    expect(await page.getByText('有进展时通知我').count()).toBe(0)
    await context.close()
    await addWebhook(contextOf(service.ports, { kind: 'system', job: 'test' }), {
      url: 'https://example.cn/hook',
      name: '示例短信平台',
      eventTypes: ['resident.notice'],
      allowPrivate: false,
    })
    const offered = await track()
    await offered.page.getByText('有进展时通知我').waitFor()
    await offered.context.close()
  })

  const WEB_VIEW =
    'Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50 MiniProgramEnv/android miniProgram/wx0'
  const USER = 'oShiLi_example-0001'

  async function openChoice(page: Page | Frame): Promise<void> {
    await page.getByRole('button', { name: '查工单进度' }).first().click()
    await page.getByRole('dialog').getByLabel('工单编号').fill(ticket.no)
    await page.getByRole('dialog').getByLabel('查询码').fill(ticket.queryCode)
    await page.getByRole('button', { name: '查询', exact: true }).click()
    await page.getByRole('button', { name: '有进展时通知我' }).click()
  }

  it('in a mini-program its message is a way to be told, with nothing to type; in a browser its id is nobody’s word', async () => {
    const path = `/#mini-program-user=${USER}`
    const stranger = await service.openPage(PHONE, path)
    await openChoice(stranger.page)
    await stranger.page.getByLabel('手机号').waitFor()
    expect(await stranger.page.getByText('小程序消息').count()).toBe(0)
    await stranger.context.close()

    const context = await service.openContext({ viewport: PHONE, userAgent: WEB_VIEW })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer']}`))
    await page.goto(path)
    await openChoice(page)
    const start = page.getByRole('button', { name: '开始通知' })
    await page.getByText('发到您正在使用的小程序账号').waitFor()
    expect(await start.isDisabled()).toBe(true)
    await page.getByLabel(/我同意/).check()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'notices-mini-program-390')
    await start.click()
    await page.getByText('用小程序消息通知您').waitFor()
    expect(await page.getByText('****').count()).toBe(0)
    await shot(page, 'notices-mini-program-on-390')
    expect(asked.filter((line) => line.includes(USER))).toEqual([])
    const rows = await service.database.sql`select channel from ticket_notice_contacts`
    expect(rows).toEqual([{ channel: 'mini_program' }])
    await page.getByRole('button', { name: '不再通知' }).click()
    await start.waitFor()
    await context.close()
  })

  it('the page that embeds the widget in a mini-program says who its user is', async () => {
    const host = createServer((_, response) => {
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(
          `<!doctype html><body><script src="${service.base}/widget.js" data-site-key="${key}" data-open="true" data-mini-program-user="${USER}"></script></body>`,
        )
    })
    await new Promise<void>((settle) => host.listen(0, '127.0.0.1', settle))
    const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
    const admin = contextOf(service.ports, staffActor('admin', '4201'))
    const { key } = await addSiteKey(admin, {
      name: '示例小程序',
      origins: [origin],
      per_minute: 600,
    })
    const context = await service.openContext({ viewport: PHONE })
    const page = await context.newPage()
    await page.goto(origin)
    const framed = () => page.frames().find((frame) => frame.url().includes('/widget'))
    await expect.poll(framed).toBeDefined()
    const frame = framed() ?? page.mainFrame()
    await openChoice(frame)
    await frame.getByText('发到您正在使用的小程序账号').waitFor()
    await context.close()
    host.close()
  })

  it('a wrong number is named beside its field and kept; then it is on, and off again', async () => {
    const { page, context, errors } = await track()
    await page.getByRole('button', { name: '有进展时通知我' }).click()
    const number = page.getByLabel('手机号')
    await number.fill('1380000')
    const start = page.getByRole('button', { name: '开始通知' })
    expect(await start.isDisabled()).toBe(true)
    await page.getByLabel(/我同意/).check()
    await start.click()
    await page.getByRole('alert').getByText('11位手机号').waitFor()
    expect(await number.inputValue()).toBe('1380000')
    expect(await number.getAttribute('aria-invalid')).toBe('true')
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'notices-wrong-390')
    await number.fill('13800000001')
    await start.click()
    await page.getByText('用短信通知 138****0001').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'notices-on-390')
    await page.getByRole('button', { name: '不再通知' }).click()
    await number.waitFor()
    expect(await service.database.sql`select 1 from ticket_notice_contacts`).toHaveLength(0)
    expect(errors).toEqual([])
    await context.close()
  })
})
