import type { Ports } from '../../ports.ts'
import { localDate, type Clock } from '../../shared/clock.ts'

const DAY = 86_400_000

/** Lets a month pass in seconds: the past is lived through the same verbs, at its own time of day. */
export type DemoClock = Clock & {
  goTo(daysAgo: number, hour: number): void
  advance(ms: number): void
}
export type DemoPorts = Ports & { clock: DemoClock }

export function demoClock(today: Date): DemoClock {
  let now = today.getTime()
  // Nothing in the demo lies in the future of the machine that shows it.
  const capped = (at: number): number => Math.min(at, today.getTime())
  return {
    now: () => new Date(now),
    goTo(daysAgo, hour) {
      const day = localDate(new Date(today.getTime() - daysAgo * DAY))
      now = capped(new Date(`${day}T${String(hour).padStart(2, '0')}:05:00+08:00`).getTime())
    },
    advance(ms) {
      now = capped(now + ms)
    },
  }
}
