import table from '../../knowledge/tables/sla.json' with { type: 'json' }
import type { AppealType, Urgency } from '../protocol/tickets.ts'
import { localDate } from '../shared/clock.ts'
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

export type SeasonalLane = Pick<
  (typeof table.lanes)[number],
  'id' | 'from' | 'to' | 'categories' | 'contact' | 'resolve'
>

/** The lane of the season that takes this matter today, by category code or its beginning. */
export function findLane(
  input: { urgency: Urgency; categoryCode?: string | null; from: Date },
  lanes: readonly SeasonalLane[],
): SeasonalLane | undefined {
  const { categoryCode, urgency } = input
  if (urgency !== 'normal' || categoryCode == null) return undefined
  const day = localDate(input.from)
  return lanes.find(
    ({ from, to, categories }) =>
      from <= day && day <= to && categories.some((code) => categoryCode.startsWith(code)),
  )
}

type ClockInput = {
  urgency: Urgency
  appealType: AppealType
  categoryCode?: string | null
  from: Date
}

export function startClocks(
  input: ClockInput,
  calendar: WorkingCalendar = defaultCalendar(),
  lanes: readonly SeasonalLane[] = table.lanes,
): SlaSnapshot {
  const row = findSlaRow(input.urgency, input.appealType)
  const clock = row.clock as Clock
  const lane = findLane(input, lanes)
  const ends = SLA_STAGES.map((stage) => ({
    stage,
    ...endOf(stage, { row, lane, input, calendar }),
  }))
  const dueOf = (stage: SlaStage): string =>
    ends.find((end) => end.stage === stage)?.due.toISOString() ?? ''
  const target =
    row.resolve_target === null
      ? null
      : addDuration(calendar, { from: input.from, duration: row.resolve_target, clock }).due
  return {
    rowId: lane === undefined ? row.id : `${row.id}+${lane.id}`,
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

/** A lane answers within hours of any day and works by working days; it never makes a clock longer. */
function endOf(
  stage: SlaStage,
  clocks: {
    row: SlaRow
    lane: SeasonalLane | undefined
    input: ClockInput
    calendar: WorkingCalendar
  },
): { due: Date; incomplete: boolean } {
  const { row, lane, input, calendar } = clocks
  const { from } = input
  const usual = addDuration(calendar, { from, duration: row[stage], clock: row.clock as Clock })
  if (lane === undefined || (stage !== 'contact' && stage !== 'resolve')) return usual
  const clock = stage === 'contact' ? 'natural' : 'working'
  const fast = addDuration(calendar, { from, duration: lane[stage], clock })
  return fast.due < usual.due ? fast : usual
}

/** R-SLA-4: the clock stands still in `pending_info` only; the due date moves by the paused time. */
export function shiftResolveDue(snapshot: SlaSnapshot, pausedMs: number): SlaSnapshot {
  const due = new Date(new Date(snapshot.due.resolve).getTime() + pausedMs).toISOString()
  return { ...snapshot, due: { ...snapshot.due, resolve: due } }
}
