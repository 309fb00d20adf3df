import { currentLocale, t } from './i18n.ts'

/** `2021-01-01` or `2025-12` as a person writes it; anything else stays as it is. */
export function plainDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) ?? []
  if (year === undefined || month === undefined) return text
  if (currentLocale() === 'en') {
    return new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`).toLocaleDateString('en-GB', {
      ...(day === undefined ? {} : { day: 'numeric' }),
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
  }
  return `${year}年${Number(month)}月${day === undefined ? '' : `${Number(day)}日`}`
}

const DAY_MS = 86_400_000
/** Due dates and office hours are the city's, wherever the phone thinks it is. */
const CITY = { timeZone: 'Asia/Shanghai' } as const
const dayOf = (at: Date): string => at.toLocaleDateString('en-CA', CITY)

/** `今天15:30`, `明天09:00`, `11月24日09:00`: a time near now. */
export function plainTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso)
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...CITY })
  const day = dayOf(at)
  if (day === dayOf(now)) return t('today', { time })
  if (day === dayOf(new Date(now.getTime() + DAY_MS))) return t('tomorrow', { time })
  const [, month, date] = day.split('-').map(Number)
  return currentLocale() === 'en'
    ? `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...CITY })} ${time}`
    : `${month}月${date}日${time}`
}

type Due = { status: string; next_due_at: string | null }

/** What happens next and by when, in plain words (R-SLA-6); null where no clock runs. */
export function dueInWords({ status, next_due_at }: Due, now: Date = new Date()): string | null {
  if (next_due_at === null) return null
  const at = plainTime(next_due_at, now)
  if (status === 'pending_review') return t('due_accept', { at })
  return t(new Date(next_due_at) < now ? 'due_late' : 'due_resolve', { at })
}
