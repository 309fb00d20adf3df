import type { Sql } from '../db/client.ts'
import type { Point } from '../regions/index.ts'
import type { Rule } from './detect.ts'
import type { HotspotStatus } from './task-steps.ts'

export type Hotspot = {
  id: string
  origin: 'detected' | 'season'
  rules: Rule[]
  categoryCode: string
  divisionCode: string | null
  centre: Point | null
  ticketCount: number
  reporterCount: number
  baseline: number
  smallSample: boolean
  weakSignals: number
  firstAt: Date
  lastAt: Date
  status: HotspotStatus
  plan: string
  ownerId: string | null
  ownerName: string | null
  dueOn: string | null
  result: string
  acceptedAt: Date | null
  doneAt: Date | null
  version: number
  createdAt: Date
}

function columns(sql: Sql) {
  return sql`h.id, h.origin, h.rules, h.category_code as "categoryCode", h.division_code as "divisionCode", h.centre,
    h.ticket_count as "ticketCount", h.reporter_count as "reporterCount", h.baseline,
    h.small_sample as "smallSample", h.weak_signals as "weakSignals", h.first_at as "firstAt", h.last_at as "lastAt",
    h.status, h.plan, h.owner_id as "ownerId", h.owner_name as "ownerName", h.due_on::text as "dueOn", h.result,
    h.accepted_at as "acceptedAt", h.done_at as "doneAt", h.version, h.created_at as "createdAt"`
}

export type HotspotFacts = Pick<
  Hotspot,
  | 'rules'
  | 'divisionCode'
  | 'centre'
  | 'ticketCount'
  | 'reporterCount'
  | 'baseline'
  | 'smallSample'
  | 'weakSignals'
  | 'firstAt'
  | 'lastAt'
>

export async function insertHotspot(
  sql: Sql,
  row: HotspotFacts & Pick<Hotspot, 'id' | 'origin' | 'categoryCode' | 'plan'> & { at: Date },
): Promise<void> {
  await sql`insert into hotspots (id, origin, rules, category_code, division_code, centre, ticket_count,
      reporter_count, baseline, small_sample, weak_signals, first_at, last_at, status, plan, created_at, updated_at)
    values (${row.id}, ${row.origin}, ${sql.json(row.rules)}, ${row.categoryCode}, ${row.divisionCode},
      ${row.centre === null ? null : sql.json(row.centre)}, ${row.ticketCount}, ${row.reporterCount},
      ${row.baseline}, ${row.smallSample}, ${row.weakSignals}, ${row.firstAt}, ${row.lastAt}, 'proposed',
      ${row.plan}, ${row.at}, ${row.at})`
}

/** The facts of a flag nobody has decided yet follow the reports; a task keeps those it was accepted with. */
export async function updateFacts(
  sql: Sql,
  row: HotspotFacts & { id: string; at: Date },
): Promise<void> {
  await sql`update hotspots set rules = ${sql.json(row.rules)}, division_code = ${row.divisionCode},
      centre = ${row.centre === null ? null : sql.json(row.centre)}, ticket_count = ${row.ticketCount},
      reporter_count = ${row.reporterCount}, baseline = ${row.baseline}, small_sample = ${row.smallSample},
      weak_signals = ${row.weakSignals}, first_at = ${row.firstAt}, last_at = ${row.lastAt}, updated_at = ${row.at}
    where id = ${row.id} and status = 'proposed'`
}

export async function linkTickets(
  sql: Sql,
  input: { hotspotId: string; ticketIds: readonly string[] },
): Promise<void> {
  const rows = input.ticketIds.map((ticketId) => ({
    hotspot_id: input.hotspotId,
    ticket_id: ticketId,
  }))
  await sql`insert into hotspot_tickets ${sql(rows)} on conflict do nothing`
}

export async function listLinkedTickets(sql: Sql, hotspotId: string): Promise<string[]> {
  const rows = await sql<{ ticketId: string }[]>`select ticket_id as "ticketId" from hotspot_tickets
    where hotspot_id = ${hotspotId}`
  return rows.map(({ ticketId }) => ticketId)
}

/** Flags still open that hold any of these tickets, the oldest first. */
export async function findOpenWith(
  sql: Sql,
  ticketIds: readonly string[],
): Promise<{ id: string; status: HotspotStatus } | undefined> {
  const [row] = await sql<{ id: string; status: HotspotStatus }[]>`
    select h.id, h.status from hotspots h join hotspot_tickets l on l.hotspot_id = h.id
    where l.ticket_id in ${sql([...ticketIds])} and h.status in ('proposed', 'accepted', 'in_progress')
    order by h.created_at limit 1`
  return row
}

/** Somebody has dealt with these tickets as one matter already: they raise no second flag. */
export async function listSettledTickets(sql: Sql, since: Date): Promise<string[]> {
  const rows = await sql<{ ticketId: string }[]>`
    select l.ticket_id as "ticketId" from hotspot_tickets l join hotspots h on h.id = l.hotspot_id
    where h.status in ('done', 'reviewed', 'dismissed') and h.last_at >= ${since}`
  return rows.map(({ ticketId }) => ticketId)
}

export async function findHotspot(sql: Sql, id: string): Promise<Hotspot | undefined> {
  const [row] = await sql<Hotspot[]>`select ${columns(sql)} from hotspots h where h.id = ${id}`
  return row
}

export async function lockHotspot(sql: Sql, id: string): Promise<Hotspot | undefined> {
  const [row] = await sql<
    Hotspot[]
  >`select ${columns(sql)} from hotspots h where h.id = ${id} for update`
  return row
}

/** R-ROLE-1: the area is part of the query; a flag that spans the city belongs to the city. */
export async function listHotspotRows(
  sql: Sql,
  input: {
    areaPrefixes: readonly string[] | null
    statuses: readonly HotspotStatus[]
    limit: number
  },
): Promise<Hotspot[]> {
  const areas = (input.areaPrefixes ?? []).map(
    (prefix) => sql`h.division_code like ${`${prefix}%`}`,
  )
  const city = (input.areaPrefixes ?? []).some((prefix) => prefix.length <= 4)
  const inArea =
    input.areaPrefixes === null
      ? sql`true`
      : areas.reduce(
          (left, right) => sql`${left} or ${right}`,
          city ? sql`h.division_code is null` : sql`false`,
        )
  return sql<Hotspot[]>`select ${columns(sql)} from hotspots h
    where (${inArea}) and h.status in ${sql([...input.statuses])}
    order by h.ticket_count desc, h.last_at desc, h.id limit ${input.limit}`
}

export type StepRow = {
  at: Date
  actor: string
  fromStatus: HotspotStatus | null
  toStatus: HotspotStatus
  reason: string
}

export async function insertStep(sql: Sql, row: StepRow & { hotspotId: string }): Promise<void> {
  await sql`insert into hotspot_steps (hotspot_id, seq, at, actor, from_status, to_status, reason)
    select ${row.hotspotId}, coalesce(max(seq), 0) + 1, ${row.at}, ${row.actor}, ${row.fromStatus}, ${row.toStatus},
      ${row.reason}
    from hotspot_steps where hotspot_id = ${row.hotspotId}`
}

export async function listSteps(sql: Sql, hotspotId: string): Promise<StepRow[]> {
  return sql<
    StepRow[]
  >`select at, actor, from_status as "fromStatus", to_status as "toStatus", reason
    from hotspot_steps where hotspot_id = ${hotspotId} order by seq`
}

export async function updateHotspot(
  sql: Sql,
  input: { id: string; values: Readonly<Record<string, string | Date | null>> },
): Promise<void> {
  await sql`update hotspots set ${sql(input.values as Record<string, string | Date>)}, version = version + 1
    where id = ${input.id}`
}

export async function countTasks(
  sql: Sql,
  input: { areaPrefixes: readonly string[]; from: Date; to: Date },
): Promise<{ started: number; finished: number }> {
  const areas = input.areaPrefixes.map((prefix) => sql`h.division_code like ${`${prefix}%`}`)
  const inArea = areas.reduce((left, right) => sql`${left} or ${right}`, sql`false`)
  const [row] = await sql<{ started: number; finished: number }[]>`
    select count(*) filter (where h.accepted_at >= ${input.from} and h.accepted_at < ${input.to})::int as started,
      count(*) filter (where h.done_at >= ${input.from} and h.done_at < ${input.to})::int as finished
    from hotspots h where (${inArea})`
  return row ?? { started: 0, finished: 0 }
}
