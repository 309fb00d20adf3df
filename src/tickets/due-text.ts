import { localDate } from '../shared/clock.ts'
import type { Ticket } from './ticket.ts'

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** `今天15:30前` · `明天17:30前` · `12月14日（周一）17:30前` (R-SLA-6). */
export function plainDeadline(due: Date, now: Date): string {
  const date = localDate(due)
  const time = new Date(due.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
  const today = localDate(now)
  const tomorrow = localDate(new Date(now.getTime() + 86_400_000))
  if (date === today) return `今天${time}前`
  if (date === tomorrow) return `明天${time}前`
  const [, month = '', day = ''] = date.split('-')
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''
  return `${Number(month)}月${Number(day)}日（${weekday}）${time}前`
}

const RUNNING = ['accepted', 'dispatched', 'processing', 'returned']

/** The deadline of the next step; null where nobody's clock runs. */
export function nextDueAt(
  ticket: Pick<Ticket, 'status' | 'acceptDueAt' | 'resolveDueAt'>,
): Date | null {
  if (ticket.status === 'pending_review') return ticket.acceptDueAt
  return RUNNING.includes(ticket.status) ? ticket.resolveDueAt : null
}

/** What happens next and by when, in the resident's words. */
export function dueText(
  ticket: Pick<Ticket, 'status' | 'acceptDueAt' | 'resolveDueAt'>,
  now: Date,
): string {
  if (ticket.status === 'pending_review') return `预计${plainDeadline(ticket.acceptDueAt, now)}受理`
  if (ticket.status === 'pending_info') return '等您补充情况，期间不计办理时间'
  if (RUNNING.includes(ticket.status)) {
    const late = ticket.resolveDueAt < now
    return late
      ? `已超过办理时限（${plainDeadline(ticket.resolveDueAt, now)}），已提醒承办单位`
      : `预计${plainDeadline(ticket.resolveDueAt, now)}办结`
  }
  return ''
}
