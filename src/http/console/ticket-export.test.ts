import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, fileTicket, staffActor } from '../../testing/tickets.ts'
import { addNote, getTicket } from '../../tickets/index.ts'
import { ticketHtml } from './ticket-paper.ts'

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

  it('R-ROLE-1: is for signed-in staff', async () => {
    const { no } = await fileTicket(ports)
    const response = await app.request(`/api/staff/tickets/${no}/export`, {}, { ports })
    expect(response.status).toBe(401)
  })
})
