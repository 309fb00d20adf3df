import type { Sql } from '../db/client.ts'

/** A complaint as hotspots, calendars and counts see it: no words, no contact, no number. */
export type ReportRow = {
  ticketId: string
  categoryCode: string
  divisionCode: string | null
  location: { lat: number; long: number } | null
  address: string | null
  /** The same for two tickets of one person. */
  reporter: string
  secret: boolean
  at: Date
}

/** Found by staff, not reported by anybody (R-HOT-5). */
const OWN_CHANNELS = ['patrol', 'proactive']
const NO_CASE = ['withdrawn', 'rejected']

/** Who cannot be told apart counts as one person: better a flag too few than ten tickets of one caller. */
function reporterOf(sql: Sql) {
  return sql`coalesce(t.reporter_digest, 'conversation:' || t.conversation_id, 'unknown')`
}

export async function selectReports(
  sql: Sql,
  input: {
    from: Date
    to: Date
    categories: readonly string[] | null
    exceptIds: readonly string[]
  },
): Promise<ReportRow[]> {
  return sql<ReportRow[]>`
    select t.id as "ticketId", t.category_code as "categoryCode", t.division_code as "divisionCode", t.location,
      t.address, ${reporterOf(sql)} as reporter, t.confidentiality = 'secret_identity' as secret, t.created_at as at
    from tickets t
    where t.created_at >= ${input.from} and t.created_at < ${input.to} and t.category_code is not null
      and t.channel not in ${sql(OWN_CHANNELS)} and t.status not in ${sql(NO_CASE)}
      ${input.categories === null ? sql`` : sql`and t.category_code in ${sql([...input.categories])}`}
      ${input.exceptIds.length === 0 ? sql`` : sql`and t.id not in ${sql([...input.exceptIds])}`}
    order by t.created_at, t.id`
}

export async function selectFirstReport(sql: Sql): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`select min(created_at) as at from tickets`
  return row?.at ?? null
}

export type MonthRow = { month: number; categoryCode: string; count: number }

/** Complaints by month of the year in Wuhan's own calendar. */
export async function selectMonths(
  sql: Sql,
  input: { areaPrefixes: readonly string[] },
): Promise<MonthRow[]> {
  const areas = input.areaPrefixes.map((prefix) => sql`t.division_code like ${`${prefix}%`}`)
  const inArea = areas.reduce((left, right) => sql`${left} or ${right}`, sql`false`)
  return sql<MonthRow[]>`
    select extract(month from t.created_at + interval '8 hours')::int as month, t.category_code as "categoryCode",
      count(*)::int as count
    from tickets t
    where t.category_code is not null and t.channel not in ${sql(OWN_CHANNELS)}
      and t.status not in ${sql(NO_CASE)} and (${inArea})
    group by 1, 2`
}

export async function countByChannel(
  sql: Sql,
  input: { areaPrefixes: readonly string[]; from: Date; to: Date },
): Promise<{ reported: number; found: number }> {
  const areas = input.areaPrefixes.map((prefix) => sql`t.division_code like ${`${prefix}%`}`)
  const inArea = areas.reduce((left, right) => sql`${left} or ${right}`, sql`false`)
  const [row] = await sql<{ reported: number; found: number }[]>`
    select count(*) filter (where t.channel not in ${sql(OWN_CHANNELS)})::int as reported,
      count(*) filter (where t.channel in ${sql(OWN_CHANNELS)})::int as found
    from tickets t where t.created_at >= ${input.from} and t.created_at < ${input.to} and (${inArea})`
  return row ?? { reported: 0, found: 0 }
}
