import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import { checkReply, checkTicketReply } from './reply-check.ts'
import { getTicket } from './staff.ts'
import { transitionTicket } from './transition.ts'

const lamp = { title: '路灯不亮', description: '示例小区东门外的路灯三天不亮，晚上看不清路。' }

describe('reply check', () => {
  it.each([
    ['路灯已于今日更换灯泡，恢复照明。', []],
    ['经查，东门外路灯线路被挖断，明日修复后恢复。', []],
    ['您好，您的留言已收悉，感谢您对我们工作的支持！', ['says_nothing']],
    ['已处理。', ['says_nothing']],
    ['关于幼儿园收费标准，请向教育主管部门咨询办理入园手续。', ['off_topic']],
  ])('%s → %j', (reply, expected) => {
    expect(checkReply(lamp, reply)).toEqual(expected)
  })
})

describe('closing', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('warns of a reply that misses the demand, before and after, and never blocks it', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const reply = '关于幼儿园收费标准，请向教育主管部门咨询办理入园手续。'
    const input = { ticketNo: no, reply }
    expect(await checkTicketReply(city, input)).toEqual({ warnings: ['off_topic'] })
    const other = contextOf(ports, staffActor('street', '420111003'))
    expect(await codeOf(checkTicketReply(other, input))).toBe('NOT_FOUND:not_found.ticket')
    await transitionTicket(city, no, {
      to: 'resolved',
      version,
      outcome: 'done',
      public_reply: reply,
    })
    expect(await getTicket(city, no)).toMatchObject({
      status: 'resolved',
      reply_warnings: ['off_topic'],
    })
  })
})
