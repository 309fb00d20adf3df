import { call, post } from '../../shared/api.ts'

export type TaskStatus = 'proposed' | 'accepted' | 'in_progress' | 'done' | 'reviewed' | 'dismissed'
export type Flag = {
  id: string
  origin: string
  category: string | null
  division: string | null
  ticket_count: number
  reporter_count: number
  baseline: number
  small_sample: boolean
  weak_signals: number
  status: TaskStatus
  plan: string | null
  owner_id: string | null
  owner_name: string | null
  due_on: string | null
  result: string | null
  last_at: string
  version: number
  allowed: TaskStatus[]
}
export type FlagDetail = Flag & {
  effect: { days: number; before: number; after: number | null; complete: boolean } | null
  tickets: { ticket_no: string; title: string; status: string; created_at: string }[]
  steps: { at: string; actor: string; from: string | null; to: TaskStatus; reason: string }[]
}
export type Handling = {
  reported: number
  proactive: { started: number; finished: number }
  found_by_staff: number
}
export const IDEA_STATES = ['received', 'reviewed', 'adopted', 'not_adopted'] as const
export type IdeaState = (typeof IDEA_STATES)[number]
export type Idea = {
  ticket_no: string
  title: string
  state: IdeaState
  plan: string | null
  planned_for: string | null
  reason: string | null
  created_at: string
}
export type Season = { id: string; name: string; months: number[]; categories: string[] }
export type Month = {
  month: number
  top: { category_code: string; category: string | null; count: number }[]
  seasons: { id: string; name: string; categories: { code: string; name: string | null }[] }[]
}
export type Calendar = { months_of_data: number; enough_data: boolean; months: Month[] }
export type Colleague = { id: string; name: string; unit: string | null }

const base = '/api/console/hotspots'

export const hotspots = {
  list: (status: 'open' | 'all') => call<{ hotspots: Flag[] }>(`${base}?status=${status}`),
  one: (id: string) => call<FlagDetail>(`${base}/${encodeURIComponent(id)}`),
  move: (id: string, body: Record<string, unknown>) =>
    call<FlagDetail>(`${base}/${encodeURIComponent(id)}/steps`, post(body)),
  propose: (body: { category_code: string; division_code: string; plan: string }) =>
    call<{ id: string }>(base, post(body)),
  handling: (from: string, to: string) =>
    call<Handling>(`/api/console/handling?from=${from}&to=${to}`),
  ideas: (state: IdeaState | null) =>
    call<{ suggestions: Idea[] }>(
      `/api/console/suggestions${state === null ? '' : `?state=${state}`}`,
    ),
  calendar: () => call<Calendar>('/api/console/calendar'),
  saveSeasons: (seasons: Season[]) =>
    call<{ seasons: Season[] }>('/api/console/calendar/seasons', {
      ...post({ seasons }),
      method: 'PUT',
    }),
  colleagues: () => call<{ colleagues: Colleague[] }>('/api/staff/colleagues'),
  categories: () => call<{ categories: { code: string; name: string }[] }>('/api/staff/categories'),
  divisions: (parent: string) =>
    call<{ divisions: { code: string; name: string }[] }>(`/api/staff/divisions?parent=${parent}`),
}
