import type { Sql } from '../../db/client.ts'
import { scopeCondition, type TicketScope } from '../store.ts'

export async function readNoticesSince(sql: Sql, userId: string): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date }[]>`
    select read_at as at from staff_notice_reads where user_id = ${userId}`
  return row?.at
}

export async function markNoticesRead(sql: Sql, row: { userId: string; at: Date }): Promise<void> {
  await sql`insert into staff_notice_reads (user_id, read_at) values (${row.userId}, ${row.at})
    on conflict (user_id) do update set read_at = greatest(staff_notice_reads.read_at, excluded.read_at)`
}

export type NewTicket = { ticket_no: string; title: string; urgency: string; at: Date }

/** Tickets of the scope that came since, newest first; the count goes no further than `limit`. */
export async function listNewTickets(
  sql: Sql,
  input: { scope: TicketScope; since: Date; limit: number },
): Promise<NewTicket[]> {
  return sql<NewTicket[]>`
    select t.ticket_no, t.title, t.urgency, t.created_at as at from tickets t
    where t.created_at > ${input.since} and t.closed_at is null and ${scopeCondition(sql, input.scope)}
    order by t.created_at desc limit ${input.limit}`
}

/** Who took note first keeps it. */
export async function acknowledgeTicketAlert(
  sql: Sql,
  row: { id: string; scope: TicketScope; at: Date; by: string },
): Promise<boolean> {
  const rows = await sql`update ticket_alerts a set
      acknowledged_at = coalesce(a.acknowledged_at, ${row.at}),
      acknowledged_by = coalesce(a.acknowledged_by, ${row.by})
    from tickets t where t.id = a.ticket_id and a.id = ${row.id} and ${scopeCondition(sql, row.scope)}
    returning a.id`
  return rows.length > 0
}

export type AlertToAnnounce = {
  id: string
  ticketNo: string
  kind: string
  stage: string | null
  level: string
  unit: string | null
  assigneeId: string | null
  onCall: boolean
  divisionCode: string | null
  urgency: string
  at: Date
  announcements: number
}

/** Every alert once; one for the duty phone again after each wait, until somebody takes note. */
export async function takeAlertsToAnnounce(
  sql: Sql,
  input: { now: Date; waitMinutes: readonly number[]; limit: number },
): Promise<AlertToAnnounce[]> {
  return sql<AlertToAnnounce[]>`
    with due as (
      select a.id from ticket_alerts a
      where (a.announcements = 0 or (a.on_call and a.acknowledged_at is null))
        and a.announcements < ${input.waitMinutes.length}
        and a.created_at <= ${input.now}::timestamptz - make_interval(mins =>
          (${sql.json([...input.waitMinutes])}::jsonb ->> a.announcements)::int)
      order by a.created_at limit ${input.limit} for update skip locked
    )
    update ticket_alerts a set announcements = a.announcements + 1 from due, tickets t
    where a.id = due.id and t.id = a.ticket_id
    returning a.id, t.ticket_no as "ticketNo", a.kind, a.stage, a.level, a.unit, a.assignee_id as "assigneeId",
      a.on_call as "onCall", t.division_code as "divisionCode", t.urgency, a.created_at as at, a.announcements`
}
