import type { Database } from '../db/client.ts'
import { appendTurnEvents, type NewTurnEvent } from './turn-store.ts'

export type EventWriter = {
  /** False when the turn had ended: then the event is not stored and must not reach anyone. */
  append(event: NewTurnEvent): Promise<boolean>
}

type Waiting = {
  event: NewTurnEvent
  settle(appended: boolean): void
  fail(error: unknown): void
}

const writers = new WeakMap<Database, EventWriter>()

/** One for each database handle: what all turns of a process say while a statement is under way goes into the next one. */
export function eventWriterFor(sql: Database): EventWriter {
  const known = writers.get(sql)
  if (known !== undefined) return known
  const writer = createEventWriter((events) => appendTurnEvents(sql, events))
  writers.set(sql, writer)
  return writer
}

/**
 * One statement at a time, so that the events of a turn become visible in order; nothing waits while none is under way.
 * `write` answers with the turns that still ran.
 */
export function createEventWriter(
  write: (events: readonly NewTurnEvent[]) => Promise<ReadonlySet<string>>,
): EventWriter {
  let waiting: Waiting[] = []
  let busy = false

  async function store(batch: readonly Waiting[]): Promise<void> {
    try {
      const running = await write(batch.map(({ event }) => event))
      for (const { event, settle } of batch) settle(running.has(event.turnId))
    } catch (error) {
      const turns = new Set(batch.map(({ event }) => event.turnId))
      // What one turn says must not cost another one its sentence: each is tried by itself.
      if (turns.size > 1) {
        for (const turnId of turns)
          await store(batch.filter(({ event }) => event.turnId === turnId))
      } else for (const { fail } of batch) fail(error)
    }
  }

  async function drain(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await store(batch)
    }
    busy = false
  }

  return {
    append: (event) =>
      new Promise((settle, fail) => {
        waiting.push({ event, settle, fail })
        if (!busy) void drain()
      }),
  }
}
