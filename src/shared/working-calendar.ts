import calendar from '../../knowledge/tables/calendar.json' with { type: 'json' }

type YearDays = { holidays: readonly string[]; make_up_workdays: readonly string[] }
export type CalendarData = { version: string; years: Readonly<Record<string, YearDays>> }

/** Minutes since local midnight, half-open. */
export type WorkingBlock = { start: number; end: number }

const MINUTE = 60_000
const DAY = 86_400_000
/** Shanghai has had one offset since 1991; a fixed one makes the result independent of the server's time zone. */
const OFFSET = 8 * 60 * MINUTE

export const DEFAULT_CALENDAR: CalendarData = calendar

/** `08:30-12:00` → minutes. Blocks come in order and do not overlap. */
export function parseBlocks(texts: readonly string[]): WorkingBlock[] {
  const minutes = (text: string): number => {
    const [hours = '0', rest = '0'] = text.split(':')
    return Number(hours) * 60 + Number(rest)
  }
  const blocks = texts.map((text) => {
    const [start = '', end = ''] = text.split('-')
    return { start: minutes(start), end: minutes(end) }
  })
  for (const [i, block] of blocks.entries()) {
    if (block.end <= block.start || block.start < (blocks[i - 1]?.end ?? 0)) {
      throw new Error(`working hours must rise and not overlap: ${texts.join(',')}`)
    }
  }
  return blocks
}

export type WorkingCalendar = {
  readonly version: string
  /** R-SLA-2: a year that is not in the data counts Monday to Friday; callers mark the clock `calendar_incomplete`. */
  hasYear(year: number): boolean
  isWorkingDay(localDate: string): boolean
  /** End of business of the n-th working day after `from`; the start day is not counted (民法典 201, 203). */
  addWorkingDays(from: Date, days: number): { due: Date; incomplete: boolean }
  /** `from` plus working time inside the blocks, over lunch, night and days off. */
  addWorkingMinutes(from: Date, minutes: number): { due: Date; incomplete: boolean }
  /** Working milliseconds between two instants; 0 when `to` is not after `from`. */
  workingTimeBetween(from: Date, to: Date): number
  isWorkingTime(at: Date): boolean
  /** The next instant at which people work; `at` itself when they do. */
  nextWorkingTime(at: Date): Date
}

export function createWorkingCalendar(
  data: CalendarData = DEFAULT_CALENDAR,
  blockTexts: readonly string[] = ['08:30-12:00', '14:00-17:30'],
): WorkingCalendar {
  const blocks = parseBlocks(blockTexts)
  const closing = blocks.at(-1)?.end ?? 17 * 60 + 30
  const hasYear = (year: number): boolean => String(year) in data.years
  const isWorkingDay = (date: string): boolean => {
    const year = data.years[date.slice(0, 4)]
    if (year?.make_up_workdays.includes(date) === true) return true
    if (year?.holidays.includes(date) === true) return false
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    return weekday !== 0 && weekday !== 6
  }
  const midnight = (at: number): number => Math.floor((at + OFFSET) / DAY) * DAY - OFFSET
  const dateOf = (at: number): string => new Date(at + OFFSET).toISOString().slice(0, 10)

  /** Working intervals from `from` on, day by day. */
  function* intervals(from: number): Generator<{ start: number; end: number; year: number }> {
    for (let day = midnight(from); ; day += DAY) {
      const date = dateOf(day)
      if (!isWorkingDay(date)) continue
      for (const block of blocks) {
        const start = Math.max(from, day + block.start * MINUTE)
        const end = day + block.end * MINUTE
        if (end > start) yield { start, end, year: Number(date.slice(0, 4)) }
      }
    }
  }
  const complete = (from: number, to: number): boolean => {
    for (
      let year = Number(dateOf(from).slice(0, 4));
      year <= Number(dateOf(to).slice(0, 4));
      year++
    ) {
      if (!hasYear(year)) return false
    }
    return true
  }

  return {
    version: data.version,
    hasYear,
    isWorkingDay,
    addWorkingDays(from, days) {
      let day = midnight(from.getTime())
      for (let left = days; left > 0;) {
        day += DAY
        if (isWorkingDay(dateOf(day))) left -= 1
      }
      const due = day + closing * MINUTE
      return { due: new Date(due), incomplete: !complete(from.getTime(), due) }
    },
    addWorkingMinutes(from, minutes) {
      let left = minutes * MINUTE
      for (const { start, end } of intervals(from.getTime())) {
        if (end - start >= left) {
          const due = start + left
          return { due: new Date(due), incomplete: !complete(from.getTime(), due) }
        }
        left -= end - start
      }
      throw new Error('a working calendar has no end')
    },
    workingTimeBetween(from, to) {
      let total = 0
      for (const { start, end } of intervals(from.getTime())) {
        if (start >= to.getTime()) return total
        total += Math.min(end, to.getTime()) - start
      }
      return total
    },
    isWorkingTime(at) {
      const time = at.getTime()
      const minute = (time - midnight(time)) / MINUTE
      return (
        isWorkingDay(dateOf(time)) &&
        blocks.some((block) => minute >= block.start && minute < block.end)
      )
    },
    nextWorkingTime(at) {
      for (const { start } of intervals(at.getTime())) return new Date(start)
      return at
    },
  }
}
