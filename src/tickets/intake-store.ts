import type { Sql } from '../db/client.ts'
import { scopeCondition, type TicketScope } from './store.ts'

export type IntakePeriod = { scope: TicketScope; from: Date; to: Date; at: Date }
export type IntakeRow = {
  categoryCode: string | null
  divisionCode: string | null
  channel: string
  hour: number
  day: string
  count: number
}

/** Tickets by when, where and what they came in; no words, no person. */
export async function countIntake(sql: Sql, input: IntakePeriod): Promise<IntakeRow[]> {
  return sql<IntakeRow[]>`
    select t.category_code as "categoryCode", t.division_code as "divisionCode", t.channel,
      extract(hour from t.created_at at time zone 'Asia/Shanghai')::int as hour,
      to_char(t.created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*)::int as count
    from tickets t
    where t.created_at >= ${input.from} and t.created_at < ${input.to} and t.parent_id is null
      and t.status <> 'draft' and ${scopeCondition(sql, input.scope)}
    group by 1, 2, 3, 4, 5`
}

export type FieldReview = { field: string; reviewed: number; changed: number }

/** What people made of the machine's suggestions, by field. */
export async function countReviews(
  sql: Sql,
  input: Pick<IntakePeriod, 'scope' | 'from' | 'to'>,
): Promise<FieldReview[]> {
  return sql<FieldReview[]>`
    select r.field, count(*)::int as reviewed, count(*) filter (where r.changed)::int as changed
    from ticket_reviews r join tickets t on t.id = r.ticket_id
    where r.at >= ${input.from} and r.at < ${input.to} and ${scopeCondition(sql, input.scope)}
    group by r.field order by r.field`
}

export type CorrectedTicket = { ticketNo: string; title: string; at: Date }

/** The tickets of which people changed this field, newest first. */
export async function listCorrectedOf(
  sql: Sql,
  input: Pick<IntakePeriod, 'scope' | 'from' | 'to'> & { field: string; limit: number },
): Promise<CorrectedTicket[]> {
  return sql<CorrectedTicket[]>`
    select t.ticket_no as "ticketNo", t.title, r.at
    from ticket_reviews r join tickets t on t.id = r.ticket_id
    where r.changed and r.field = ${input.field} and r.at >= ${input.from} and r.at < ${input.to}
      and ${scopeCondition(sql, input.scope)}
    order by r.at desc, t.id limit ${input.limit}`
}
