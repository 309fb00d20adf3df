import { createWorkingCalendar } from '../shared/working-calendar.ts'
import { localDate } from '../shared/clock.ts'

export function isStaffHours(blocks: readonly string[], at: Date): boolean {
  return createWorkingCalendar(undefined, blocks).isWorkingTime(at)
}

/** Working minutes after which a person answers a request left out of hours (SLA table: accept within 4 working hours). */
const ANSWER_MINUTES = 240

/** The promise made out of hours, in plain words: `11月24日14:30`. */
export function nextStaffHours(
  blocks: readonly string[],
  at: Date,
  locale: 'zh-CN' | 'en',
): string {
  const due = createWorkingCalendar(undefined, blocks).addWorkingMinutes(at, ANSWER_MINUTES).due
  return plainTime(due, locale)
}

export function plainTime(instant: Date, locale: 'zh-CN' | 'en'): string {
  const [, month = '', day = ''] = localDate(instant).split('-')
  const time = new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
  return locale === 'en'
    ? `${time} on ${Number(month)}/${Number(day)}`
    : `${Number(month)}月${Number(day)}日${time}`
}

export function describeStaffHours(blocks: readonly string[], locale: 'zh-CN' | 'en'): string {
  const hours = blocks.join(locale === 'en' ? ', ' : '、')
  return locale === 'en' ? `working days ${hours}` : `工作日${hours}`
}
