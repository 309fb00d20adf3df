import type { Database } from '../db/client.ts'
import { appendTurnEvents, type NewTurnEvent } from './turn-store.ts'

export type EventWriter = {
  /** False when the turn had ended: then the event is not stored and must not reach anyone. */
  append(event: NewTurnEvent, haste?: Haste): Promise<boolean>
  /** Writes now what was in no hurry. */
  hurry(): void
}

/** `soon`: a sign of progress, which may wait a moment for the next words and go into their statement. */
export type Haste = 'now' | 'soon'

/** How long a sign of progress waits for company: too short to be seen, long enough to spare most turns four statements. */
const SOON_MS = 20

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
 * One statement at a time, so that the events of a turn become visible in order. What is said in one go, and what comes while a
 * statement is under way, shares one. `write` answers with the turns that still ran.
 */
export function createEventWriter(
  write: (events: readonly NewTurnEvent[]) => Promise<ReadonlySet<string>>,
): EventWriter {
  let waiting: Waiting[] = []
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined

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
    if (busy) return
    busy = true
    // After whatever else is said in the same breath.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      clearTimeout(timer)
      timer = undefined
      await store(batch)
    }
    busy = false
  }

  return {
    append: (event, haste = 'now') =>
      new Promise((settle, fail) => {
        waiting.push({ event, settle, fail })
        if (haste === 'now') void drain()
        else timer ??= setTimeout(() => void drain(), SOON_MS)
      }),
    hurry: () => void drain(),
  }
}
