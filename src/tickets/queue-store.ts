import type { Sql } from '../db/client.ts'
import { localDate } from '../shared/clock.ts'
import { scopeCondition, type TicketScope } from './store.ts'
import type { Ticket } from './ticket.ts'

export const QUEUE_VIEWS = [
  'mine',
  'area',
  'review',
  'unassigned',
  'overdue',
  'returned',
  'critical',
  'resolved',
  'due_today',
  'paused',
  'all',
] as const
export type QueueView = (typeof QUEUE_VIEWS)[number]

export type QueueFilter = {
  view: QueueView
  /** Lower-cased NFKC words; all must occur. */
  words: readonly string[]
  urgency: string | null
  categoryGroup: string | null
  createdAfter: Date | null
}

export type QueueRow = Pick<
  Ticket,
  | 'id'
  | 'ticketNo'
  | 'title'
  | 'categoryCode'
  | 'address'
  | 'divisionCode'
  | 'status'
  | 'urgency'
  | 'riskFlags'
  | 'leadUnit'
  | 'leadUnitName'
  | 'assigneeName'
  | 'level'
  | 'createdAt'
  | 'updatedAt'
  | 'acceptDueAt'
  | 'resolveDueAt'
  | 'closedAt'
  | 'version'
> & { clockDueAt: Date | null; children: number }

/** The clock that runs in this state; none while the resident is asked or the call-back is due. Same text as the index. */
function clock(sql: Sql) {
  return sql`(case when t.status = 'pending_review' then t.accept_due_at when t.status = 'dispatched' then t.sign_due_at
    when t.status in ('accepted', 'processing', 'returned') then t.resolve_due_at end)`
}

const DAY = 86_400_000

function endOfDay(now: Date): Date {
  return new Date(new Date(`${localDate(now)}T00:00:00+08:00`).getTime() + DAY)
}

type ViewInput = { scope: TicketScope; now: Date }

function viewCondition(sql: Sql, view: QueueView, { scope, now }: ViewInput) {
  switch (view) {
    case 'mine':
      return sql`t.closed_at is null and (t.assignee_id = ${scope.staffId} or (t.assignee_id is null
        and t.lead_unit = ${scope.unitId} and t.status in ('dispatched', 'processing', 'pending_info')))`
    case 'area':
      return sql`t.closed_at is null`
    case 'review':
      return sql`t.closed_at is null and t.status = 'pending_review'`
    case 'unassigned':
      return sql`t.closed_at is null and t.lead_unit is null`
    case 'overdue':
      return sql`t.closed_at is null and ${clock(sql)} < ${now}`
    case 'due_today':
      return sql`t.closed_at is null and ${clock(sql)} >= ${now} and ${clock(sql)} < ${endOfDay(now)}`
    case 'paused':
      return sql`t.closed_at is null and t.status = 'pending_info'`
    case 'returned':
      return sql`t.closed_at is null and t.status = 'returned'`
    case 'critical':
      return sql`t.closed_at is null and t.urgency = 'critical'`
    case 'resolved':
      return sql`t.closed_at is null and t.status = 'resolved'`
    case 'all':
      return sql`true`
  }
}

/** Every character and pair of the words, as one text search query. */
function gramQuery(words: readonly string[]): string {
  const grams = words.flatMap((word) => {
    const chars = [...word]
    return chars.length === 1 ? chars : chars.slice(1).map((char, at) => (chars[at] ?? '') + char)
  })
  return [...new Set(grams)]
    .map((gram) => `'${gram.replaceAll('\\', String.raw`\\`).replaceAll("'", "''")}'`)
    .join(' & ')
}

function like(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}

function wordCondition(sql: Sql, words: readonly string[]) {
  if (words.length === 0) return sql`true`
  const exact = words.map(
    (
      word,
    ) => sql`lower(normalize(concat_ws(' ', t.ticket_no, t.title, t.address, t.description, t.resident_words), NFKC))
      like ${like(word)}`,
  )
  return sql`ticket_grams(t.ticket_no, t.title, t.address, t.description, t.resident_words)
      @@ (${gramQuery(words)}::text)::tsquery
    and ${exact.reduce((left, right) => sql`${left} and ${right}`)}`
}

type QueueQuery = ViewInput & { filter: QueueFilter }

function queueCondition(sql: Sql, { scope, now, filter }: QueueQuery) {
  return sql`${scopeCondition(sql, scope)} and ${viewCondition(sql, filter.view, { scope, now })}
    and ${wordCondition(sql, filter.words)}
    ${filter.urgency === null ? sql`` : sql`and t.urgency = ${filter.urgency}`}
    ${filter.categoryGroup === null ? sql`` : sql`and t.category_code like ${`${filter.categoryGroup}%`}`}
    ${filter.createdAfter === null ? sql`` : sql`and t.created_at > ${filter.createdAfter}`}`
}

function queueColumns(sql: Sql) {
  return sql`t.id, t.ticket_no as "ticketNo", t.title, t.category_code as "categoryCode", t.address,
    t.division_code as "divisionCode", t.status, t.urgency, t.risk_flags as "riskFlags", t.lead_unit as "leadUnit",
    t.lead_unit_name as "leadUnitName", t.assignee_name as "assigneeName", t.level, t.created_at as "createdAt",
    t.updated_at as "updatedAt", t.accept_due_at as "acceptDueAt", t.resolve_due_at as "resolveDueAt",
    t.closed_at as "closedAt", t.version, ${clock(sql)} as "clockDueAt",
    (select count(*)::int from tickets c where c.parent_id = t.id) as children`
}

/** Critical first, then whose clock runs out first; what is closed, newest first. */
export async function listQueueRows(
  sql: Sql,
  query: QueueQuery & { limit: number; offset: number },
): Promise<QueueRow[]> {
  const order =
    query.filter.view === 'all'
      ? sql`t.created_at desc, t.id desc`
      : sql`array_position(array['critical','urgent','normal'], t.urgency), ${clock(sql)}, t.id`
  return sql<
    QueueRow[]
  >`select ${queueColumns(sql)} from tickets t where ${queueCondition(sql, query)}
    order by ${order} limit ${query.limit} offset ${query.offset}`
}

export async function countQueue(sql: Sql, query: QueueQuery): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from tickets t
    where ${queueCondition(sql, query)}`
  return row?.count ?? 0
}

/** Of the rows somebody is looking at, those that changed since. */
export async function listChangedRows(
  sql: Sql,
  input: { scope: TicketScope; ticketNos: readonly string[]; since: Date },
): Promise<QueueRow[]> {
  if (input.ticketNos.length === 0) return []
  return sql<QueueRow[]>`select ${queueColumns(sql)} from tickets t
    where t.ticket_no in ${sql([...input.ticketNos])} and t.updated_at > ${input.since}
      and ${scopeCondition(sql, input.scope)}`
}

type Counted = Exclude<QueueView, 'all'>

/** One pass over the open tickets of the area. */
export async function countViews(sql: Sql, input: ViewInput): Promise<Record<Counted, number>> {
  const count = (view: Counted) =>
    sql`count(*) filter (where ${viewCondition(sql, view, input)})::int as ${sql(view)}`
  const columns = QUEUE_VIEWS.filter((view): view is Counted => view !== 'all').map(count)
  const [row] = await sql<Record<Counted, number>[]>`
    select ${columns.reduce((left, right) => sql`${left}, ${right}`)}
    from tickets t where t.closed_at is null and ${scopeCondition(sql, input.scope)}`
  if (row === undefined) throw new Error('an aggregate has one row')
  return row
}
