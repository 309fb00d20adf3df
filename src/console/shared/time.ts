import { useEffect, useState } from 'react'
import { locale, t } from './texts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `3时20分`, `2天`, `40分`: as exact as somebody needs to decide what comes first. */
export function spanText(milliseconds: number): string {
  const span = Math.abs(milliseconds)
  if (span < HOUR) return t('span_minutes', { minutes: Math.max(1, Math.floor(span / MINUTE)) })
  const hours = Math.floor(span / HOUR)
  const minutes = Math.floor((span % HOUR) / MINUTE)
  if (span < 6 * HOUR && minutes > 0) return t('span_hours_minutes', { hours, minutes })
  if (span < DAY) return t('span_hours', { hours })
  return t('span_days', { days: Math.floor(span / DAY) })
}

export type TimeLeft = { text: string; state: 'over' | 'soon' | 'ok' }

/** Red is for what is over, and for nothing else. */
export function timeLeft(due: string, now: number): TimeLeft {
  const left = new Date(due).getTime() - now
  if (left < 0) return { text: t('time_over', { span: spanText(left) }), state: 'over' }
  return { text: t('time_left', { span: spanText(left) }), state: left < HOUR ? 'soon' : 'ok' }
}

let offset = 0

/** The server's clock decides what is late, not this machine's. */
export function setServerTime(now: string): void {
  offset = new Date(now).getTime() - Date.now()
}

export function useNow(everyMs = 20_000): number {
  const [now, setNow] = useState(() => Date.now() + offset)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + offset), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

const dayFormat = new Intl.DateTimeFormat(locale, {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
})
const timeFormat = new Intl.DateTimeFormat(locale, {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** `今天15:30`, `11月20日 09:12`. */
export function momentText(iso: string): string {
  const at = new Date(iso)
  const today = dayFormat.format(new Date(Date.now() + offset))
  const day = dayFormat.format(at)
  const time = timeFormat.format(at)
  return day === today ? t('today_at', { time }) : `${day} ${time}`
}
