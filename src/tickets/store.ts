import type { Sql } from '../db/client.ts'
import type { TicketDraftCard } from '../protocol/tickets.ts'
import type { Ticket } from './ticket.ts'

function ticketColumns(sql: Sql) {
  return sql`t.id, t.ticket_no as "ticketNo", t.query_code_hash as "queryCodeHash", t.channel,
    t.appeal_type as "appealType", t.title, t.description, t.resident_words as "residentWords",
    t.ai_summary as "aiSummary", t.category_code as "categoryCode", t.urgency, t.risk_flags as "riskFlags",
    t.confidentiality, t.anonymous, t.reporter_sealed as "reporterSealed", t.contact_pref as "contactPref",
    t.incident_at as "incidentAt", t.address, t.location, t.place_unknown as "placeUnknown",
    t.division_code as "divisionCode", t.grid_id as "gridId", t.conversation_id as "conversationId",
    t.source_message_ids as "sourceMessageIds", t.ai_fields as "aiFields", t.lead_unit as "leadUnit",
    t.lead_unit_name as "leadUnitName", t.co_units as "coUnits", t.level, t.assignee_id as "assigneeId",
    t.assignee_name as "assigneeName", t.sla, t.accept_due_at as "acceptDueAt", t.sign_due_at as "signDueAt",
    t.contact_due_at as "contactDueAt", t.resolve_due_at as "resolveDueAt", t.accepted_at as "acceptedAt",
    t.signed_at as "signedAt", t.contacted_at as "contactedAt", t.resolved_at as "resolvedAt",
    t.closed_at as "closedAt", t.dispatched_at as "dispatchedAt", t.returned_at as "returnedAt", t.paused_at as "pausedAt", t.paused_ms::int8::float8 as "pausedMs", t.pauses,
    t.parent_id as "parentId", t.status, t.outcome, t.public_reply as "publicReply", t.planned_for::text as "plannedFor",
    t.pending_question as "pendingQuestion", t.reject_reason as "rejectReason",
    t.referred_channel as "referredChannel", t.resident_verdict as "residentVerdict", t.satisfaction, t.returns,
    t.reopen_count as "reopenCount", t.appeal_count as "appealCount", t.version, t.created_at as "createdAt",
    t.updated_at as "updatedAt", t.extension, t.extended_at as "extendedAt", t.subject_unit as "subjectUnit",
    t.subject_staff_id as "subjectStaffId"`
}

/** Number of today, from 1. The counter's row lock orders concurrent creators. */
export async function nextTicketSequence(sql: Sql, day: string): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    insert into ticket_counters (day, last) values (${day}, 1)
    on conflict (day) do update set last = ticket_counters.last + 1 returning last`
  return row?.last ?? 1
}

export type TicketValues = Readonly<Record<string, unknown>>

export async function insertTicket(sql: Sql, values: TicketValues): Promise<void> {
  await sql`insert into tickets ${sql(asColumns(sql, values) as never)}`
}

/** Objects and lists are jsonb columns; everything else goes as it is. */
function asColumns(sql: Sql, values: TicketValues): TicketValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' && !(value instanceof Date)
        ? sql.json(value as never)
        : value,
    ]),
  )
}

/** False when somebody else changed the row first. `keepVersion` is for what no open form shows. */
export async function updateTicket(
  sql: Sql,
  input: { id: string; version: number; values: TicketValues; keepVersion?: boolean },
): Promise<boolean> {
  const version = input.keepVersion === true ? input.version : input.version + 1
  const values = { ...asColumns(sql, input.values), version }
  const rows = await sql`update tickets set ${sql(values as never)}
    where id = ${input.id} and version = ${input.version} returning id`
  return rows.length > 0
}

export async function findTicketByNo(sql: Sql, ticketNo: string): Promise<Ticket | undefined> {
  const [row] = await sql<
    Ticket[]
  >`select ${ticketColumns(sql)} from tickets t where t.ticket_no = ${ticketNo}`
  return row
}

export async function lockTicketByNo(sql: Sql, ticketNo: string): Promise<Ticket | undefined> {
  const [row] = await sql<Ticket[]>`
    select ${ticketColumns(sql)} from tickets t where t.ticket_no = ${ticketNo} for update`
  return row
}

export async function findTicketByClientKey(
  sql: Sql,
  clientKey: string,
): Promise<Ticket | undefined> {
  const [row] = await sql<
    Ticket[]
  >`select ${ticketColumns(sql)} from tickets t where t.client_key = ${clientKey}`
  return row
}

/** R-LIFE-6: the other reporters of the same matter. */
export async function listChildren(sql: Sql, parentId: string): Promise<Ticket[]> {
  return sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where t.parent_id = ${parentId} order by t.created_at`
}

export async function findTicketById(sql: Sql, id: string): Promise<Ticket | undefined> {
  const [row] = await sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t where t.id = ${id}`
  return row
}

export async function listByConversation(sql: Sql, conversationId: string): Promise<Ticket[]> {
  return sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where t.conversation_id = ${conversationId} order by t.created_at`
}

/** R-ROLE-1: the area is part of the query. No area prefix, no rows. */
export type TicketScope = {
  areaPrefixes: readonly string[]
  unitId: string | null
  gridIds: readonly string[] | null
  staffId: string
}

export function scopeCondition(sql: Sql, scope: TicketScope) {
  const areas = scope.areaPrefixes.map((prefix) => sql`t.division_code like ${`${prefix}%`}`)
  // A ticket nobody could place belongs to whoever works for the whole city: the catch-all.
  const unplaced = scope.areaPrefixes.some((prefix) => prefix.length <= 4)
    ? sql`t.division_code is null`
    : sql`false`
  const inArea = areas.reduce((left, right) => sql`${left} or ${right}`, unplaced)
  const unit =
    scope.unitId === null
      ? sql`false`
      : sql`t.lead_unit = ${scope.unitId} or t.co_units ? ${scope.unitId}`
  const grids =
    scope.gridIds === null || scope.gridIds.length === 0
      ? sql`true`
      : sql`(t.grid_id is null or t.grid_id in ${sql([...scope.gridIds])})`
  // R-LIFE-4: nobody sees the complaint about themselves or their own unit.
  const aboutSelf =
    scope.unitId === null
      ? sql`t.subject_staff_id is not distinct from ${scope.staffId}`
      : sql`t.subject_staff_id is not distinct from ${scope.staffId} or t.subject_unit is not distinct from ${scope.unitId}`
  return sql`((((${inArea}) and ${grids}) or (${unit})) and not (${aboutSelf}))`
}

export async function findScopedTicket(
  sql: Sql,
  input: { ticketNo: string; scope: TicketScope },
): Promise<Ticket | undefined> {
  const [row] = await sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where t.ticket_no = ${input.ticketNo} and ${scopeCondition(sql, input.scope)}`
  return row
}

export type TicketFilter = {
  statuses: readonly string[] | null
  /** Said apart from the statuses, so that the small index of open tickets is used. */
  openOnly: boolean
  text: string | null
  overdueAt: Date | null
  urgency: string | null
  assigneeId: string | null
  limit: number
  beforeId: string | null
}

/** Critical first, then what is due first: the order of a morning's work. */
export async function listScopedTickets(
  sql: Sql,
  input: { scope: TicketScope; filter: TicketFilter },
): Promise<Ticket[]> {
  const { filter } = input
  const like = `%${(filter.text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where ${scopeCondition(sql, input.scope)}
      ${filter.openOnly ? sql`and t.closed_at is null` : sql``}
      ${filter.statuses === null ? sql`` : sql`and t.status in ${sql([...filter.statuses])}`}
      ${filter.urgency === null ? sql`` : sql`and t.urgency = ${filter.urgency}`}
      ${filter.assigneeId === null ? sql`` : sql`and t.assignee_id = ${filter.assigneeId}`}
      ${filter.overdueAt === null ? sql`` : sql`and t.closed_at is null and t.resolve_due_at < ${filter.overdueAt}`}
      ${filter.text === null ? sql`` : sql`and (t.ticket_no ilike ${like} or t.title ilike ${like} or t.address ilike ${like} or t.description ilike ${like})`}
    order by array_position(array['critical','urgent','normal'], t.urgency), t.resolve_due_at, t.id
    limit ${filter.limit}`
}

/** Open tickets only: the closed ones of years are no part of a day's work. */
export async function countScopedByStatus(
  sql: Sql,
  scope: TicketScope,
): Promise<{ status: string; count: number }[]> {
  return sql<
    { status: string; count: number }[]
  >`select t.status, count(*)::int as count from tickets t
    where t.closed_at is null and ${scopeCondition(sql, scope)} group by t.status`
}

export type HistoryRow = {
  seq: number
  at: Date
  actor: string
  actorRole: string
  action: string
  fromStatus: string | null
  toStatus: string | null
  reason: string
  diff: Record<string, unknown>
  previousHash: string
  hash: string
}

export async function listHistory(sql: Sql, ticketId: string): Promise<HistoryRow[]> {
  return sql<
    HistoryRow[]
  >`select seq, at, actor, actor_role as "actorRole", action, from_status as "fromStatus",
      to_status as "toStatus", reason, diff, previous_hash as "previousHash", hash
    from ticket_history where ticket_id = ${ticketId} order by seq`
}

export async function lastHistory(
  sql: Sql,
  ticketId: string,
): Promise<{ seq: number; hash: string } | undefined> {
  const [row] = await sql<{ seq: number; hash: string }[]>`select seq, hash from ticket_history
    where ticket_id = ${ticketId} order by seq desc limit 1`
  return row
}

export async function insertHistory(sql: Sql, ticketId: string, row: HistoryRow): Promise<void> {
  await sql`insert into ticket_history (ticket_id, seq, at, actor, actor_role, action, from_status, to_status, reason,
      diff, previous_hash, hash)
    values (${ticketId}, ${row.seq}, ${row.at}, ${row.actor}, ${row.actorRole}, ${row.action}, ${row.fromStatus},
      ${row.toStatus}, ${row.reason}, ${sql.json(row.diff as never)}, ${row.previousHash}, ${row.hash})`
}

export async function listTicketIds(sql: Sql): Promise<{ id: string; ticketNo: string }[]> {
  return sql<
    { id: string; ticketNo: string }[]
  >`select id, ticket_no as "ticketNo" from tickets order by created_at`
}

export async function insertDraft(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    card: TicketDraftCard
    sourceMessageIds: readonly string[]
    at: Date
  },
): Promise<void> {
  await sql`insert into ticket_drafts (id, conversation_id, card, source_message_ids, created_at)
    values (${row.id}, ${row.conversationId}, ${sql.json(row.card as never)}, ${sql.json([...row.sourceMessageIds])}, ${row.at})`
}

export type DraftRow = {
  id: string
  conversationId: string
  status: 'open' | 'confirmed' | 'discarded'
  card: TicketDraftCard
  sourceMessageIds: string[]
  ticketId: string | null
}

export async function lockDraft(sql: Sql, id: string): Promise<DraftRow | undefined> {
  const [row] = await sql<DraftRow[]>`select id, conversation_id as "conversationId", status, card,
      source_message_ids as "sourceMessageIds", ticket_id as "ticketId"
    from ticket_drafts where id = ${id} for update`
  return row
}

export async function markDraftConfirmed(
  sql: Sql,
  row: { id: string; ticketId: string; at: Date },
): Promise<void> {
  await sql`update ticket_drafts set status = 'confirmed', ticket_id = ${row.ticketId}, confirmed_at = ${row.at}
    where id = ${row.id}`
}

/** All or none: false when one of them was confirmed meanwhile. */
export async function discardOpenDrafts(sql: Sql, ids: readonly string[]): Promise<boolean> {
  const rows = await sql`update ticket_drafts set status = 'discarded'
    where id in ${sql([...ids])} and not exists (
      select 1 from ticket_drafts where id in ${sql([...ids])} and status <> 'open')
    returning id`
  return rows.length === ids.length
}

export async function countOpenDrafts(sql: Sql, ids: readonly string[]): Promise<number> {
  const [row] = await sql<{ open: number }[]>`
    select count(*)::int as open from ticket_drafts where id in ${sql([...ids])} and status = 'open'`
  return row?.open ?? 0
}

export async function listDraftOutcomes(
  sql: Sql,
  conversationId: string,
): Promise<{ id: string; status: DraftRow['status']; ticketNo: string | null }[]> {
  return sql<{ id: string; status: DraftRow['status']; ticketNo: string | null }[]>`
    select d.id, d.status, t.ticket_no as "ticketNo" from ticket_drafts d
    left join tickets t on t.id = d.ticket_id where d.conversation_id = ${conversationId}`
}

export async function insertSupplement(
  sql: Sql,
  row: { id: string; ticketId: string; text: string; kind: 'supplement' | 'answer'; at: Date },
): Promise<void> {
  await sql`insert into ticket_supplements (id, ticket_id, text, kind, created_at)
    values (${row.id}, ${row.ticketId}, ${row.text}, ${row.kind}, ${row.at})`
}

export async function listSupplements(
  sql: Sql,
  ticketId: string,
): Promise<{ text: string; kind: string; at: Date }[]> {
  return sql<{ text: string; kind: string; at: Date }[]>`select text, kind, created_at as at
    from ticket_supplements where ticket_id = ${ticketId} order by created_at`
}

export async function insertNote(
  sql: Sql,
  row: { id: string; ticketId: string; staffId: string; staffName: string; text: string; at: Date },
): Promise<void> {
  await sql`insert into ticket_notes (id, ticket_id, staff_id, staff_name, text, created_at)
    values (${row.id}, ${row.ticketId}, ${row.staffId}, ${row.staffName}, ${row.text}, ${row.at})`
}

export async function listNotes(
  sql: Sql,
  ticketId: string,
): Promise<{ staffName: string; text: string; at: Date }[]> {
  return sql<
    { staffName: string; text: string; at: Date }[]
  >`select staff_name as "staffName", text, created_at as at
    from ticket_notes where ticket_id = ${ticketId} order by created_at`
}

export async function insertIdentityRead(
  sql: Sql,
  row: { id: string; ticketId: string; staffId: string; purpose: string; at: Date },
): Promise<void> {
  await sql`insert into identity_reads (id, ticket_id, staff_id, purpose, at)
    values (${row.id}, ${row.ticketId}, ${row.staffId}, ${row.purpose}, ${row.at})`
}

export async function upsertReview(
  sql: Sql,
  row: {
    ticketId: string
    field: string
    suggested: unknown
    confirmed: unknown
    confidence: number | null
    changed: boolean
    staffId: string
    at: Date
  },
): Promise<void> {
  await sql`insert into ticket_reviews (ticket_id, field, suggested, confirmed, confidence, changed, staff_id, at)
    values (${row.ticketId}, ${row.field}, ${sql.json(row.suggested as never)}, ${sql.json(row.confirmed as never)},
      ${row.confidence}, ${row.changed}, ${row.staffId}, ${row.at})
    on conflict (ticket_id, field) do update set confirmed = excluded.confirmed, changed = excluded.changed,
      staff_id = excluded.staff_id, at = excluded.at`
}

/** Of the given tickets those this person may see. */
export async function listScopedByIds(
  sql: Sql,
  input: { ids: readonly string[]; scope: TicketScope },
): Promise<Ticket[]> {
  if (input.ids.length === 0) return []
  return sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where t.id in ${sql([...input.ids])} and ${scopeCondition(sql, input.scope)} order by t.created_at desc, t.id`
}

/** Tickets of one group of the catalogue, newest first. */
export async function listScopedByCategory(
  sql: Sql,
  input: { scope: TicketScope; group: string; limit: number },
): Promise<Ticket[]> {
  return sql<Ticket[]>`select ${ticketColumns(sql)} from tickets t
    where t.category_code like ${`${input.group}%`} and ${scopeCondition(sql, input.scope)}
    order by t.created_at desc, t.id limit ${input.limit}`
}
