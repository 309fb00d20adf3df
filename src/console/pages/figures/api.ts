import type { TurnFigure } from '../../../protocol/outcomes.ts'
import { call } from '../../shared/api.ts'

export type Period = { from: string; to: string }
export type KpiValue = {
  id: string
  numerator: number
  denominator: number
  value: number | null
  small_sample: boolean
}
export type Intake = {
  tickets: number
  by_hour: number[]
  by_day: { day: string; count: number }[]
  by_channel: { channel: string; count: number }[]
  groups: string[]
  areas: { code: string; name: string }[]
  cells: { group: string; area: string; count: number }[]
  clocks: { open: number; overdue: number; dueToday: number; paused: number }
  reviews: { field: string; reviewed: number; changed: number }[]
}
export type AnswerFigures = {
  turns: number
  outcomes: { outcome: string; family: string; count: number }[]
  by_day: { day: string; answered: number; unanswerable: number; handoff: number; turns: number }[]
  votes: { up: number; down: number }
  citations: { answers: number; cited: number }
  first_resolution: { asked: number; settled: number }
  handoffs: { requested: number; taken: number; median_wait_seconds: number | null }
}
export type ListedTurn = { id: string; outcome: string; text: string; startedAt: string }
export type CorrectedTicket = { ticketNo: string; title: string; at: string }
const query = (period: Period): string => new URLSearchParams(period).toString()

export const figures = {
  kpi: (period: Period) =>
    call<{ tickets: number; values: KpiValue[] }>(`/api/staff/figures?${query(period)}`),
  behind: (period: Period, id: string, part: 'met' | 'missed') =>
    call<{ ticket_nos: string[] }>(
      `/api/staff/figures/tickets?${query(period)}&id=${encodeURIComponent(id)}&part=${part}`,
    ),
  intake: (period: Period) => call<Intake>(`/api/console/figures/intake?${query(period)}`),
  turns: (period: Period, figure: TurnFigure) =>
    call<{ turns: ListedTurn[]; limit: number }>(
      `/api/console/figures/turns?${query(period)}&figure=${figure}`,
    ),
  corrections: (period: Period, field: string) =>
    call<{ tickets: CorrectedTicket[]; limit: number }>(
      `/api/console/figures/corrections?${query(period)}&field=${encodeURIComponent(field)}`,
    ),
  answers: (period: Period) => call<AnswerFigures>(`/api/console/figures/answers?${query(period)}`),
}
