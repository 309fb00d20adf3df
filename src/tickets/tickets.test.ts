import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceContext } from '../ports.ts'
import type { ConfirmTicketRequest } from '../protocol/tickets.ts'
import type { Actor } from '../shared/actor.ts'
import { isAppError } from '../shared/errors.ts'
import { confirmTicket, draftTicket } from '../testing/confirm-ticket.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, staffActor } from '../testing/tickets.ts'
import {
  actOnTicket,
  addNote,
  confirmDraft,
  getTicket,
  listTickets,
  ListTicketsInput,
  lookupTicket,
  ticketJsonSchema,
  TicketRecord,
  toTicketRecord,
  transitionTicket,
  verifyHistory,
} from './index.ts'

const clock = fixedClock()

describe('tickets', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const as = (actor: Actor): ServiceContext => ({ ...ports, actor, requestId: 'req_test' })

  const draft = (matter?: string) => draftTicket(ports, matter)
  const confirmed = (change?: Partial<ConfirmTicketRequest>) => confirmTicket(ports, change)

  it('R-TKT-1: a draft is in no queue until the resident confirms it', async () => {
    const { card } = await draft('井盖没了很危险')
    const list = await listTickets(
      as(staffActor('street', '420106')),
      ListTicketsInput.parse({ status: 'all' }),
    )
    expect(JSON.stringify(list)).not.toContain(card.fields.title.value)
  })

  it('keeps the words each field came from', async () => {
    const { card } = await draft()
    expect(card.fields.category_code.value).toBe('E01037')
    expect(card.fields.incident_at.evidence).toMatchObject({ text: '三天', message_id: 'msg_1' })
    expect(card.fields.incident_at.evidence?.start).toBe('小区路灯坏了'.length)
  })

  it('R-TKT-5: a double tap gives one ticket, and the code is shown once', async () => {
    const { input, context, ticket } = await confirmed()
    expect(ticket.ticket_no).toMatch(/^WH-20261123-\d{6}$/)
    await expect(confirmDraft(context, input)).resolves.toMatchObject({
      ticket_no: ticket.ticket_no,
      query_code: null,
    })
    const both = await Promise.all([confirmDraft(context, input), confirmDraft(context, input)])
    expect(new Set(both.map(({ ticket_no }) => ticket_no)).size).toBe(1)
  })

  it('R-TKT query_code: hashed at rest, and a wrong one answers like an unknown number', async () => {
    const { ticket } = await confirmed()
    const code = ticket.query_code ?? ''
    expect(code.length).toBeGreaterThanOrEqual(10)
    const [row] =
      await database.sql`select query_code_hash from tickets where ticket_no = ${ticket.ticket_no}`
    expect(JSON.stringify(row)).not.toContain(code)
    const view = await lookupTicket(ports, {
      ticketNo: ticket.ticket_no,
      queryCode: code.toUpperCase(),
    })
    expect(view.status).toBe('pending_review')
    const wrong = await codeOf(
      lookupTicket(ports, { ticketNo: ticket.ticket_no, queryCode: 'wrong' }),
    )
    const unknown = await codeOf(
      lookupTicket(ports, { ticketNo: 'WH-20261123-999999', queryCode: code }),
    )
    expect([wrong, unknown]).toEqual(['NOT_FOUND:not_found.ticket', 'NOT_FOUND:not_found.ticket'])
  })

  it('R-LIFE-2: with the model’s identity every transition is refused', async () => {
    const { ticket } = await confirmed()
    for (const to of ['accepted', 'rejected', 'withdrawn', 'dispatched'] as const) {
      expect(
        await codeOf(transitionTicket(as({ kind: 'model' }), ticket.ticket_no, { to, version: 1 })),
      ).toBe('FORBIDDEN:forbidden')
    }
    expect(await codeOf(confirmDraft(as({ kind: 'model' }), (await confirmed()).input))).toBe(
      'FORBIDDEN:forbidden',
    )
  })

  it('R-LIFE-1: permission before version before rule before fields', async () => {
    const { ticket } = await confirmed()
    const no = ticket.ticket_no
    const own = as(staffActor('street', '420106'))
    const other = as(staffActor('street', '420111'))
    // Outside the area an existing and a missing ticket answer alike, also with a wrong version.
    expect(await codeOf(transitionTicket(other, no, { to: 'accepted', version: 99 }))).toBe(
      'NOT_FOUND:not_found.ticket',
    )
    expect(
      await codeOf(transitionTicket(other, 'WH-20261123-999999', { to: 'accepted', version: 1 })),
    ).toBe('NOT_FOUND:not_found.ticket')
    expect(await codeOf(transitionTicket(own, no, { to: 'closed', version: 99 }))).toBe(
      'CONFLICT:version_conflict',
    )
    expect(await codeOf(transitionTicket(own, no, { to: 'closed', version: 1 }))).toBe(
      'CONFLICT:invalid_transition',
    )
    expect(await codeOf(transitionTicket(own, no, { to: 'rejected', version: 1 }))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    expect((await transitionTicket(own, no, { to: 'accepted', version: 1 })).status).toBe(
      'accepted',
    )
  })

  it('names the allowed transitions with a forbidden one', async () => {
    const { ticket } = await confirmed()
    try {
      await transitionTicket(as(staffActor('street', '420106')), ticket.ticket_no, {
        to: 'resolved',
        version: 1,
      })
      expect.unreachable()
    } catch (error) {
      expect(isAppError(error) && error.details?.['allowed']).toEqual(
        expect.arrayContaining(['accepted', 'rejected']),
      )
    }
  })

  it('R-LIFE-5: a department’s matter is not dispatched to a grid or community (国办函〔2025〕66号)', async () => {
    const { ticket } = await confirmed()
    const street = as(staffActor('street', '420106'))
    await transitionTicket(street, ticket.ticket_no, { to: 'accepted', version: 1 })
    const down = { to: 'dispatched', version: 2, lead_unit: 'unit-x', level: 'community' } as const
    expect(await codeOf(transitionTicket(street, ticket.ticket_no, down))).toBe(
      'PRECONDITION_FAILED:community_duty',
    )
    const right = await transitionTicket(street, ticket.ticket_no, { ...down, level: 'street' })
    expect(right.status).toBe('dispatched')
  })

  it('goes from the resident’s words to a closed case, and the resident sees each step', async () => {
    const { ticket } = await confirmed()
    const no = ticket.ticket_no
    const street = as(staffActor('street', '420106'))
    const handler = as(staffActor('department', '', 'lamp-unit'))
    await transitionTicket(street, no, { to: 'accepted', version: 1 })
    await transitionTicket(street, no, {
      to: 'dispatched',
      version: 2,
      lead_unit: 'lamp-unit',
      lead_unit_name: '示例路灯所',
    })
    await transitionTicket(handler, no, { to: 'processing', version: 3 })
    await addNote(handler, { ticketNo: no, text: '内部:备件示例' })
    await transitionTicket(handler, no, {
      to: 'resolved',
      version: 4,
      outcome: 'done',
      public_reply: '路灯已修好。',
    })
    const credentials = { ticketNo: no, queryCode: ticket.query_code ?? '' }
    const view = await lookupTicket(ports, credentials)
    expect(view).toMatchObject({
      status: 'resolved',
      public_reply: '路灯已修好。',
      lead_unit: '示例路灯所',
      actions: ['rate'],
    })
    expect(view.timeline.map(({ status }) => status)).toEqual([
      'pending_review',
      'accepted',
      'dispatched',
      'processing',
      'resolved',
    ])
    expect(JSON.stringify(view)).not.toContain('内部')
    const rated = await actOnTicket(as({ kind: 'resident' }), {
      ...credentials,
      action: { action: 'rate', verdict: 'yes', satisfaction: 'very', comment: '' },
    })
    expect(rated.status).toBe('closed')
  })

  it('R-LIFE: a verdict of no reopens', async () => {
    const { ticket } = await confirmed()
    const no = ticket.ticket_no
    const city = as(staffActor('city', '4201', 'own-unit'))
    await transitionTicket(city, no, { to: 'accepted', version: 1 })
    await transitionTicket(city, no, { to: 'processing', version: 2, lead_unit: 'own-unit' })
    await transitionTicket(city, no, {
      to: 'resolved',
      version: 3,
      outcome: 'explained',
      public_reply: '已说明。',
    })
    const view = await actOnTicket(as({ kind: 'resident' }), {
      ticketNo: no,
      queryCode: ticket.query_code ?? '',
      action: { action: 'rate', verdict: 'no', satisfaction: 'dissatisfied', comment: '还是不亮' },
    })
    expect(view.status).toBe('processing')
  })

  it('R-TKT-6: the published schema fits a real ticket, names unknown enums, and knows no identity', async () => {
    const { ticket } = await confirmed({
      anonymous: false,
      reporter: { name: '示例居民', phone: '13800000000', contact_pref: 'phone', consent: true },
    })
    const street = as(staffActor('street', '420106'))
    const moved = await transitionTicket(street, ticket.ticket_no, { to: 'accepted', version: 1 })
    const record = toTicketRecord(moved)
    expect(TicketRecord.parse(record)).toEqual(record)
    expect(JSON.stringify(record)).not.toMatch(/示例居民|13800000000/)
    const wrong = TicketRecord.safeParse({ ...record, urgency: 'immediately' })
    expect(wrong.error?.issues[0]?.path).toEqual(['urgency'])
    const published = ticketJsonSchema()
    expect(published).toMatchObject({ type: 'object', additionalProperties: false })
    expect(JSON.stringify(published)).toContain('secret_identity')
  })

  it('R-LIFE-6: a merged report follows the case, and its reporter judges apart', async () => {
    const first = (await confirmed()).ticket
    const second = (await confirmed()).ticket
    const city = as(staffActor('city', '4201', 'own-unit'))
    const merge = {
      to: 'merged',
      version: 1,
      reason: '同一盏灯',
      parent_no: first.ticket_no,
    } as const
    expect(await codeOf(transitionTicket(city, first.ticket_no, merge))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    await transitionTicket(city, second.ticket_no, merge)
    clock.advance(1000)
    const no = first.ticket_no
    await transitionTicket(city, no, { to: 'accepted', version: 1 })
    await transitionTicket(city, no, { to: 'processing', version: 2, lead_unit: 'own-unit' })
    const reply = { outcome: 'done', public_reply: '路灯已修好。' } as const
    await transitionTicket(city, no, { to: 'resolved', version: 3, ...reply })
    const own = { ticketNo: second.ticket_no, queryCode: second.query_code ?? '' }
    const view = await lookupTicket(ports, own)
    expect(view).toMatchObject({
      ticket_no: second.ticket_no,
      status: 'resolved',
      public_reply: '路灯已修好。',
      actions: ['rate'],
    })
    expect(view.timeline.map(({ status }) => status)).toEqual([
      'pending_review',
      'merged',
      'accepted',
      'processing',
      'resolved',
    ])
    const judged = await actOnTicket(as({ kind: 'resident' }), {
      ...own,
      action: { action: 'rate', verdict: 'no', satisfaction: 'dissatisfied', comment: '' },
    })
    expect([judged.satisfaction, judged.status, judged.actions]).toEqual([
      'dissatisfied',
      'resolved',
      [],
    ])
    expect((await getTicket(city, no)).satisfaction).toBe('unrated')
  })

  it('R-LIFE-6: a person takes a wrong merge back, with a reason that stays in the history', async () => {
    const first = (await confirmed()).ticket
    const second = (await confirmed()).ticket
    const city = as(staffActor('city', '4201', 'own-unit'))
    const due = (await getTicket(city, second.ticket_no)).sla.due.resolve
    const parent_no = first.ticket_no
    await transitionTicket(city, second.ticket_no, {
      to: 'merged',
      version: 1,
      reason: '同一盏灯',
      parent_no,
    })
    const back = { to: 'pending_review', version: 2 } as const
    expect(await codeOf(transitionTicket(city, second.ticket_no, back))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    const own = as({ kind: 'resident', ticketNo: second.ticket_no })
    expect(
      await codeOf(transitionTicket(own, second.ticket_no, { ...back, reason: '不是同一盏' })),
    ).toBe('FORBIDDEN:forbidden')
    const apart = await transitionTicket(city, second.ticket_no, { ...back, reason: '不是同一盏' })
    expect(apart).toMatchObject({
      status: 'pending_review',
      parentId: null,
      closedAt: null,
      appealCount: 0,
      sla: { due: { resolve: due } },
    })
    const view = await lookupTicket(ports, {
      ticketNo: second.ticket_no,
      queryCode: second.query_code ?? '',
    })
    expect([view.status, view.timeline.map(({ status }) => status)]).toEqual([
      'pending_review',
      ['pending_review', 'merged', 'pending_review'],
    ])
    expect((await verifyHistory(ports)).broken).toBeNull()
    await transitionTicket(city, second.ticket_no, { to: 'accepted', version: 3 })
  })

  it('R-SLA-4: the clock stands still while the resident is asked', async () => {
    const { ticket } = await confirmed()
    const no = ticket.ticket_no
    const city = as(staffActor('city', '4201', 'own-unit'))
    await transitionTicket(city, no, { to: 'accepted', version: 1 })
    await transitionTicket(city, no, { to: 'processing', version: 2, lead_unit: 'own-unit' })
    const before = await transitionTicket(city, no, {
      to: 'pending_info',
      version: 3,
      question: '哪一盏灯？',
    })
    clock.advance(3_600_000)
    await actOnTicket(as({ kind: 'resident' }), {
      ticketNo: no,
      queryCode: ticket.query_code ?? '',
      action: { action: 'answer', text: '门口第二盏' },
    })
    const after = await getTicket(city, no)
    expect(new Date(after.resolve_due_at).getTime() - before.resolveDueAt.getTime()).toBe(3_600_000)
    expect(after.status).toBe('processing')
    expect(after.sla.due.resolve).toBe(after.resolve_due_at)
    clock.set('2026-11-23T09:00:00+08:00')
  })

  it('R-OPS-2: the history is append-only and a chain; one changed row is found and named', async () => {
    expect((await verifyHistory(ports)).broken).toBeNull()
    const { ticket } = await confirmed()
    const rewrite = (reason: string) => database.sql`update ticket_history set reason = ${reason}
      where ticket_id = (select id from tickets where ticket_no = ${ticket.ticket_no})`
    await expect(rewrite('changed')).rejects.toThrow(/append-only/)
    // Somebody with the right to switch the guard off still cannot hide the change.
    await database.sql`alter table ticket_history disable trigger user`
    await rewrite('changed')
    expect((await verifyHistory(ports)).broken).toEqual({ ticketNo: ticket.ticket_no, seq: 1 })
    await rewrite('')
    await database.sql`alter table ticket_history enable trigger user`
    await database.sql`alter table ticket_history enable trigger ticket_history_append_only`
    expect((await verifyHistory(ports)).broken).toBeNull()
  })
})
