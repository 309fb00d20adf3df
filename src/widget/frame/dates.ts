import { currentLocale } from './i18n.ts'

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

/** `今天15:30`, `11月24日09:00`: a time near now, in the reader's own zone. */
export function plainTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso)
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (at.toDateString() === now.toDateString()) return time
  const day =
    currentLocale() === 'en'
      ? at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
      : `${at.getMonth() + 1}月${at.getDate()}日`
  return `${day} ${time}`
}
