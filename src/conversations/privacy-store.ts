import type { Sql } from '../db/client.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { conversationTopic } from './live-events.ts'

/** Rows by what they were. */
export type ErasedCounts = {
  messages: number
  turns: number
  feedback: number
  notes: number
  gaps: number
  events: number
}

async function count(rows: Promise<{ count: number }[]>): Promise<number> {
  return (await rows)[0]?.count ?? 0
}

/** Everything that was said or derived from it. Call it while holding the conversation's row lock. */
export async function deleteContent(sql: Sql, conversationId: string): Promise<ErasedCounts> {
  const id = conversationId
  const gaps = await count(sql`with gone as (
      delete from knowledge_gaps where turn_id in (select id from turns where conversation_id = ${id}) returning 1
    ) select count(*)::int as count from gone`)
  const feedback = await count(sql`with gone as (
      delete from feedback where message_id in (select id from messages where conversation_id = ${id}) returning 1
    ) select count(*)::int as count from gone`)
  const notes = await count(sql`with gone as (
      delete from conversation_notes where conversation_id = ${id} returning 1
    ) select count(*)::int as count from gone`)
  await sql`delete from staff_drafts where conversation_id = ${id}`
  // The events of a turn go with it.
  const turns = await count(sql`with gone as (
      delete from turns where conversation_id = ${id} returning 1
    ) select count(*)::int as count from gone`)
  const messages = await count(sql`with gone as (
      delete from messages where conversation_id = ${id} returning 1
    ) select count(*)::int as count from gone`)
  const events = await count(sql`with gone as (
      delete from live_events where topic = ${conversationTopic(id)} returning 1
    ) select count(*)::int as count from gone`)
  return { messages, turns, feedback, notes, gaps, events }
}

/** Leaves the empty shell by which staff see that the resident deleted it, and a repeated request its receipt. */
export async function emptyConversation(sql: Sql, row: { id: string; at: Date }): Promise<void> {
  const { id, at } = row
  await sql`update conversations set mode = 'closed', safety_mode = null, division_code = null, staff_id = null,
      staff_name = null, staff_unit = null, running_turn_id = null, lease_until = null, pending = null, private = null,
      erased_at = ${at} where id = ${id}`
  await sql`update handoffs set state = 'closed', reason = '', closed_at = coalesce(closed_at, ${at})
    where conversation_id = ${id}`
  await sql`update staff_alerts set summary = '', division_code = null,
      acknowledged_at = coalesce(acknowledged_at, ${at}), acknowledged_by = coalesce(acknowledged_by, 'resident')
    where conversation_id = ${id}`
}

export async function deleteConversationRow(sql: Sql, id: string): Promise<void> {
  await sql`delete from conversations where id = ${id}`
}

export async function findErased(
  sql: Sql,
  id: string,
): Promise<{ id: string; tokenHash: string; erasedAt: Date } | undefined> {
  const [row] = await sql<{ id: string; tokenHash: string; erasedAt: Date }[]>`
    select id, token_hash as "tokenHash", erased_at as "erasedAt" from conversations
    where id = ${id} and erased_at is not null`
  return row
}

export type ReceiptRow = {
  receiptNo: string
  at: Date
  deleted: Record<string, number>
  tickets: number
  identityWithdrawn: boolean
}

export async function insertReceipt(
  sql: Sql,
  row: ReceiptRow & { conversationId: string },
): Promise<void> {
  await sql`insert into deletion_receipts (receipt_no, conversation_id, at, deleted, tickets, identity_withdrawn)
    values (${row.receiptNo}, ${row.conversationId}, ${row.at}, ${sql.json(row.deleted)}, ${row.tickets},
      ${row.identityWithdrawn})`
}

export async function findReceipt(
  sql: Sql,
  conversationId: string,
): Promise<ReceiptRow | undefined> {
  const [row] = await sql<ReceiptRow[]>`select receipt_no as "receiptNo", at, deleted, tickets,
      identity_withdrawn as "identityWithdrawn"
    from deletion_receipts where conversation_id = ${conversationId}`
  return row
}

export async function findFacts(
  sql: Sql,
  conversationId: string,
): Promise<{ noticeVersion: string | null } | undefined> {
  const [row] = await sql<{ noticeVersion: string | null }[]>`
    select notice_version as "noticeVersion" from conversations where id = ${conversationId}`
  return row
}

export type FeedbackRow = {
  messageId: string
  vote: 'up' | 'down'
  reasons: string[]
  comment: string
  at: Date
}

export async function listFeedback(sql: Sql, conversationId: string): Promise<FeedbackRow[]> {
  return sql<
    FeedbackRow[]
  >`select f.message_id as "messageId", f.vote, f.reasons, f.comment, f.created_at as at
    from feedback f join messages m on m.id = f.message_id where m.conversation_id = ${conversationId}`
}

export type ExportedTurn = {
  id: string
  text: string
  status: string
  outcome: Outcome | null
  startedAt: Date
  finishedAt: Date | null
}

export async function listTurns(sql: Sql, conversationId: string): Promise<ExportedTurn[]> {
  return sql<
    ExportedTurn[]
  >`select id, text, status, outcome, started_at as "startedAt", finished_at as "finishedAt"
    from turns where conversation_id = ${conversationId} order by started_at, id`
}

export async function listTurnIds(sql: Sql, conversationId: string): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select id from turns where conversation_id = ${conversationId}`
  return rows.map(({ id }) => id)
}

export async function listOwnHandoffs(
  sql: Sql,
  conversationId: string,
): Promise<{ state: string; requestedAt: Date; takenAt: Date | null; closedAt: Date | null }[]> {
  return sql`select state, requested_at as "requestedAt", taken_at as "takenAt", closed_at as "closedAt"
    from handoffs where conversation_id = ${conversationId} order by requested_at`
}

/** Past their term and not being answered at this moment. */
export async function listExpiredConversations(
  sql: Sql,
  input: { before: Date; at: Date; limit: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from conversations
    where erased_at is null and last_active_at < ${input.before} and (lease_until is null or lease_until < ${input.at})
    order by last_active_at limit ${input.limit}`
  return rows.map(({ id }) => id)
}

/** Receipts past their term, each with the empty shell it is about. */
export async function deleteOldReceipts(
  sql: Sql,
  input: { before: Date; limit: number },
): Promise<number> {
  const rows = await sql<{ conversationId: string }[]>`delete from deletion_receipts
    where receipt_no in (select receipt_no from deletion_receipts where at < ${input.before} limit ${input.limit})
    returning conversation_id as "conversationId"`
  if (rows.length > 0) {
    const ids = rows.map(({ conversationId }) => conversationId)
    await sql`delete from live_events where topic in ${sql(ids.map(conversationTopic))}`
    await sql`delete from conversations where erased_at is not null and id in ${sql(ids)}`
  }
  return rows.length
}

type DraftedMessage = { id: string; turnId: string | null; events: TurnEvent[] }

export async function listDraftedMessages(
  sql: Sql,
  conversationId: string,
): Promise<DraftedMessage[]> {
  return sql<DraftedMessage[]>`select id, turn_id as "turnId", events from messages
    where conversation_id = ${conversationId} and events @> '[{"type": "ticket.draft"}]'::jsonb`
}

export async function updateMessageEvents(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    turnId: string | null
    events: readonly TurnEvent[]
  },
): Promise<void> {
  await sql`update messages set events = ${sql.json(row.events as never)} where id = ${row.id}`
  // The stream of an ended turn is replayed for minutes, not for days; so is the word that a message came.
  await sql`delete from live_events where topic = ${conversationTopic(row.conversationId)}
    and data #>> '{message,id}' = ${row.id}`
  if (row.turnId !== null)
    await sql`delete from turn_events where turn_id = ${row.turnId}
    and event ->> 'type' = 'ticket.draft'`
}

/** A conversation does not wait for drafts that are gone. */
export async function forgetPendingDrafts(
  sql: Sql,
  input: { conversationId: string; draftIds: readonly string[] },
): Promise<void> {
  await sql`update conversations set pending = null where id = ${input.conversationId} and exists (
      select 1 from jsonb_array_elements_text(pending #> '{ticket,draftIds}') waits
      where waits in ${sql([...input.draftIds])})`
}
