import type { MessageView } from '../../protocol/conversations.ts'
import type { ErrorEnvelope } from '../../protocol/errors.ts'
import type { StaffRole } from '../../shared/actor.ts'
import { locale } from './texts.ts'

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type Me = {
  id: string
  name: string
  roles: StaffRole[]
  areaPrefixes: string[]
  unitName?: string
}

export type TicketItem = {
  ticket_no: string
  title: string
  category: string | null
  address: string | null
  status: string
  status_text: string
  urgency: 'normal' | 'urgent' | 'critical'
  risk_flags: string[]
  lead_unit: string | null
  created_at: string
  due_text: string
  overdue: boolean
  version: number
}
export type AiField = { value: unknown; confidence: number; evidence: { text: string } | null }
export type TicketDetail = TicketItem & {
  description: string
  resident_words: string
  appeal_type: string
  category_code: string | null
  incident_at: string | null
  anonymous: boolean
  has_reporter: boolean
  ai_fields: Record<string, AiField>
  public_reply: string | null
  conversation_id: string | null
  history: {
    seq: number
    at: string
    actor: string
    action: string
    fromStatus: string | null
    toStatus: string | null
    reason: string
  }[]
  notes: { staffName: string; text: string; at: string }[]
  supplements: { text: string; at: string }[]
  allowed: string[]
}
export type Handoff = {
  id: string
  conversationId: string
  state: 'waiting' | 'active'
  reason: string
  urgent: boolean
  requestedAt: string
  staffId: string | null
}
export type Person = {
  userId: string
  name: string
  username: string
  roles: StaffRole[]
  areaPrefixes: string[]
  unitName: string | null
  active: boolean
}

export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('Accept-Language', locale)
  if (init.body !== undefined) headers.set('Content-Type', 'application/json')
  const response = await fetch(path, { ...init, headers })
  const body = (await response.json().catch(() => null)) as
    | (T & Partial<ErrorEnvelope> & { message?: string })
    | null
  if (response.ok) return body as T
  throw new ApiError(
    response.status,
    body?.error?.code ?? '',
    body?.error?.message ?? body?.message ?? `HTTP ${response.status}`,
  )
}

export const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

export const api = {
  me: () => call<{ me: Me }>('/api/staff/me'),
  signIn: (username: string, password: string) =>
    call('/api/auth/sign-in/username', post({ username, password })),
  signOut: () => call('/api/auth/sign-out', post({})),
  redeem: (body: { token: string; name: string; username: string; password: string }) =>
    call<{ username: string }>('/api/staff/links/redeem', post(body)),
  tickets: (query: URLSearchParams) =>
    call<{ tickets: TicketItem[]; counts: Record<string, number> }>(`/api/staff/tickets?${query}`),
  ticket: (no: string) => call<TicketDetail>(`/api/staff/tickets/${no}`),
  transition: (no: string, body: Record<string, unknown>) =>
    call<TicketDetail>(`/api/staff/tickets/${no}/transitions`, post(body)),
  note: (no: string, text: string) => call(`/api/staff/tickets/${no}/notes`, post({ text })),
  reporter: (no: string, purpose: string) =>
    call<{ name: string | null; phone: string | null }>(
      `/api/staff/tickets/${no}/reporter`,
      post({ purpose }),
    ),
  categories: () =>
    call<{ categories: { code: string; name: string; parent: string }[] }>('/api/staff/categories'),
  handoffs: () => call<{ handoffs: Handoff[] }>('/api/staff/handoffs'),
  conversation: (id: string) =>
    call<{ id: string; mode: string; messages: MessageView[]; erased: boolean }>(
      `/api/staff/conversations/${id}`,
    ),
  takeOver: (id: string) => call(`/api/staff/conversations/${id}/takeover`, post({})),
  reply: (id: string, text: string) =>
    call(`/api/staff/conversations/${id}/messages`, post({ text })),
  giveBack: (id: string) => call(`/api/staff/conversations/${id}/return`, post({})),
  people: () => call<{ people: Person[] }>('/api/staff/people'),
  invite: (body: unknown) => call<{ link: string }>('/api/staff/invitations', post(body)),
}
