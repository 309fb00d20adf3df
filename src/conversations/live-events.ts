import type { Ports } from '../ports.ts'
import type { LiveEvent } from '../protocol/conversations.ts'
import type { Sql } from '../db/client.ts'
import { mapStrings, openMasks, unmask } from './sealed-text.ts'
import { findConversation } from './store.ts'
import { insertLiveEvent, listLiveEvents, type StoredLiveEvent } from './event-store.ts'

export function conversationTopic(conversationId: string): string {
  return `conversation:${conversationId}`
}

/** Written with the change it tells of, in the same transaction; call `wakeup.notify` after commit. */
export async function recordLiveEvent(sql: Sql, topic: string, event: LiveEvent): Promise<void> {
  await insertLiveEvent(sql, topic, event.type, event)
}

/** Replays what came after `afterId`, then tails. Polls at most every 500 ms, wakes at once inside one process. */
export async function* followLiveEvents(
  ctx: Pick<Ports, 'sql' | 'wakeup'>,
  input: { topic: string; afterId: string; signal: AbortSignal },
): AsyncGenerator<StoredLiveEvent | 'heartbeat'> {
  let lastId = input.afterId
  let idleMs = 0
  while (!input.signal.aborted) {
    const rows = await listLiveEvents(ctx.sql, input.topic, lastId)
    for (const row of rows) {
      lastId = row.id
      yield row
    }
    if (rows.length > 0) {
      idleMs = 0
      continue
    }
    await ctx.wakeup.wait(input.topic, POLL_MS, input.signal)
    idleMs += POLL_MS
    if (idleMs >= HEARTBEAT_MS) {
      idleMs = 0
      yield 'heartbeat'
    }
  }
}

const POLL_MS = 500
const HEARTBEAT_MS = 15_000

/** Events are stored masked; this puts the resident's own words back for the resident's own page. */
export async function openLiveEvent(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  input: { conversationId: string; event: LiveEvent },
): Promise<LiveEvent> {
  if (input.event.type !== 'message.created') return input.event
  const conversation = await findConversation(ctx.sql, input.conversationId)
  const masks = await openMasks(ctx.vault, conversation?.private ?? null)
  return mapStrings(input.event, (text) => unmask(text, masks))
}
