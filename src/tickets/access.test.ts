import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, StaffRole } from '../shared/actor.ts'
import { confirmTicket } from '../testing/confirm-ticket.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, staffActor } from '../testing/tickets.ts'
import {
  getTicket,
  listIdentityReads,
  listTickets,
  ListTicketsInput,
  readReporter,
} from './index.ts'

describe('who sees what of a ticket', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const as = (actor: Actor) => contextOf(ports, actor)
  const confirmed = (change?: Parameters<typeof confirmTicket>[1]) => confirmTicket(ports, change)

  it('R-ROLE-2: identity is sealed at rest, masked in views, and every reading is a row with its purpose', async () => {
    const { ticket } = await confirmed({
      anonymous: false,
      reporter: { name: '示例居民', phone: '13800000000', contact_pref: 'phone', consent: true },
    })
    const [row] = await database.sql`select * from tickets where ticket_no = ${ticket.ticket_no}`
    expect(JSON.stringify(row)).not.toContain('13800000000')
    const street = as(staffActor('street', '420106'))
    expect(JSON.stringify(await getTicket(street, ticket.ticket_no))).not.toContain('13800000000')
    expect(
      await codeOf(readReporter(street, { ticketNo: ticket.ticket_no, purpose: ' ' })),
    ).toMatch(/^VALIDATION/)
    expect(await readReporter(street, { ticketNo: ticket.ticket_no, purpose: '回访' })).toEqual({
      name: '示例居民',
      phone: '13800000000',
    })
    const reads = await database.sql`select purpose from identity_reads`
    expect(reads.map(({ purpose }) => purpose)).toEqual(['回访'])
    expect(
      await codeOf(
        readReporter(as(staffActor('auditor', '420106')), {
          ticketNo: ticket.ticket_no,
          purpose: '看看',
        }),
      ),
    ).toBe('FORBIDDEN:forbidden')
  })

  it('R-ROLE-2: the access log tells who read which ticket’s contact and why, to administrators and auditors', async () => {
    const { ticket } = await confirmed({
      anonymous: false,
      reporter: { name: '示例居民', phone: '13800000000', contact_pref: 'phone', consent: true },
    })
    const street = staffActor('street', '420106')
    await readReporter(as(street), { ticketNo: ticket.ticket_no, purpose: '核对地址' })
    for (const role of ['admin', 'auditor'] as const) {
      const { reads } = await listIdentityReads(as(staffActor(role, '4201')))
      expect(reads).toContainEqual({
        id: expect.any(String),
        ticketNo: ticket.ticket_no,
        staffId: street.id,
        purpose: '核对地址',
        at: ports.clock.now(),
      })
      expect(JSON.stringify(reads)).not.toMatch(/13800000000|示例居民/)
    }
    expect(await codeOf(listIdentityReads(as(street)))).toBe('FORBIDDEN:forbidden')
    expect(await codeOf(listIdentityReads(as({ kind: 'resident' })))).toBe('FORBIDDEN:forbidden')
  })

  it('contact details without consent are refused by name', async () => {
    const reporter = {
      name: null,
      phone: '13800000000',
      contact_pref: 'phone',
      consent: false,
    } as const
    expect(await codeOf(confirmed({ anonymous: false, reporter }))).toBe('VALIDATION:validation')
  })

  describe('R-ROLE-1: role × area', () => {
    const cases: readonly [StaffRole, string, boolean][] = [
      ['street', '420106', true],
      ['street', '420111', false],
      ['district', '420106', true],
      ['city', '4201', true],
      ['community', '420106015', false],
      ['supervisor', '4201', true],
      ['auditor', '4201', true],
      ['department', '', false],
    ]
    it.each(cases)('%s of %s sees a ticket of 420106: %s', async (role, area, sees) => {
      const { ticket } = await confirmed()
      const context = as(staffActor(role, area, 'some-unit'))
      const list = await listTickets(
        context,
        ListTicketsInput.parse({ status: 'all', limit: '200' }),
      )
      expect(list.tickets.some(({ ticket_no }) => ticket_no === ticket.ticket_no)).toBe(sees)
      expect(await codeOf(getTicket(context, ticket.ticket_no))).toBe(
        sees ? 'ok' : 'NOT_FOUND:not_found.ticket',
      )
    })

    it.each(['kb_editor', 'kb_reviewer', 'admin'] as StaffRole[])(
      '%s sees no ticket content',
      async (role) => {
        const { ticket } = await confirmed()
        expect(await codeOf(getTicket(as(staffActor(role, '4201')), ticket.ticket_no))).toBe(
          'FORBIDDEN:forbidden',
        )
      },
    )
  })
})
