import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addWebhook } from '../operations/webhooks/index.ts'
import { seriousFindings, shot } from '../testing/browser.ts'
import { PHONE, startResidentService, type ResidentService } from '../testing/resident-page.ts'
import { contextOf, fileTicket } from '../testing/tickets.ts'

describe('being told of a ticket outside the page', () => {
  let service: ResidentService
  let ticket: { no: string; queryCode: string }
  beforeAll(async () => {
    service = await startResidentService({ RESIDENT_NOTICES: 'sms,email' })
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

  it('is not offered while nobody would send it', async () => {
    const { page, context } = await track()
    expect(await page.getByText('有进展时通知我').count()).toBe(0)
    await context.close()
  })

  it('a wrong number is named beside its field and kept; then it is on, and off again', async () => {
    await addWebhook(contextOf(service.ports, { kind: 'system', job: 'test' }), {
      url: 'https://example.cn/hook',
      name: '示例短信平台',
      eventTypes: ['resident.notice'],
      allowPrivate: false,
    })
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
