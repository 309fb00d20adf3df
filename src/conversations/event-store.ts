import type { Sql } from '../db/client.ts'
import type { LiveEvent } from '../protocol/conversations.ts'

export type StoredLiveEvent = { id: string; event: LiveEvent }

export async function insertLiveEvent(
  sql: Sql,
  topic: string,
  type: string,
  data: LiveEvent,
): Promise<void> {
  await sql`insert into live_events (topic, type, data) values (${topic}, ${type}, ${sql.json(data as never)})`
}

// Writers of one topic hold that conversation's row lock, so within a topic ids become visible in order.
export async function listLiveEvents(
  sql: Sql,
  topic: string,
  afterId: string,
): Promise<StoredLiveEvent[]> {
  return sql<StoredLiveEvent[]>`select id::text as id, data as event from live_events
    where topic = ${topic} and id > ${afterId}::bigint order by id limit 200`
}

type Typing = Extract<LiveEvent, { type: 'conversation.typing' }>

export async function findLastTyping(
  sql: Sql,
  topic: string,
  by: Typing['by'],
): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date }[]>`
    select (data->>'at')::timestamptz as at from live_events
    where topic = ${topic} and type = 'conversation.typing' and data->>'by' = ${by}
    order by id desc limit 1`
  return row?.at
}

/** One row for each side of a conversation, however long they type. */
export async function replaceTyping(sql: Sql, topic: string, event: Typing): Promise<void> {
  await sql`delete from live_events
    where topic = ${topic} and type = 'conversation.typing' and data->>'by' = ${event.by}`
  await insertLiveEvent(sql, topic, event.type, event)
}

export async function lastLiveEventId(sql: Sql, topic: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select coalesce(max(id), 0)::text as id from live_events where topic = ${topic}`
  return row?.id ?? '0'
}
