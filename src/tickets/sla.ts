import table from '../../knowledge/tables/sla.json' with { type: 'json' }
import type { AppealType, Urgency } from '../protocol/tickets.ts'
import { createWorkingCalendar, type WorkingCalendar } from '../shared/working-calendar.ts'

export const SLA_STAGES = ['accept', 'sign', 'contact', 'resolve'] as const
export type SlaStage = (typeof SLA_STAGES)[number]

type Duration = { amount: number; unit: 'min' | 'h' | 'WD' }
type Clock = 'natural' | 'working'

/** A ticket's own copy: changing the table never moves the clocks of running tickets (R-SLA-5). */
export type SlaSnapshot = {
  rowId: string
  tableVersion: string
  calendarVersion: string
  clock: Clock
  due: Record<SlaStage, string>
  resolveTarget: string | null
  /** Total length of the resolve clock in milliseconds, for the 80 % mark and the caps of R-SLA-4. */
  resolveLengthMs: number
  calendarIncomplete: boolean
}

export type SlaRow = (typeof table.rows)[number]

export function parseDuration(text: string): Duration {
  const match = /^(\d+)(min|h|WD)$/.exec(text)
  if (match === null) throw new Error(`not a duration: ${text}`)
  return { amount: Number(match[1]), unit: match[2] as Duration['unit'] }
}

/** Working days end at the close of business of the N-th working day; hours run from the moment (R-SLA-1). */
export function addDuration(
  calendar: WorkingCalendar,
  input: { from: Date; duration: string; clock: Clock },
): { due: Date; incomplete: boolean } {
  const { amount, unit } = parseDuration(input.duration)
  if (unit === 'WD') return calendar.addWorkingDays(input.from, amount)
  const minutes = unit === 'h' ? amount * 60 : amount
  if (input.clock === 'working') return calendar.addWorkingMinutes(input.from, minutes)
  return { due: new Date(input.from.getTime() + minutes * 60_000), incomplete: false }
}

export function findSlaRow(urgency: Urgency, appealType: AppealType): SlaRow {
  const row = table.rows.find(
    (item) =>
      item.urgency === urgency &&
      (item.appeal_types === null || item.appeal_types.includes(appealType)),
  )
  if (row === undefined) throw new Error(`no SLA row for ${urgency} ${appealType}`)
  return row
}

export function defaultCalendar(): WorkingCalendar {
  return createWorkingCalendar(undefined, table.working_blocks)
}

export function startClocks(
  input: { urgency: Urgency; appealType: AppealType; from: Date },
  calendar: WorkingCalendar = defaultCalendar(),
): SlaSnapshot {
  const row = findSlaRow(input.urgency, input.appealType)
  const clock = row.clock as Clock
  const ends = SLA_STAGES.map((stage) => ({
    stage,
    ...addDuration(calendar, { from: input.from, duration: row[stage], clock }),
  }))
  const dueOf = (stage: SlaStage): string =>
    ends.find((end) => end.stage === stage)?.due.toISOString() ?? ''
  const target =
    row.resolve_target === null
      ? null
      : addDuration(calendar, { from: input.from, duration: row.resolve_target, clock }).due
  return {
    rowId: row.id,
    tableVersion: table.version,
    calendarVersion: calendar.version,
    clock,
    due: {
      accept: dueOf('accept'),
      sign: dueOf('sign'),
      contact: dueOf('contact'),
      resolve: dueOf('resolve'),
    },
    resolveTarget: target?.toISOString() ?? null,
    resolveLengthMs: new Date(dueOf('resolve')).getTime() - input.from.getTime(),
    calendarIncomplete: ends.some((end) => end.incomplete),
  }
}

/** R-SLA-4: the clock stands still in `pending_info` only; the due date moves by the paused time. */
export function shiftResolveDue(snapshot: SlaSnapshot, pausedMs: number): SlaSnapshot {
  const due = new Date(new Date(snapshot.due.resolve).getTime() + pausedMs).toISOString()
  return { ...snapshot, due: { ...snapshot.due, resolve: due } }
}
