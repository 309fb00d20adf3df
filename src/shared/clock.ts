export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** `2026-11-23` as the calendar reads in Wuhan, whatever the server's time zone. China has had no daylight saving since 1991. */
export function localDate(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)
}

/** ISO 8601 with the `+08:00` offset, for wire formats that ask for a zone. */
export function localIso(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS)
    .toISOString()
    .replace(/\.\d{3}Z$/, '+08:00')
}
