import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellFollowers } from '../answering/index.ts'
import { seriousFindings, shot } from '../testing/browser.ts'
import {
  answered,
  ask,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'
import { answerTicket } from '../testing/tickets.ts'

const PLACE = '紫阳路示例小区3号门'

describe('R-LIFE-6: one matter, several neighbours', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 180_000)
  afterAll(() => service.close())

  async function report(page: Page): Promise<void> {
    await ask(page, '小区路灯坏了三天没人修')
    await page.getByText('在什么地方').waitFor()
    await answered(page)
    await ask(page, PLACE)
  }

  it('the second follows the first one’s ticket with a tap, and hears what became of it', async () => {
    const first = await service.openPage(PHONE)
    await report(first.page)
    await first.page.getByRole('button', { name: '确认提交' }).click()
    const number = first.page.locator('.big-code').first()
    await number.waitFor()
    const ticketNo = (await number.textContent()) ?? ''

    const second = await service.openPage(PHONE)
    await report(second.page)
    const follow = second.page.getByRole('button', { name: '关注这件事，有进展告诉我' })
    await follow.waitFor()
    await answered(second.page)
    expect(await seriousFindings(second.page)).toEqual([])
    await shot(second.page, 'follow-asked-390')
    await follow.click()
    await second.page.getByText('这件事有进展时，会在这里告诉您').waitFor()
    await answered(second.page)

    await answerTicket(service.ports, ticketNo, '路灯已修好。')
    await tellFollowers(service.ports)
    await first.page.getByText(ticketNo).nth(1).waitFor()
    await second.page.locator('.answer').nth(3).waitFor()
    // A neighbour learns what became of the matter, not whose report it was.
    expect(await second.page.locator('.messages').textContent()).not.toContain(ticketNo)
    expect(await seriousFindings(second.page)).toEqual([])
    await shot(second.page, 'follow-told-390')
    await shot(first.page, 'follow-own-390')
    // What the card says of the ticket is the row's, not what it said when it was new.
    await first.page.getByRole('heading', { name: '已提交，现在：已答复' }).waitFor()
    expect([...first.errors, ...second.errors]).toEqual([])
    await first.context.close()
    await second.context.close()
  })
})
