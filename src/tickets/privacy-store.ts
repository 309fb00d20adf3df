import type { Sql } from '../db/client.ts'

/** Columns of a ticket in which a person can be named. */
export type PersonalTexts = {
  title: string
  description: string
  resident_words: string
  ai_summary: string
  address: string | null
  incident_at: string | null
  public_reply: string | null
  public_summary: string | null
  pending_question: string | null
  reject_reason: string | null
  rating_comment: string
}

export type TicketToErase = PersonalTexts & {
  id: string
  ticket_no: string
  version: number
  reporter_sealed: string | null
  ai_fields: Record<string, unknown>
  location: { lat: number; long: number } | null
}

function eraseColumns(sql: Sql) {
  return sql`id, ticket_no, version, title, description, resident_words, ai_summary, address, incident_at,
    public_reply, public_summary, pending_question, reject_reason, rating_comment, reporter_sealed, ai_fields, location`
}

export async function lockTicketsOf(
  sql: Sql,
  conversationId: string,
): Promise<(TicketToErase & { closed_at: Date | null })[]> {
  return sql<
    (TicketToErase & { closed_at: Date | null })[]
  >`select ${eraseColumns(sql)}, closed_at from tickets
    where conversation_id = ${conversationId} order by id for update`
}

export async function lockTicketToErase(
  sql: Sql,
  ticketNo: string,
): Promise<TicketToErase | undefined> {
  const [row] = await sql<TicketToErase[]>`
    select ${eraseColumns(sql)} from tickets where ticket_no = ${ticketNo} for update`
  return row
}

/** The report stays, the way back to the conversation goes. */
export async function detachTicket(
  sql: Sql,
  row: { id: string; eraseOnClose: boolean },
): Promise<void> {
  await sql`update tickets set conversation_id = null, source_message_ids = '[]'::jsonb,
      erase_on_close = ${row.eraseOnClose} where id = ${row.id}`
}

export type RelatedText = { id: string; text: string }

export async function listSupplementTexts(sql: Sql, ticketId: string): Promise<RelatedText[]> {
  return sql<RelatedText[]>`select id, text from ticket_supplements where ticket_id = ${ticketId}`
}

export async function listNoteTexts(sql: Sql, ticketId: string): Promise<RelatedText[]> {
  return sql<RelatedText[]>`select id, text from ticket_notes where ticket_id = ${ticketId}`
}

export async function setSupplementText(sql: Sql, row: RelatedText): Promise<void> {
  await sql`update ticket_supplements set text = ${row.text} where id = ${row.id}`
}

export async function setNoteText(sql: Sql, row: RelatedText): Promise<void> {
  await sql`update ticket_notes set text = ${row.text} where id = ${row.id}`
}

type ReviewValues = { field: string; suggested: unknown; confirmed: unknown }

export async function listReviewValues(sql: Sql, ticketId: string): Promise<ReviewValues[]> {
  return sql<ReviewValues[]>`
    select field, suggested, confirmed from ticket_reviews where ticket_id = ${ticketId}`
}

export async function setReviewValues(
  sql: Sql,
  row: ReviewValues & { ticketId: string },
): Promise<void> {
  await sql`update ticket_reviews set suggested = ${sql.json(row.suggested as never)},
      confirmed = ${sql.json(row.confirmed as never)}
    where ticket_id = ${row.ticketId} and field = ${row.field}`
}

/** Alerts carry a reason somebody typed; of a closed or anonymous matter it is needed no more. */
export async function clearAlertReasons(sql: Sql, ticketId: string): Promise<void> {
  await sql`update ticket_alerts set reason = '' where ticket_id = ${ticketId}`
}

export async function deleteDraftsOf(sql: Sql, conversationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`with gone as (
      delete from ticket_drafts where conversation_id = ${conversationId} returning 1
    ) select count(*)::int as count from gone`
  return row?.count ?? 0
}

export async function deleteOldDrafts(
  sql: Sql,
  input: { before: Date; limit: number },
): Promise<{ id: string; conversationId: string }[]> {
  return sql<{ id: string; conversationId: string }[]>`delete from ticket_drafts
    where id in (select id from ticket_drafts where status = 'open' and created_at < ${input.before}
      limit ${input.limit})
    returning id, conversation_id as "conversationId"`
}

/** Closed for the whole term, or closed after the resident deleted the conversation. */
export async function listIdentitiesDue(
  sql: Sql,
  input: { closedBefore: Date; limit: number },
): Promise<string[]> {
  const rows = await sql<{ ticketNo: string }[]>`select ticket_no as "ticketNo" from tickets
    where closed_at is not null and erased_at is null
      and (closed_at < ${input.closedBefore} or erase_on_close)
    order by closed_at limit ${input.limit}`
  return rows.map(({ ticketNo }) => ticketNo)
}

/** The day after which the facts go; a reopened case has none. */
export async function setTerms(sql: Sql, input: { days: number; limit: number }): Promise<number> {
  const rows =
    await sql`update tickets set retention_until = closed_at + make_interval(days => ${input.days})
    where id in (select id from tickets where closed_at is not null and erased_at is not null
      and retention_until is distinct from closed_at + make_interval(days => ${input.days}) limit ${input.limit})
    returning id`
  return rows.length
}

/** A case others were merged into waits for them. */
export async function deleteOldTickets(
  sql: Sql,
  input: { at: Date; limit: number },
): Promise<number> {
  const rows = await sql<{ id: string }[]>`select t.id from tickets t
    where t.retention_until < ${input.at} and t.closed_at is not null and t.erased_at is not null
      and not exists (select 1 from tickets c where c.parent_id = t.id)
    order by t.id limit ${input.limit} for update`
  if (rows.length === 0) return 0
  const ids = sql(rows.map(({ id }) => id))
  await sql`select drop_expired_history(id) from tickets where id in ${ids}`
  await sql`delete from identity_reads where ticket_id in ${ids}`
  await sql`delete from ticket_drafts where ticket_id in ${ids}`
  await sql`delete from tickets where id in ${ids}`
  return rows.length
}

/** Where staff signed in from: a network log, without any text of a resident. */
export async function deleteOldSessions(
  sql: Sql,
  input: { before: Date; limit: number },
): Promise<number> {
  const rows = await sql`delete from staff_session
    where id in (select id from staff_session where "expiresAt" < ${input.before} limit ${input.limit}) returning id`
  return rows.length
}

export async function deleteOldLimits(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from rate_limits where window_start < ${before} returning key`
  return rows.length
}

export async function findOwnExtras(
  sql: Sql,
  ticketId: string,
): Promise<{ ratingComment: string; media: string[] } | undefined> {
  const [row] = await sql<{ ratingComment: string; media: string[] }[]>`
    select rating_comment as "ratingComment", media from tickets where id = ${ticketId}`
  return row
}

export async function listOpenDraftCards<T>(sql: Sql, conversationId: string): Promise<T[]> {
  const rows = await sql<{ card: T }[]>`select card from ticket_drafts
    where conversation_id = ${conversationId} and status = 'open' order by created_at`
  return rows.map(({ card }) => card)
}
