import type { Sql } from '../../db/client.ts'

export type Endpoint = {
  id: string
  url: string
  name: string
  secretSealed: string
  eventTypes: string[]
  allowPrivate: boolean
  active: boolean
  inactiveReason: string | null
  createdAt: Date
}

function columns(sql: Sql) {
  return sql`e.id, e.url, e.name, e.secret_sealed as "secretSealed", e.event_types as "eventTypes",
    e.allow_private as "allowPrivate", e.active, e.inactive_reason as "inactiveReason", e.created_at as "createdAt"`
}

export async function insertEndpoint(
  sql: Sql,
  row: Pick<Endpoint, 'id' | 'url' | 'name' | 'secretSealed' | 'eventTypes' | 'allowPrivate'> & {
    at: Date
  },
): Promise<void> {
  await sql`insert into webhook_endpoints (id, url, name, secret_sealed, event_types, allow_private, created_at)
    values (${row.id}, ${row.url}, ${row.name}, ${row.secretSealed}, ${sql.json(row.eventTypes)},
      ${row.allowPrivate}, ${row.at})`
}

export async function setEndpointActive(
  sql: Sql,
  input: { id: string; active: boolean; reason: string | null },
): Promise<boolean> {
  const rows =
    await sql`update webhook_endpoints set active = ${input.active}, inactive_reason = ${input.reason}
    where id = ${input.id} returning id`
  return rows.length > 0
}

export async function hasEndpoints(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from webhook_endpoints where active limit 1`
  return rows.length > 0
}

/** By name: a receiver of every type is none. */
export async function hasSubscriber(sql: Sql, type: string): Promise<boolean> {
  const rows =
    await sql`select 1 from webhook_endpoints where active and event_types ? ${type} limit 1`
  return rows.length > 0
}

export type NewEvent = {
  id: string
  type: string
  at: Date
  payload: string
  toSealed: string | null
  /** Not for receivers of every type. */
  explicit: boolean
}

/** The event and one delivery for each endpoint that wants its type. */
export async function insertEvent(sql: Sql, row: NewEvent): Promise<void> {
  await sql`with event as (
      insert into webhook_events (id, type, at, payload, to_sealed)
      values (${row.id}, ${row.type}, ${row.at}, ${row.payload}, ${row.toSealed}) returning id, type, at
    )
    insert into webhook_deliveries (event_id, endpoint_id, next_attempt_at)
    select event.id, e.id, event.at from event, webhook_endpoints e
    where e.active and ((e.event_types = '[]' and not ${row.explicit}::boolean) or e.event_types ? event.type)`
}

export type DueDelivery = {
  eventId: string
  endpointId: string
  attempts: number
  payload: string
  toSealed: string | null
  url: string
  secretSealed: string
  allowPrivate: boolean
}

/** Takes what is due, each row for one worker; a worker that dies gives it back with its lease. */
export async function claimDeliveries(
  sql: Sql,
  input: { now: Date; leaseUntil: Date; limit: number },
): Promise<DueDelivery[]> {
  return sql<DueDelivery[]>`
    with due as (
      select d.event_id, d.endpoint_id from webhook_deliveries d
      join webhook_endpoints e on e.id = d.endpoint_id and e.active
      where d.status = 'pending' and d.next_attempt_at <= ${input.now}
        and (d.lease_until is null or d.lease_until < ${input.now})
      order by d.next_attempt_at, d.event_id limit ${input.limit} for update of d skip locked
    )
    update webhook_deliveries d set attempts = d.attempts + 1, lease_until = ${input.leaseUntil}
    from due, webhook_events v, webhook_endpoints e
    where d.event_id = due.event_id and d.endpoint_id = due.endpoint_id and v.id = d.event_id and e.id = d.endpoint_id
    returning d.event_id as "eventId", d.endpoint_id as "endpointId", d.attempts, v.payload, v.to_sealed as "toSealed", e.url,
      e.secret_sealed as "secretSealed", e.allow_private as "allowPrivate"`
}

export async function finishDelivery(
  sql: Sql,
  row: {
    eventId: string
    endpointId: string
    status: 'pending' | 'delivered' | 'dead'
    httpStatus: number | null
    error: string | null
    nextAttemptAt: Date
    at: Date
  },
): Promise<void> {
  await sql`update webhook_deliveries set status = ${row.status}, last_status = ${row.httpStatus},
      last_error = ${row.error}, next_attempt_at = ${row.nextAttemptAt}, lease_until = null,
      delivered_at = ${row.status === 'delivered' ? row.at : null}
    where event_id = ${row.eventId} and endpoint_id = ${row.endpointId}`
}

export type EndpointState = Endpoint & { pending: number; delivered: number; dead: number }

export async function listEndpointStates(sql: Sql): Promise<EndpointState[]> {
  return sql<EndpointState[]>`select ${columns(sql)},
      count(d.event_id) filter (where d.status = 'pending')::int as pending,
      count(d.event_id) filter (where d.status = 'delivered')::int as delivered,
      count(d.event_id) filter (where d.status = 'dead')::int as dead
    from webhook_endpoints e left join webhook_deliveries d on d.endpoint_id = e.id
    group by e.id order by e.created_at, e.id`
}

export type DeadLetter = {
  eventId: string
  endpointId: string
  type: string
  at: Date
  attempts: number
  lastStatus: number | null
  lastError: string | null
}

export async function listDead(sql: Sql, limit: number): Promise<DeadLetter[]> {
  return sql<
    DeadLetter[]
  >`select d.event_id as "eventId", d.endpoint_id as "endpointId", v.type, v.at, d.attempts,
      d.last_status as "lastStatus", d.last_error as "lastError"
    from webhook_deliveries d join webhook_events v on v.id = d.event_id
    where d.status = 'dead' order by v.at desc, v.id limit ${limit}`
}

/** Dead letters of an endpoint, or one event again whatever became of it. The id stays. */
export async function requeue(
  sql: Sql,
  input: { endpointId: string | null; eventId: string | null; now: Date },
): Promise<number> {
  const rows =
    await sql`update webhook_deliveries set status = 'pending', attempts = 0, lease_until = null,
      next_attempt_at = ${input.now}
    where ${input.eventId === null ? sql`status = 'dead'` : sql`event_id = ${input.eventId}`}
      ${input.endpointId === null ? sql`` : sql`and endpoint_id = ${input.endpointId}`}
    returning event_id`
  return rows.length
}

/** Delivered everywhere and old: gone. Dead letters stay until somebody has looked. */
export async function deleteOldEvents(sql: Sql, before: Date): Promise<void> {
  await sql`delete from webhook_events v where v.at < ${before} and not exists (
    select 1 from webhook_deliveries d where d.event_id = v.id and d.status <> 'delivered')`
}
