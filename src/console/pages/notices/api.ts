import { call, post } from '../../shared/api.ts'

export type Emergency = {
  id: string
  kind: string
  summary: string
  conversation_id: string | null
  at: string
  acknowledged_at: string | null
}
export type TicketAlert = {
  id: string
  ticket_no: string
  title: string
  kind: string
  stage: string | null
  on_call: boolean
  reason: string
  at: string
  acknowledged_at: string | null
}
export type Notices = {
  now: string
  read_at: string
  unread: number
  emergencies: Emergency[]
  alerts: TicketAlert[]
  new_tickets: { ticket_no: string; title: string; urgency: string; at: string }[]
}

const BASE = '/api/staff/notices'

export const notices = {
  list: () => call<Notices>(BASE),
  read: (until: string) => call(`${BASE}/read`, post({ until })),
  takeNote: (id: string) => call(`${BASE}/${encodeURIComponent(id)}/acknowledgement`, post({})),
}
