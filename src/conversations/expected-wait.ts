import type { Ports } from '../ports.ts'
import { countWaiting, readPastWaits, type PastWait } from './handoff-wait-store.ts'

const DAYS = 30
const LATEST = 50
/** Fewer tell nothing about the next one. */
const LEAST = 5
const MINUTE_MS = 60_000

export type ExpectedWait = {
  /** Who is waiting now. */
  waiting: number
  /** The median of the latest waits, and how many they were; null while they are too few. */
  typical: { minutes: number; sample: number } | null
}

/** How long a person takes to come, as it was lately; never a promise. `isOpen` leaves out requests made at night. */
export async function expectWait(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  isOpen: (at: Date) => boolean,
): Promise<ExpectedWait> {
  const since = new Date(ctx.clock.now().getTime() - DAYS * 24 * 60 * MINUTE_MS)
  const [waiting, past] = await Promise.all([
    countWaiting(ctx.sql),
    readPastWaits(ctx.sql, { since, limit: LATEST }),
  ])
  return { waiting, typical: typicalWait(past.filter(({ requestedAt }) => isOpen(requestedAt))) }
}

/** Rounded up: to the minute below ten, to five minutes above. */
export function typicalWait(past: readonly PastWait[]): ExpectedWait['typical'] {
  if (past.length < LEAST) return null
  const waits = past
    .map(({ requestedAt, takenAt }) => takenAt.getTime() - requestedAt.getTime())
    .toSorted((a, b) => a - b)
  const median = (waits[Math.floor(waits.length / 2)] ?? 0) / MINUTE_MS
  const step = median <= 10 ? 1 : 5
  return { minutes: Math.max(1, Math.ceil(median / step) * step), sample: past.length }
}
