import type { WorkingCalendar } from '../shared/working-calendar.ts'
import { SLA_STAGES, type SlaStage } from './sla.ts'
import type { Ticket } from './ticket.ts'

export type MarkStage = SlaStage | 'call_back' | 'pending_info' | 'return_decision'
export type MarkKind = 'remind' | 'overdue' | 'supervise' | 'remind_again'
export type Mark = { stage: MarkStage; mark: MarkKind; at: Date; dueAt: Date }

type Clocked = Pick<
  Ticket,
  | 'status'
  | 'sla'
  | 'createdAt'
  | 'acceptDueAt'
  | 'signDueAt'
  | 'contactDueAt'
  | 'resolveDueAt'
  | 'acceptedAt'
  | 'signedAt'
  | 'contactedAt'
  | 'resolvedAt'
  | 'returnedAt'
  | 'pausedAt'
  | 'pausedMs'
  | 'anonymous'
  | 'contactPref'
>

const DAY = 86_400_000
/** R-SLA-3: the reminder comes when this share of the clock is used. */
const REMIND_SHARE = 0.8
const SUPERVISE_AFTER_DAYS = 1
const CALL_BACK_DAYS = 2
/** 退单: to dispute a dispatch, and to decide the dispute. */
export const RETURN_DAYS = 1
/** Two reminders before the seventh day, on which the handler may close without the answer (R-LIFE). */
export const INFO_REMINDER_DAYS = [2, 5] as const
export const INFO_WAIT_DAYS = 7

const RUNNING = ['pending_review', 'accepted', 'dispatched', 'processing', 'returned']

/** The clocks that run now, each with the instant it must end. */
function runningClocks(ticket: Clocked): { stage: SlaStage; dueAt: Date }[] {
  const wantsContact = !ticket.anonymous && ticket.contactPref !== 'none'
  const open: Record<SlaStage, { dueAt: Date; runs: boolean }> = {
    accept: { dueAt: ticket.acceptDueAt, runs: ticket.acceptedAt === null },
    sign: {
      dueAt: ticket.signDueAt,
      runs: ticket.signedAt === null && ticket.status === 'dispatched',
    },
    contact: { dueAt: ticket.contactDueAt, runs: ticket.contactedAt === null && wantsContact },
    resolve: { dueAt: ticket.resolveDueAt, runs: ticket.resolvedAt === null },
  }
  return SLA_STAGES.filter((stage) => open[stage].runs).map((stage) => ({
    stage,
    dueAt: open[stage].dueAt,
  }))
}

/** Every mark the ticket's state can still reach, passed or not, in order of time. */
export function listMarks(ticket: Clocked, calendar: WorkingCalendar): Mark[] {
  const marks: Mark[] = []
  if (ticket.status === 'pending_info' && ticket.pausedAt !== null) {
    const asked = ticket.pausedAt
    const dueAt = new Date(asked.getTime() + INFO_WAIT_DAYS * DAY)
    const [first, second] = INFO_REMINDER_DAYS
    marks.push(
      { stage: 'pending_info', mark: 'remind', at: new Date(asked.getTime() + first * DAY), dueAt },
      {
        stage: 'pending_info',
        mark: 'remind_again',
        at: new Date(asked.getTime() + second * DAY),
        dueAt,
      },
    )
  }
  if (ticket.status === 'resolved' && ticket.resolvedAt !== null) {
    const dueAt = calendar.addWorkingDays(ticket.resolvedAt, CALL_BACK_DAYS).due
    marks.push({ stage: 'call_back', mark: 'overdue', at: dueAt, dueAt })
  }
  if (ticket.status === 'returned' && ticket.returnedAt !== null) {
    const dueAt = calendar.addWorkingDays(ticket.returnedAt, RETURN_DAYS).due
    marks.push({ stage: 'return_decision', mark: 'overdue', at: dueAt, dueAt })
  }
  if (!RUNNING.includes(ticket.status)) return marks
  for (const { stage, dueAt } of runningClocks(ticket)) {
    marks.push(
      { stage, mark: 'remind', at: remindAt(ticket, dueAt, calendar), dueAt },
      { stage, mark: 'overdue', at: dueAt, dueAt },
      {
        stage,
        mark: 'supervise',
        at: calendar.addWorkingDays(dueAt, SUPERVISE_AFTER_DAYS).due,
        dueAt,
      },
    )
  }
  return marks.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** 80 % of the clock's own time: working time on a working clock, plain time on a natural one. */
function remindAt(ticket: Clocked, dueAt: Date, calendar: WorkingCalendar): Date {
  const from = new Date(ticket.createdAt.getTime() + ticket.pausedMs)
  if (ticket.sla.clock === 'natural') {
    const length = dueAt.getTime() - from.getTime()
    return new Date(from.getTime() + Math.max(0, length) * REMIND_SHARE)
  }
  const minutes = (calendar.workingTimeBetween(from, dueAt) * REMIND_SHARE) / 60_000
  return minutes <= 0 ? dueAt : calendar.addWorkingMinutes(from, minutes).due
}

export function nextMarkAfter(marks: readonly Mark[], now: Date): Date | null {
  return marks.find(({ at }) => at > now)?.at ?? null
}
