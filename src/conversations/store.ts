import type { Sql } from '../db/client.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'

export type ConversationMode = 'ai' | 'waiting' | 'staff' | 'closed'

export type Conversation = {
  id: string
  tokenHash: string
  createdAt: Date
  lastActiveAt: Date
  locale: 'zh-CN' | 'en'
  mode: ConversationMode
  safetyMode: string | null
  divisionCode: string | null
  staffId: string | null
  staffName: string | null
  staffUnit: string | null
  runningTurnId: string | null
  leaseUntil: Date | null
  pending: unknown
  private: string | null
}

export type MessageRow = {
  id: string
  conversationId: string
  seq: number
  role: 'resident' | 'assistant' | 'staff' | 'system'
  label: 'ai' | 'system' | 'staff' | 'staff_ai_draft' | 'resident'
  text: string
  events: TurnEvent[]
  turnId: string | null
  outcome: Outcome | null
  staffId: string | null
  staffName: string | null
  staffUnit: string | null
  createdAt: Date
  feedback: 'up' | 'down' | null
}

function conversationColumns(sql: Sql) {
  return sql`id, token_hash as "tokenHash", created_at as "createdAt", last_active_at as "lastActiveAt", locale, mode,
    safety_mode as "safetyMode", division_code as "divisionCode", staff_id as "staffId", staff_name as "staffName",
    staff_unit as "staffUnit", running_turn_id as "runningTurnId", lease_until as "leaseUntil", pending, private`
}

function messageColumns(sql: Sql) {
  return sql`m.id, m.conversation_id as "conversationId", m.seq, m.role, m.label, m.text, m.events,
    m.turn_id as "turnId", m.outcome, m.staff_id as "staffId", m.staff_name as "staffName",
    m.staff_unit as "staffUnit", m.created_at as "createdAt", f.vote as feedback`
}

export async function insertConversation(
  sql: Sql,
  row: { id: string; tokenHash: string; at: Date; locale: string; noticeVersion: string | null },
): Promise<void> {
  await sql`insert into conversations (id, token_hash, created_at, last_active_at, locale, notice_version)
    values (${row.id}, ${row.tokenHash}, ${row.at}, ${row.at}, ${row.locale}, ${row.noticeVersion})`
}

export async function findConversation(sql: Sql, id: string): Promise<Conversation | undefined> {
  const [row] = await sql<
    Conversation[]
  >`select ${conversationColumns(sql)} from conversations where id = ${id} and erased_at is null`
  return row
}

/** Locks the row: whoever decides on mode, lease or message order holds it until commit. */
export async function lockConversation(sql: Sql, id: string): Promise<Conversation | undefined> {
  const [row] = await sql<
    Conversation[]
  >`select ${conversationColumns(sql)} from conversations where id = ${id} and erased_at is null for update`
  return row
}

export type ConversationChange = Partial<{
  mode: ConversationMode
  safety_mode: string | null
  division_code: string | null
  staff_id: string | null
  staff_name: string | null
  staff_unit: string | null
  running_turn_id: string | null
  lease_until: Date | null
  last_active_at: Date
  private: string | null
}>

export async function updateConversation(
  sql: Sql,
  id: string,
  change: ConversationChange,
): Promise<void> {
  await sql`update conversations set ${sql(change)} where id = ${id}`
}

export async function setPending(sql: Sql, id: string, pending: unknown): Promise<void> {
  const value = pending === null ? null : sql.json(pending as Parameters<typeof sql.json>[0])
  await sql`update conversations set pending = ${value} where id = ${id}`
}

export type NewMessage = {
  id: string
  conversationId: string
  role: MessageRow['role']
  label: MessageRow['label']
  text: string
  events?: readonly TurnEvent[]
  turnId?: string
  outcome?: Outcome
  staff?: { id: string; name: string; unit: string }
  at: Date
}

/** Takes the next sequence number inside the statement, so two writers never get the same one. */
export async function insertMessage(sql: Sql, message: NewMessage): Promise<number> {
  const [row] = await sql<{ seq: number }[]>`
    with place as (
      update conversations set next_seq = next_seq + 1, last_active_at = ${message.at}
      where id = ${message.conversationId} returning next_seq - 1 as seq
    )
    insert into messages (id, conversation_id, seq, role, label, text, events, turn_id, outcome,
      staff_id, staff_name, staff_unit, created_at)
    select ${message.id}, ${message.conversationId}, place.seq, ${message.role}, ${message.label}, ${message.text},
      ${sql.json((message.events ?? []) as never)}, ${message.turnId ?? null},
      ${message.outcome ?? null}, ${message.staff?.id ?? null}, ${message.staff?.name ?? null},
      ${message.staff?.unit ?? null}, ${message.at}
    from place returning seq`
  if (row === undefined) throw new Error(`conversation ${message.conversationId} is gone`)
  return row.seq
}

export async function listMessages(
  sql: Sql,
  conversationId: string,
  options: { last?: number } = {},
): Promise<MessageRow[]> {
  const rows = await sql<MessageRow[]>`select ${messageColumns(sql)} from messages m
    left join feedback f on f.message_id = m.id
    where m.conversation_id = ${conversationId} order by m.seq desc limit ${options.last ?? 1000}`
  return rows.toReversed()
}

export async function findMessage(sql: Sql, id: string): Promise<MessageRow | undefined> {
  const [row] = await sql<MessageRow[]>`select ${messageColumns(sql)} from messages m
    left join feedback f on f.message_id = m.id where m.id = ${id}`
  return row
}

export async function upsertFeedback(
  sql: Sql,
  row: {
    messageId: string
    vote: 'up' | 'down'
    reasons: readonly string[]
    comment: string
    at: Date
  },
): Promise<void> {
  await sql`insert into feedback (message_id, vote, reasons, comment, created_at)
    values (${row.messageId}, ${row.vote}, ${sql.json(row.reasons as string[])}, ${row.comment}, ${row.at})
    on conflict (message_id) do update set vote = excluded.vote, reasons = excluded.reasons,
      comment = excluded.comment, created_at = excluded.created_at, reviewed_at = null, reviewed_by = null`
}

export async function insertGap(
  sql: Sql,
  row: { id: string; question: string; reason: string; turnId: string | null; at: Date },
): Promise<void> {
  await sql`insert into knowledge_gaps (id, question, reason, turn_id, created_at)
    values (${row.id}, ${row.question}, ${row.reason}, ${row.turnId}, ${row.at})`
}

/** The row as it was just written, for the live event that goes with it. */
export function messageRow(message: NewMessage & { seq: number }): MessageRow {
  return {
    id: message.id,
    conversationId: message.conversationId,
    seq: message.seq,
    role: message.role,
    label: message.label,
    text: message.text,
    events: [...(message.events ?? [])],
    turnId: message.turnId ?? null,
    outcome: message.outcome ?? null,
    staffId: message.staff?.id ?? null,
    staffName: message.staff?.name ?? null,
    staffUnit: message.staff?.unit ?? null,
    createdAt: message.at,
    feedback: null,
  }
}
