import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { claimTurn, createConversation, endTurn } from '../conversations/index.ts'
import { listJobStates, nextRun, runDueJobs } from '../jobs/index.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { findInDatabase } from '../testing/find-in-database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor, takeInHand } from '../testing/tickets.ts'
import {
  readRetentionRuns,
  RETENTION_DAYS,
  sweepRetention,
  transitionTicket,
  verifyHistory,
} from './index.ts'
import { insertPhoto } from './photos/photo-store.ts'

const DAY = 86_400_000
const PHONE = '13912345678'

describe('R-PRV-4: retention', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())
  beforeEach(() => clock.set('2026-11-23T09:00:00+08:00'))

  async function talk(text: string, earlier?: string): Promise<string> {
    const id = earlier ?? (await createConversation(ports)).id
    const context = contextOf(ports, { kind: 'resident', conversationId: id })
    const claim = await claimTurn(context, {
      conversationId: id,
      clientTurnId: crypto.randomUUID(),
      text,
    })
    if (claim.kind !== 'claimed') throw new Error('not claimed')
    await endTurn(ports, {
      turnId: claim.turn.id,
      conversationId: id,
      status: 'completed',
      outcome: 'answered',
      events: [],
      suggestions: [],
      masks: claim.turn.masks,
      effects: { gap: { question: text, reason: 'not_recorded' } },
      steps: [],
      passages: [],
    })
    return id
  }

  async function closeTicket(no: string): Promise<void> {
    const version = await takeInHand(ports, no)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    await transitionTicket(city, no, {
      to: 'resolved',
      version,
      outcome: 'done',
      public_reply: '已修好',
    })
    const system = contextOf(ports, { kind: 'system', job: 'test' })
    await transitionTicket(system, no, { to: 'closed', version: version + 1 })
  }

  const exists = async (table: string, id: string): Promise<boolean> =>
    (await database.sql`select 1 from ${database.sql(table)} where id = ${id}`).length > 0

  it('the defaults of the table', () => {
    expect(RETENTION_DAYS).toEqual({
      draft: 7,
      conversation: 180,
      ticket_identity: 365,
      ticket_facts: 1826,
      log: 184,
      receipt: 1096,
    })
  })

  it('a conversation goes after 180 days without a trace, one in use stays, and a second run finds nothing', async () => {
    const old = await talk('紫杉木牌坊旁的蓝蜻蜓归谁管')
    const used = await talk('石狮子归谁管')
    clock.advance(100 * DAY)
    const fresh = await talk('白鹭雕像归谁管')
    await talk('石狮子还是没人管', used)
    clock.advance(81 * DAY)
    const report = await sweepRetention(ports)
    expect(report).toMatchObject({ conversations: 1, complete: true })
    expect(await exists('conversations', old)).toBe(false)
    expect(await exists('conversations', fresh)).toBe(true)
    expect(await exists('conversations', used)).toBe(true)
    expect(await findInDatabase(ports, ['紫杉木牌坊'])).toEqual([])
    expect(await sweepRetention(ports)).toMatchObject({ conversations: 0 })
  })

  it('an unconfirmed draft goes after seven days, a confirmed one does not', async () => {
    const id = await talk('草稿')
    const insert = (draft: string, status: string) => database.sql`
      insert into ticket_drafts (id, conversation_id, status, card, created_at)
      values (${draft}, ${id}, ${status}, '{}', ${clock.now()})`
    await insert('dft_open', 'open')
    await insert('dft_done', 'confirmed')
    clock.advance(8 * DAY)
    expect((await sweepRetention(ports)).drafts).toBe(1)
    expect(await exists('ticket_drafts', 'dft_open')).toBe(false)
    expect(await exists('ticket_drafts', 'dft_done')).toBe(true)
  })

  it('the card of a draft that went leaves the history and the stored stream with it', async () => {
    const resident = await openResident(createApp(), ports)
    const events = await resident.say('紫阳路3栋门口的路灯坏了三天没人修')
    await ports.settled()
    const [draft] = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    const held = () => findInDatabase(ports, [draft?.draft_id ?? 'no draft'])
    const tables = new Set((await held()).map(({ table }) => table))
    expect([...tables]).toEqual(
      expect.arrayContaining(['messages', 'ticket_drafts', 'turn_events']),
    )
    clock.advance(8 * DAY)
    await sweepRetention(ports)
    expect(await held()).toEqual([])
  })

  it('a photo no ticket came of goes after seven days, one on a ticket does not', async () => {
    const { no } = await fileTicket(ports)
    const conversationId = await talk('照片')
    for (const id of ['pho_loose', 'pho_kept']) {
      const bytes = new Uint8Array(300_000)
      await insertPhoto(database.sql, {
        id,
        conversationId,
        type: 'image/png',
        bytes,
        sha256: 'x',
        at: clock.now(),
      })
    }
    await database.sql`update photos set ticket_id = (select id from tickets where ticket_no = ${no})
      where id = 'pho_kept'`
    clock.advance(6 * DAY)
    expect((await sweepRetention(ports)).photos).toBe(0)
    clock.advance(2 * DAY)
    expect((await sweepRetention(ports)).photos).toBe(1)
    const left =
      await database.sql`select blob_id, count(*)::int as chunks from blob_chunks group by blob_id`
    expect(left).toEqual([{ blob_id: 'pho_kept', chunks: 2 }])
  })

  it('network logs go after half a year: sessions, counters, and what the nights deleted', async () => {
    await database.sql`insert into staff_user (id, name, email, "emailVerified", "createdAt", "updatedAt")
      values ('usr_1', '示例', 'x@example.cn', false, now(), now())`
    await database.sql`insert into staff_session (id, "userId", token, "expiresAt", "createdAt", "updatedAt")
      values ('ses_1', 'usr_1', 'x', ${clock.now()}, now(), now())`
    const counters = () => database.sql`select key from rate_limits order by key`
    await database.sql`insert into rate_limits (key, window_start, count) values ('old', ${clock.now()}, 1)`
    await sweepRetention(ports)
    clock.advance(2 * DAY)
    await database.sql`insert into rate_limits (key, window_start, count) values ('new', ${clock.now()}, 1)`
    expect(await sweepRetention(ports)).toMatchObject({ limits: 1, sessions: 0 })
    expect(await counters()).toEqual([{ key: 'new' }])
    clock.advance(183 * DAY)
    expect(await sweepRetention(ports)).toMatchObject({ sessions: 1 })
    expect(await exists('staff_session', 'ses_1')).toBe(false)
    const runs =
      await database.sql`select at from retention_runs where at < ${new Date(clock.now().getTime() - 184 * DAY)}`
    expect(runs).toEqual([])
  })

  it('a receipt goes after three years, and the empty shell with it', async () => {
    const resident = await openResident(createApp(), ports)
    await resident.say('你好')
    await resident.call(`/api/conversations/${resident.id}`, { method: 'DELETE' })
    clock.advance(1_095 * DAY)
    await sweepRetention(ports)
    expect(await findInDatabase(ports, [resident.id])).not.toEqual([])
    clock.advance(2 * DAY)
    expect((await sweepRetention(ports)).receipts).toBe(1)
    expect(await findInDatabase(ports, [resident.id])).toEqual([])
  })

  it('the report of the nights is for administrators and auditors, numbers only', async () => {
    await talk('紫杉木牌坊旁的蓝蜻蜓归谁管')
    clock.advance(181 * DAY)
    const { complete, ...counts } = await sweepRetention(ports)
    for (const role of ['admin', 'auditor'] as const) {
      const { runs } = await readRetentionRuns(contextOf(ports, staffActor(role, '4201')))
      expect(runs).toContainEqual({ at: clock.now(), counts, complete })
    }
    const city = contextOf(ports, staffActor('city', '4201'))
    expect(await codeOf(readRetentionRuns(city))).toBe('FORBIDDEN:forbidden')
  })

  it('identity goes a year after closing and the chain stays whole; an open ticket keeps it', async () => {
    const reporter = {
      name: '欧阳示例',
      phone: PHONE,
      contact_pref: 'phone',
      consent: true,
    } as const
    const closed = await fileTicket(ports, { reporter, description: `联系${PHONE}` })
    const open = await fileTicket(ports, {
      reporter: { ...reporter, name: '欧阳乙', phone: '13900000002' },
    })
    await closeTicket(closed.no)
    clock.advance(364 * DAY)
    expect((await sweepRetention(ports)).identities).toBe(0)
    clock.advance(2 * DAY)
    expect((await sweepRetention(ports)).identities).toBe(1)
    expect(await findInDatabase(ports, [PHONE, '欧阳示例'])).toEqual([])
    expect(await findInDatabase(ports, ['13900000002'])).not.toEqual([])
    expect((await verifyHistory(ports)).broken).toBeNull()
    expect(open.no).not.toBe(closed.no)
  })

  it('facts go with their chain after five years, followers before the case they follow; nothing else may leave a chain', async () => {
    clock.set('2019-03-04T09:00:00+08:00')
    const parent = await fileTicket(ports)
    const child = await fileTicket(ports)
    await closeTicket(parent.no)
    await closeTicket(child.no)
    await database.sql`update tickets set parent_id = (select id from tickets where ticket_no = ${parent.no})
      where ticket_no = ${child.no}`
    await expect(
      database.sql`delete from ticket_history where ticket_id = (select id from tickets where ticket_no = ${child.no})`,
    ).rejects.toThrow('append-only')
    clock.set('2024-03-01T09:00:00+08:00')
    expect(await sweepRetention(ports)).toMatchObject({ identities: 2, tickets: 0 })
    clock.set('2026-11-23T09:00:00+08:00')
    const first = await sweepRetention(ports)
    const second = await sweepRetention(ports)
    expect(first.tickets + second.tickets).toBe(2)
    const left =
      await database.sql`select 1 from tickets where ticket_no in (${parent.no}, ${child.no})`
    expect(left).toHaveLength(0)
    expect((await verifyHistory(ports)).broken).toBeNull()
  })

  it('runs at night, reports what it did, and says when it runs next', async () => {
    expect(
      nextRun({ everySeconds: 86_400, atHour: 3 }, new Date('2026-11-23T09:00:00+08:00')),
    ).toEqual(new Date('2026-11-24T03:00:00+08:00'))
    expect(
      nextRun({ everySeconds: 86_400, atHour: 3 }, new Date('2026-11-23T02:00:00+08:00')),
    ).toEqual(new Date('2026-11-23T03:00:00+08:00'))
    expect(await runDueJobs(ports)).toContain('retention')
    const state = (await listJobStates(database.sql)).find(({ job }) => job === 'retention')
    expect(state?.nextDueAt).toEqual(new Date('2026-11-24T03:00:00+08:00'))
    expect(state?.lastResult).toMatchObject({ complete: true, conversations: 0 })
    expect(state?.lastError).toBeNull()
    expect(await runDueJobs(ports)).not.toContain('retention')
  })
})
