import type { MessageView } from '../../../protocol/conversations.ts'
import type { CopilotDraft } from '../../../protocol/copilot.ts'
import type { TurnTraceView } from '../../../protocol/turn-trace.ts'
import { call, post } from '../../shared/api.ts'

export type Handoff = {
  id: string
  conversationId: string
  state: 'waiting' | 'active'
  reason: string
  urgent: boolean
  requestedAt: string
  staffId: string | null
  staffName: string | null
  divisionCode: string | null
  lastWords: string | null
  lastAt: string | null
}
export type Conversation = {
  id: string
  mode: string
  messages: MessageView[]
  erased: boolean
  residentTyping: boolean
}
export type Note = { id: string; staffName: string; text: string; at: string }
export type Canned = {
  id: string
  title: string
  text: string
  version: number
  own: boolean
  shared: boolean
  changeable: boolean
}
export type CannedList = { replies: Canned[]; mayShare: boolean }

const path = (id: string): string => `/api/staff/conversations/${encodeURIComponent(id)}`

export const chatApi = {
  handoffs: () => call<{ handoffs: Handoff[] }>('/api/staff/handoffs'),
  conversation: (id: string) => call<Conversation>(path(id)),
  takeOver: (id: string) => call(`${path(id)}/takeover`, post({})),
  reply: (id: string, text: string) => call(`${path(id)}/messages`, post({ text })),
  typing: (id: string) => call(`${path(id)}/typing`, post({})),
  giveBack: (id: string) => call(`${path(id)}/return`, post({})),
  notes: (id: string) => call<{ notes: Note[] }>(`${path(id)}/notes`),
  addNote: (id: string, text: string) => call(`${path(id)}/notes`, post({ text })),
  canned: () => call<CannedList>('/api/staff/canned-replies'),
  keepCanned: (reply: { title: string; text: string; shared: boolean }) =>
    call('/api/staff/canned-replies', post(reply)),
  removeCanned: (id: string) => call(`/api/staff/canned-replies/${id}`, { method: 'DELETE' }),
  copilot: () => call<{ available: boolean }>('/api/staff/copilot'),
  draft: (id: string) => call<CopilotDraft>(`${path(id)}/draft`, post({})),
  trace: (turnId: string) =>
    call<TurnTraceView>(`/api/console/turns/${encodeURIComponent(turnId)}/trace`),
}
