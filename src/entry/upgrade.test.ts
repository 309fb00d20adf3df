import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../db/client.ts'
import { openEmbedded } from '../db/embedded.ts'
import { applyMigrations, readMigrations } from '../db/migrate.ts'
import type { ResidentTicketView, TicketDraftCard } from '../protocol/tickets.ts'
import { hashToken, sha256Hex } from '../shared/ids.ts'
import { openRemoteResident } from '../testing/resident.ts'
import { startServer, stopServer, type Server } from '../testing/server-process.ts'
import { verifyHistory } from '../tickets/index.ts'

/** The last migration of the commit that made the directory (2026-11-23). */
const OLD = '0070_open311.sql'
const TOKEN = 'token-of-an-earlier-day'
const CODE = 'abcd2345ef'
const TICKET = 'WH-20261123-000001'
const AT = new Date('2026-11-23T09:00:00+08:00')

/** As that commit wrote a row of the chain; an empty diff enters the hash as its sorted entries, none. */
async function hashed(
  row: readonly [number, string, string, string | null, string],
  before: string,
) {
  const [seq, actor, role, from, to] = row
  const action = from === null ? 'create' : 'transition'
  const at = new Date(AT.getTime() + seq * 60_000)
  const fields = ['tkt_old', seq, at.toISOString(), actor, role, action, from, to, '', [], before]
  return {
    seq,
    actor,
    role,
    action,
    from,
    to,
    at,
    before,
    hash: await sha256Hex(JSON.stringify(fields)),
  }
}

async function writeOldRows(sql: Database): Promise<void> {
  await sql`insert into conversations (id, token_hash, created_at, last_active_at, next_seq)
    values ('con_old', ${await hashToken(TOKEN)}, ${AT}, ${AT}, 3)`
  await sql`insert into messages (id, conversation_id, seq, role, label, text, created_at)
    values ('msg_1', 'con_old', 1, 'resident', 'resident', '路灯坏了三天没人修', ${AT}),
      ('msg_2', 'con_old', 2, 'assistant', 'ai', '已为您登记。', ${AT})`
  const due = new Date(AT.getTime() + 30 * 86_400_000)
  const clocks = { accept: due, sign: due, contact: due, resolve: due }
  const sla = { row: 'x', clock: 'working', resolveLengthMs: 864e5, due: clocks }
  await sql`insert into tickets (id, ticket_no, query_code_hash, channel, appeal_type, title, description,
      category_code, catalogue_version, urgency, confidentiality, anonymous, address, division_code,
      conversation_id, level, sla, accept_due_at, sign_due_at, contact_due_at, resolve_due_at, accepted_at,
      status, version, created_at, updated_at)
    values ('tkt_old', ${TICKET}, ${await hashToken(CODE)}, 'chat', 'help', '路灯不亮', '示例小区门口路灯三天不亮。',
      'E01037', 'v1', 'normal', 'internal', true, '示例路1号', '420106', 'con_old', 'street',
      ${sql.json(sla as never)}, ${due}, ${due}, ${due}, ${due}, ${AT}, 'accepted', 2, ${AT}, ${AT})`
  await sql`insert into ticket_counters (day, last) values ('20261123', 1)`
  const first = await hashed([1, 'resident:con_old', 'resident', null, 'pending_review'], '')
  const second = await hashed(
    [2, 'staff:stf_1', 'intake', 'pending_review', 'accepted'],
    first.hash,
  )
  for (const row of [first, second]) {
    await sql`insert into ticket_history (ticket_id, seq, at, actor, actor_role, action, from_status, to_status,
        previous_hash, hash)
      values ('tkt_old', ${row.seq}, ${row.at}, ${row.actor}, ${row.role}, ${row.action}, ${row.from}, ${row.to},
        ${row.before}, ${row.hash})`
  }
  await sql`insert into documents (id, slug, source_uri, origin, generation, last_generation, title, level, level_rank,
      source_type, status, updated_at)
    values ('doc_old', 'shili', 'shili.md', 'ingested', 1, 1, '示例回收办法', 'guide', 60, 'guide', 'effective', ${AT})`
  await sql`insert into chunks (passage_id, document_id, generation, ordinal, heading, anchor, text, content_hash, length,
      lexical, meaning)
    values ('psg_old', 'doc_old', 1, 0, '时间', 'a', '示例社区的旧衣回收点每周六开放。', 'h', 16,
      '{1:1}/536870912', ${`[${Array.from({ length: 192 }, () => 0).join(',')}]`})`
}

describe('a data directory of an earlier commit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw-upgrade-'))
  let server: Server
  let made: string[] = []
  beforeAll(async () => {
    const old = await openEmbedded(folder)
    const known = readMigrations().filter(({ name }) => name <= OLD)
    made = await old.sql.begin((tx) => applyMigrations(tx, known))
    await writeOldRows(old.sql)
    await old.close()
    server = await startServer({ DATA_DIR: folder, LOG_LEVEL: 'error' })
  }, 180_000)
  afterAll(async () => {
    await stopServer(server, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  async function lookUp(ticketNo: string, code: string): Promise<ResidentTicketView> {
    const body = JSON.stringify({ ticket_no: ticketNo, query_code: code })
    const response = await fetch(`${server.base}/api/tickets/lookup`, { method: 'POST', body })
    return (await response.json()) as ResidentTicketView
  }

  it('starts on the newest code with its conversation, ticket and document as they were', async () => {
    expect(made.at(-1)).toBe(OLD)
    expect(made.length).toBeLessThan(readMigrations().length)
    const headers = { Authorization: `Bearer ${TOKEN}` }
    const response = await fetch(`${server.base}/api/conversations/con_old`, { headers })
    const { messages } = (await response.json()) as { messages: { text: string }[] }
    expect(messages.map(({ text }) => text)).toEqual(['路灯坏了三天没人修', '已为您登记。'])
    const ticket = await lookUp(TICKET, CODE)
    expect(ticket).toMatchObject({ title: '路灯不亮', address: '示例路1号', status: 'accepted' })
    expect(ticket.timeline.map(({ status }) => status)).toEqual(['pending_review', 'accepted'])
    const passage = await (await fetch(`${server.base}/api/passages/psg_old`)).text()
    expect(passage).toContain('每周六开放')
    const ready = await fetch(`${server.base}/readyz`)
    expect(ready.status).toBe(200)
  })

  it('takes a new turn in the old conversation, more of the old ticket, and a new one', async () => {
    const post = (path: string, token: string, body: unknown): Promise<Response> =>
      fetch(server.base + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    const turn = { client_turn_id: crypto.randomUUID(), text: '老小区加装电梯要多少业主同意？' }
    const said = await post('/api/conversations/con_old/turns', TOKEN, turn)
    expect(await said.text()).toContain('"outcome":"answered"')
    const more = { action: 'supplement', text: '还有一盏也不亮。' }
    const added = await post('/api/tickets/actions', TOKEN, {
      ticket_no: TICKET,
      query_code: CODE,
      ...more,
    })
    expect(added.status).toBe(200)
    const resident = await openRemoteResident(server.base)
    const heard = await resident.say('紫阳路3栋门口的路灯坏了三天没人修')
    const drafts = heard.events.flatMap((event): TicketDraftCard[] =>
      event.type === 'ticket.draft' ? event.drafts : [],
    )
    const filed = await post(`/api/conversations/${resident.id}/tickets`, resident.token, {
      draft_id: drafts[0]?.draft_id,
      client_key: crypto.randomUUID(),
      title: '路灯不亮',
      description: '路灯不亮。',
      appeal_type: 'help',
      category_code: 'E01037',
      address: '紫阳路3栋门口',
      division_code: '420106',
      incident_at: null,
      urgency: 'normal',
      place_unknown: false,
    })
    expect(filed.status).toBeLessThan(300)
    const { ticket_no: no, query_code: code } = (await filed.json()) as {
      ticket_no: string
      query_code: string
    }
    expect(await lookUp(no, code)).toMatchObject({ title: '路灯不亮', status: 'pending_review' })
  })

  it('has every migration applied, and the chains of old and new tickets follow', async () => {
    await stopServer(server, 'SIGTERM')
    const { sql, close } = await openEmbedded(folder)
    const rows = await sql<{ name: string }[]>`select name from schema_migrations order by name`
    expect(rows.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name))
    expect(await verifyHistory({ sql })).toMatchObject({ tickets: 2, rows: 4, broken: null })
    const [counts] = await sql`select (select count(*)::int from conversations) as conversations,
      (select count(*)::int from documents where id = 'doc_old' and generation = 1) as documents`
    expect(counts).toEqual({ conversations: 2, documents: 1 })
    await close()
  })

  it('does not start on a directory that newer code wrote', async () => {
    const { sql, close } = await openEmbedded(folder)
    await sql`insert into schema_migrations (name) values ('9999_future.sql')`
    await close()
    const started = startServer({ DATA_DIR: folder, LOG_LEVEL: 'error' })
    try {
      await expect(started).rejects.toThrow('the server stopped with 1')
    } finally {
      await started.then((running) => stopServer(running, 'SIGKILL')).catch(() => undefined)
    }
  })
})
