/** Seconds after each failed attempt, as Standard Webhooks advises: quick at first, then for three days. */
const WAITS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
/** Receivers that come back together are not met by everything at once. */
const JITTER = 0.2

/** Milliseconds to wait after so many attempts; undefined when it was the last. `random` in [0, 1). */
export function waitAfter(attempts: number, random: number): number | undefined {
  const seconds = WAITS[attempts - 1]
  return seconds === undefined ? undefined : Math.round(seconds * 1000 * (1 + JITTER * random))
}

export const MOST_ATTEMPTS = WAITS.length + 1
