import { call, post } from '../../shared/api.ts'
import type { TicketStatus, Urgency } from '../../../protocol/tickets.ts'

export const VIEWS = [
  'review',
  'mine',
  'area',
  'unassigned',
  'overdue',
  'returned',
  'critical',
  'resolved',
  'due_today',
  'paused',
  'all',
] as const
export type View = (typeof VIEWS)[number]
/** Lists behind a figure: opened from there, and not in everybody's way. */
export const QUIET_VIEWS: readonly View[] = ['due_today', 'paused']

export type QueueFilter = { view: View; text: string; urgency: Urgency | null }
export type SavedFilter = { id: string; name: string; filter: QueueFilter }

export type QueueItem = {
  ticket_no: string
  title: string
  category_code: string | null
  category: string | null
  address: string | null
  division: string | null
  status: TicketStatus
  status_text: string
  urgency: Urgency
  risk_flags: string[]
  lead_unit: string | null
  assignee: string | null
  level: string
  created_at: string
  clock_due_at: string | null
  resolve_due_at: string
  closed: boolean
  children: number
  version: number
}
export type QueuePage = { now: string; total: number; tickets: QueueItem[] }

export type Evidence = { start: number; end: number; text: string; message_id: string | null }
export type AiField = {
  value: unknown
  confidence: number
  evidence: Evidence | null
  confirmed_by?: string
}
export type Candidate = { code: string; name: string; confidence: number; why: string[] }
export type HistoryItem = {
  seq: number
  at: string
  actor: string
  actorRole: string
  action: string
  fromStatus: string | null
  toStatus: TicketStatus | null
  reason: string
  diff: Record<string, unknown>
  /** To whom an entry of 转办 gave it; null once that account is gone. */
  assignee: string | null
}

export type TicketDetail = QueueItem & {
  division_code: string | null
  description: string
  resident_words: string
  appeal_type: string
  incident_at: string | null
  place_unknown: boolean
  anonymous: boolean
  has_reporter: boolean
  contact_pref: string
  ai_fields: Record<string, AiField>
  lead_unit_id: string | null
  co_units: string[]
  community_duty: boolean | null
  outcome: string | null
  public_reply: string | null
  reply_warnings: string[]
  pending_question: string | null
  resident_verdict: string | null
  satisfaction: string
  conversation_id: string | null
  source_message_ids: string[]
  extension: { days: number; reason: string; approved?: boolean } | null
  clocks: { stage: string; due_at: string; met_at: string | null }[]
  due_text: string
  history: HistoryItem[]
  notes: { staffName: string; text: string; at: string }[]
  supplements: { text: string; at: string }[]
  /** Neighbours who chose to follow this ticket instead of registering their own. */
  followers: number
  photos: string[]
  allowed: TicketStatus[]
}

export type MoveResult = {
  ticket_no: string
  ok: boolean
  status: TicketStatus | null
  version: number | null
  error: { code: string; key: string; field: string | null } | null
}
export type Duplicate = {
  ticket_no: string
  title: string
  status: string
  score: number
  created_at: string
}
export type DispatchSuggestion = {
  lead_unit: string
  lead_unit_name: string
  level: string
  catch_all: boolean
}
export type Unit = { id: string; name: string; level: string; division_code: string }
export type Division = { code: string; name: string; level: string }
export type Category = { code: string; name: string; parent: string; community_duty: boolean }

export function filterQuery(filter: QueueFilter): URLSearchParams {
  const query = new URLSearchParams({ view: filter.view })
  if (filter.text !== '') query.set('text', filter.text)
  if (filter.urgency !== null) query.set('urgency', filter.urgency)
  return query
}

const ticketPath = (no: string): string => `/api/staff/tickets/${encodeURIComponent(no)}`

export const queueApi = {
  page: (filter: QueueFilter, offset: number, limit: number) => {
    const query = filterQuery(filter)
    query.set('offset', String(offset))
    query.set('limit', String(limit))
    return call<QueuePage>(`/api/staff/queue?${query}`)
  },
  counts: () => call<{ counts: Record<string, number> }>('/api/staff/queue/counts'),
  changes: (filter: QueueFilter, since: string, shown: readonly string[]) => {
    const query = filterQuery(filter)
    query.set('since', since)
    query.set('shown', shown.join(','))
    return call<{ now: string; fresh: number; changed: QueueItem[] }>(
      `/api/staff/queue/changes?${query}`,
    )
  },
  move: (body: Record<string, unknown>, keepalive = false) =>
    call<{ results: MoveResult[] }>('/api/staff/queue/moves', { ...post(body), keepalive }),
  filters: () => call<{ filters: SavedFilter[] }>('/api/staff/filters'),
  saveFilter: (name: string, filter: QueueFilter) =>
    call<{ filters: SavedFilter[] }>('/api/staff/filters', post({ name, filter })),
  removeFilter: (id: string) => call(`/api/staff/filters/${id}`, { method: 'DELETE' }),
  ticket: (no: string) => call<TicketDetail>(ticketPath(no)),
  transition: (no: string, body: Record<string, unknown>) =>
    call<TicketDetail>(`${ticketPath(no)}/transitions`, post(body)),
  event: (no: string, body: Record<string, unknown>) =>
    call<TicketDetail>(`${ticketPath(no)}/events`, post(body)),
  note: (no: string, text: string) => call(`${ticketPath(no)}/notes`, post({ text })),
  reporter: (no: string, purpose: string) =>
    call<{ name: string | null; phone: string | null }>(
      `${ticketPath(no)}/reporter`,
      post({ purpose }),
    ),
  duplicates: (no: string) => call<{ suggestions: Duplicate[] }>(`${ticketPath(no)}/duplicates`),
  suggestion: (no: string) => call<DispatchSuggestion>(`${ticketPath(no)}/dispatch-suggestion`),
  checkReply: (no: string, text: string) =>
    call<{ warnings: string[] }>(`${ticketPath(no)}/reply-check`, post({ public_reply: text })),
  colleagues: () =>
    call<{ colleagues: { id: string; name: string; unit: string | null }[] }>(
      '/api/staff/colleagues',
    ),
  categories: () => call<{ categories: Category[] }>('/api/staff/categories'),
  units: () => call<{ units: Unit[] }>('/api/staff/units'),
  divisions: (parent?: string) =>
    call<{ divisions: Division[] }>(
      `/api/staff/divisions${parent === undefined ? '' : `?parent=${parent}`}`,
    ),
}
