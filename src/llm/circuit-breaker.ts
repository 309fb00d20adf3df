import type { Clock } from '../shared/clock.ts'

const FAILURES_TO_OPEN = 5
const OPEN_MS = 30_000

export type CircuitBreaker = {
  /** False while the endpoint is left alone; true lets one probe through after the pause. */
  tryEnter(): boolean
  succeeded(): void
  failed(): void
  /** The caller gave up: that says nothing about the endpoint, and a probe may be made by the next one. */
  left(): void
  readonly state: 'closed' | 'open' | 'probing'
}

/** One per endpoint and model: after repeated failures callers degrade at once instead of waiting out a timeout each. */
export function createCircuitBreaker(clock: Clock): CircuitBreaker {
  let failures = 0
  let openedAt = 0
  let probing = false
  const now = () => clock.now().getTime()
  const isOpen = () => failures >= FAILURES_TO_OPEN
  return {
    tryEnter() {
      if (!isOpen()) return true
      if (probing || now() - openedAt < OPEN_MS) return false
      probing = true
      return true
    },
    succeeded() {
      failures = 0
      probing = false
    },
    failed() {
      failures += 1
      probing = false
      if (isOpen()) openedAt = now()
    },
    left() {
      probing = false
    },
    get state() {
      if (!isOpen()) return 'closed'
      return probing ? 'probing' : 'open'
    },
  }
}
