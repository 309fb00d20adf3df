import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, fileTicket, staffActor } from '../../testing/tickets.ts'
import { addNote, getTicket } from '../../tickets/index.ts'
import { HISTORY_ACTIONS, TICKET_STATUSES } from '../../protocol/tickets.ts'
import deskEn from '../../console/locales/queue.en.json' with { type: 'json' }
import deskZh from '../../console/locales/queue.zh-CN.json' with { type: 'json' }
import paperEn from './locales/en.json' with { type: 'json' }
import paperZh from './locales/zh-CN.json' with { type: 'json' }
import { ticketHtml, type TicketPaper } from './ticket-paper.ts'

const app = createApp()
const EVIL = '<img src=x onerror=alert(1)>"\'&'

describe('a ticket on paper', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-LBL-3: marks what the machine filled, says so to machines, and runs nothing a resident wrote', async () => {
    const { no } = await fileTicket(ports, { title: EVIL, description: EVIL, address: EVIL })
    const field = { value: EVIL, confidence: 0.8, evidence: null, model: 'rules', at: '' }
    await database.sql`update tickets set ai_fields = ${database.sql.json({
      address: field,
      title: { ...field, confirmed_by: 'stf_1' },
    })} where ticket_no = ${no}`
    const ctx = contextOf(ports, staffActor('city', '4201'))
    await addNote(ctx, { ticketNo: no, text: '内部秘密备注' })
    const ticket = await getTicket(ctx, no)
    const html = ticketHtml(ticket, { locale: 'zh-CN', producer: '示例市', at: ports.clock.now() })
    expect(html).not.toContain('<img')
    expect(html).toContain('（AI生成）</td>')
    expect(html).toContain('（AI生成 · 人工已确认）</h1>')
    expect(html).toContain('&quot;Label&quot;:&quot;1&quot;')
    expect(html).not.toContain('内部秘密备注')
  })

  it.each([
    ['zh-CN', ['已受理', '指派给示例员', '受理超期', '同意延期', '保存期满', '待受理']],
    ['en', ['Accepted', 'Assigned to 示例员', 'Accept: overdue', 'Extension granted', 'To review']],
  ] as const)(
    'R-LBL-3: tells its history and status in words, no codes (%s)',
    async (locale, words) => {
      const { no } = await fileTicket(ports)
      const ticket = await getTicket(contextOf(ports, staffActor('city', '4201')), no)
      const [first] = ticket.history
      if (first === undefined) throw new Error('a ticket begins with a row')
      const row = (values: Partial<TicketPaper['history'][number]>) => ({ ...first, ...values })
      const event = { toStatus: null, fromStatus: null }
      const history = [
        first,
        row({ action: 'transition', toStatus: 'accepted' }),
        row({ ...event, action: 'assign', assignee: '示例员' }),
        row({
          ...event,
          action: 'escalate',
          actorRole: 'timer',
          reason: 'accept overdue',
          diff: { stage: 'accept' },
        }),
        row({ ...event, action: 'extend' }),
        row({ ...event, action: 'erase_identity', reason: 'retention' }),
      ]
      const html = ticketHtml(
        { ...ticket, history, incident_at: '2026-11-28T09:05:00+08:00' },
        { locale, producer: '示例市', at: ports.clock.now() },
      )
      const text = html.slice(html.indexOf('<body>')).replaceAll(/<[^>]*>/g, ' ')
      for (const word of [...words, '2026-11-28 09:05']) expect(text).toContain(word)
      expect(text).not.toContain('T09:05')
      const codes = [...HISTORY_ACTIONS, ...TICKET_STATUSES, 'retention', 'accept overdue']
      for (const code of codes) expect(text).not.toMatch(new RegExp(`(^|\\s)${code}(\\s|$)`))
      if (locale === 'en') expect(text).not.toContain('已提交')
    },
  )

  it('R-LIFE-3: desk and paper have a word for every status and event, the same one', () => {
    const events = HISTORY_ACTIONS.filter(
      (action) => action !== 'create' && action !== 'transition',
    )
    for (const [desk, paper] of [
      [deskZh, paperZh],
      [deskEn, paperEn],
    ] as [Record<string, string>, Record<string, string>][]) {
      for (const action of events) {
        expect([action, desk[`event_${action}`]]).not.toContain(undefined)
        expect([action, paper[`event_${action}`]]).not.toContain(undefined)
      }
      for (const status of TICKET_STATUSES) {
        expect(paper[`status_${status}`]).toBe(desk[`status_${status}`] ?? 'missing')
      }
    }
  })

  it('R-ROLE-1: is for signed-in staff', async () => {
    const { no } = await fileTicket(ports)
    const response = await app.request(`/api/staff/tickets/${no}/export`, {}, { ports })
    expect(response.status).toBe(401)
  })
})
