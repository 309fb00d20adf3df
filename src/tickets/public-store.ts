import type { Sql } from '../db/client.ts'
import type { Ticket } from './ticket.ts'

/** Only columns that may leave; the reporter and the words of the resident are not even read. */
export type PublicRow = Pick<
  Ticket,
  | 'ticketNo'
  | 'status'
  | 'categoryCode'
  | 'confidentiality'
  | 'address'
  | 'divisionCode'
  | 'leadUnitName'
  | 'publicReply'
  | 'rejectReason'
  | 'createdAt'
  | 'updatedAt'
  | 'closedAt'
  | 'acceptDueAt'
  | 'resolveDueAt'
> & {
  publicSummary: string | null
  location: { lat: number; long: number } | null
  parentNo: string | null
}

export type PublicFilter = {
  numbers: readonly string[] | null
  categories: readonly string[] | null
  from: Date | null
  to: Date | null
  open: boolean | null
  limit: number
  offset: number
}

const CLOSED = ['closed', 'rejected', 'merged', 'referred', 'withdrawn']

/** R-311-4: nothing confidential, no drafts, newest first. */
export async function listPublicRows(sql: Sql, filter: PublicFilter): Promise<PublicRow[]> {
  return sql<PublicRow[]>`
    select t.ticket_no as "ticketNo", t.status, t.category_code as "categoryCode", t.confidentiality, t.address,
      t.division_code as "divisionCode", t.lead_unit_name as "leadUnitName", t.public_reply as "publicReply",
      t.reject_reason as "rejectReason", t.created_at as "createdAt", t.updated_at as "updatedAt",
      t.closed_at as "closedAt", t.accept_due_at as "acceptDueAt", t.resolve_due_at as "resolveDueAt",
      t.public_summary as "publicSummary", t.location, p.ticket_no as "parentNo"
    from tickets t left join tickets p on p.id = t.parent_id
    where t.confidentiality <> 'secret_identity' and t.status <> 'draft'
      ${filter.numbers === null ? sql`` : sql`and t.ticket_no in ${sql([...filter.numbers])}`}
      ${filter.categories === null ? sql`` : sql`and t.category_code in ${sql([...filter.categories])}`}
      ${filter.from === null ? sql`` : sql`and t.created_at >= ${filter.from}`}
      ${filter.to === null ? sql`` : sql`and t.created_at <= ${filter.to}`}
      ${filter.open === null ? sql`` : filter.open ? sql`and t.status not in ${sql(CLOSED)}` : sql`and t.status in ${sql(CLOSED)}`}
    order by t.created_at desc, t.id desc limit ${filter.limit} offset ${filter.offset}`
}

export type PublicUpdate = {
  ticketNo: string
  seq: number
  at: Date
  from: string | null
  to: string
  publicReply: string | null
}

/** Changes of status, as the public may know them: no actor and no reason. */
export async function listPublicUpdates(
  sql: Sql,
  input: { from: Date; to: Date; limit: number },
): Promise<PublicUpdate[]> {
  return sql<PublicUpdate[]>`
    select t.ticket_no as "ticketNo", h.seq, h.at, h.from_status as "from", h.to_status as "to",
      t.public_reply as "publicReply"
    from ticket_history h join tickets t on t.id = h.ticket_id
    where h.to_status is not null and h.from_status is distinct from h.to_status and h.seq > 1
      and t.confidentiality <> 'secret_identity' and h.at between ${input.from} and ${input.to}
    order by h.at, t.ticket_no, h.seq limit ${input.limit}`
}

export async function findClientTicket(
  sql: Sql,
  input: { ticketNo: string; clientId: string },
): Promise<{ id: string; version: number; status: string } | undefined> {
  const [row] = await sql<{ id: string; version: number; status: string }[]>`
    select id, version, status from tickets
    where ticket_no = ${input.ticketNo} and client_id = ${input.clientId} for update`
  return row
}
