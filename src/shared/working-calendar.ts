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

const midnight = (at: number): number => Math.floor((at + OFFSET) / DAY) * DAY - OFFSET
const dateOf = (at: number): string => new Date(at + OFFSET).toISOString().slice(0, 10)
const yearOf = (at: number): number => Number(dateOf(at).slice(0, 4))

function isWorkingDate(data: CalendarData, date: string): boolean {
  const year = data.years[date.slice(0, 4)]
  if (year?.make_up_workdays.includes(date) === true) return true
  if (year?.holidays.includes(date) === true) return false
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** Working intervals from `from` on, day by day, without end. */
function* intervals(
  data: CalendarData,
  blocks: readonly WorkingBlock[],
  from: number,
): Generator<{ start: number; end: number }> {
  for (let day = midnight(from); ; day += DAY) {
    if (!isWorkingDate(data, dateOf(day))) continue
    for (const block of blocks) {
      const start = Math.max(from, day + block.start * MINUTE)
      const end = day + block.end * MINUTE
      if (end > start) yield { start, end }
    }
  }
}

/** True when every year the clock runs through is in the data. */
function isComplete(data: CalendarData, from: number, to: number): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    if (!(String(year) in data.years)) return false
  }
  return true
}

export function createWorkingCalendar(
  data: CalendarData = DEFAULT_CALENDAR,
  blockTexts: readonly string[] = ['08:30-12:00', '14:00-17:30'],
): WorkingCalendar {
  const blocks = parseBlocks(blockTexts)
  const closing = blocks.at(-1)?.end ?? 17 * 60 + 30
  const ending = (from: Date, due: number) => ({
    due: new Date(due),
    incomplete: !isComplete(data, from.getTime(), due),
  })
  return {
    version: data.version,
    hasYear: (year) => String(year) in data.years,
    isWorkingDay: (date) => isWorkingDate(data, date),
    addWorkingDays(from, days) {
      let day = midnight(from.getTime())
      for (let left = days; left > 0;) {
        day += DAY
        if (isWorkingDate(data, dateOf(day))) left -= 1
      }
      return ending(from, day + closing * MINUTE)
    },
    addWorkingMinutes(from, minutes) {
      let left = minutes * MINUTE
      for (const { start, end } of intervals(data, blocks, from.getTime())) {
        if (end - start >= left) return ending(from, start + left)
        left -= end - start
      }
      throw new Error('a working calendar has no end')
    },
    workingTimeBetween(from, to) {
      let total = 0
      for (const { start, end } of intervals(data, blocks, from.getTime())) {
        if (start >= to.getTime()) return total
        total += Math.min(end, to.getTime()) - start
      }
      return total
    },
    isWorkingTime(at) {
      const minute = (at.getTime() - midnight(at.getTime())) / MINUTE
      const inBlock = blocks.some((block) => minute >= block.start && minute < block.end)
      return inBlock && isWorkingDate(data, dateOf(at.getTime()))
    },
    nextWorkingTime(at) {
      for (const { start } of intervals(data, blocks, at.getTime())) return new Date(start)
      return at
    },
  }
}
