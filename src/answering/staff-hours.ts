import { createWorkingCalendar } from '../shared/working-calendar.ts'
import { localDate } from '../shared/clock.ts'
import { startClocks } from '../tickets/index.ts'

export function isStaffHours(blocks: readonly string[], at: Date): boolean {
  return createWorkingCalendar(undefined, blocks).isWorkingTime(at)
}

/** The promise made out of hours, in plain words, `11月24日14:30`: when the SLA table has a request for help accepted. */
export function nextStaffHours(
  blocks: readonly string[],
  at: Date,
  locale: 'zh-CN' | 'en',
): string {
  const { due } = startClocks(
    { urgency: 'normal', appealType: 'help', from: at },
    createWorkingCalendar(undefined, blocks),
  )
  return plainTime(new Date(due.accept), locale)
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
