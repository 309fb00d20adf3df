import type {
  ConversationView,
  DivisionList,
  DocumentView,
  LiveEvent,
  PassageView,
  SiteInfo,
} from '../../protocol/conversations.ts'
import type { ErrorEnvelope } from '../../protocol/errors.ts'
import type {
  ConfirmTicketRequest,
  ConfirmTicketResponse,
  ResidentNotices,
  ResidentTicketAction,
  ResidentTicketView,
  StartNoticesRequest,
} from '../../protocol/tickets.ts'
import type { StationList } from '../../protocol/stations.ts'
import type { TurnEvent } from '../../protocol/turn-events.ts'
import { readSse } from './sse.ts'

/** A refusal the server explained; its message is for the resident as it stands. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined

  constructor(status: number, envelope: ErrorEnvelope['error']) {
    super(envelope.message)
    this.status = status
    this.code = envelope.code
    this.field = envelope.field
  }
}

export type Session = { id: string; token: string }

export async function request(
  path: string,
  init: RequestInit = {},
  session?: Session,
): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('Accept-Language', document.documentElement.lang)
  // Embedded by a site: its key came with the frame's address, and its share of messages is counted by it.
  const siteKey = new URLSearchParams(location.search).get('key')
  if (siteKey !== null) headers.set('X-Site-Key', siteKey)
  if (session !== undefined) headers.set('Authorization', `Bearer ${session.token}`)
  if (typeof init.body === 'string') headers.set('Content-Type', 'application/json')
  const response = await fetch(path, { ...init, headers })
  if (response.ok) return response
  const body = (await response.json().catch(() => undefined)) as ErrorEnvelope | undefined
  throw new ApiError(
    response.status,
    body?.error ?? { code: 'internal', message: `HTTP ${response.status}`, request_id: '' },
  )
}

export async function json<T>(path: string, init?: RequestInit, session?: Session): Promise<T> {
  return (await (await request(path, init, session)).json()) as T
}

export const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

export const api = {
  site: () => json<SiteInfo>('/api/site'),
  divisions: (parent: string) =>
    json<DivisionList>(`/api/divisions?parent=${encodeURIComponent(parent)}`),
  stations: (query: URLSearchParams) => json<StationList>(`/api/stations?${query.toString()}`),
  passage: (id: string) => json<PassageView>(`/api/passages/${encodeURIComponent(id)}`),
  document: (id: string) => json<DocumentView>(`/api/passages/${encodeURIComponent(id)}/document`),
  createConversation: (noticeVersion: string | null) =>
    json<Session>('/api/conversations', {
      method: 'POST',
      headers: noticeVersion === null ? {} : { 'X-Notice-Version': noticeVersion },
    }),
  history: (session: Session) =>
    json<ConversationView>(`/api/conversations/${session.id}`, {}, session),
  feedback: (session: Session, messageId: string, body: unknown) =>
    json(`/api/conversations/${session.id}/messages/${messageId}/feedback`, post(body), session),
  confirm: (session: Session, body: ConfirmTicketRequest) =>
    json<ConfirmTicketResponse>(`/api/conversations/${session.id}/tickets`, post(body), session),
  lookup: (ticketNo: string, queryCode: string) =>
    json<ResidentTicketView>(
      '/api/tickets/lookup',
      post({ ticket_no: ticketNo, query_code: queryCode }),
    ),
  act: (ticketNo: string, queryCode: string, action: ResidentTicketAction) =>
    json<ResidentTicketView>(
      '/api/tickets/actions',
      post({ ticket_no: ticketNo, query_code: queryCode, ...action }),
    ),
  typing: (session: Session) =>
    request(`/api/conversations/${session.id}/typing`, { method: 'POST' }, session),
  notices: (ticketNo: string, queryCode: string) =>
    json<ResidentNotices>(
      '/api/tickets/notices/lookup',
      post({ ticket_no: ticketNo, query_code: queryCode }),
    ),
  startNotices: (body: StartNoticesRequest) =>
    json<ResidentNotices>('/api/tickets/notices', post(body)),
  stopNotices: (ticketNo: string, queryCode: string) =>
    json<ResidentNotices>(
      '/api/tickets/notices/stop',
      post({ ticket_no: ticketNo, query_code: queryCode }),
    ),
  stop: (session: Session, turnId: string) =>
    request(`/api/conversations/${session.id}/turns/${turnId}`, { method: 'DELETE' }, session),
}

export type TurnRequest = { clientTurnId: string; text: string; afterSeq: number }

/** Sends (or, with the same id, resumes) a turn and calls `onEvent` for each event with its sequence number. */
export async function streamTurn(
  session: Session,
  turn: TurnRequest,
  handlers: { onEvent: (seq: number, event: TurnEvent) => void; signal: AbortSignal },
): Promise<void> {
  const response = await request(
    `/api/conversations/${session.id}/turns`,
    {
      ...post({ client_turn_id: turn.clientTurnId, text: turn.text }),
      headers: turn.afterSeq > 0 ? { 'Last-Event-ID': String(turn.afterSeq) } : {},
      signal: handlers.signal,
    },
    session,
  )
  for await (const frame of readSse(response)) {
    handlers.onEvent(Number(frame.id), JSON.parse(frame.data) as TurnEvent)
  }
}

export async function streamLive(
  session: Session,
  afterId: string,
  handlers: { onEvent: (id: string, event: LiveEvent) => void; signal: AbortSignal },
): Promise<void> {
  const response = await request(
    `/api/conversations/${session.id}/events`,
    { headers: { 'Last-Event-ID': afterId }, signal: handlers.signal },
    session,
  )
  for await (const frame of readSse(response)) {
    handlers.onEvent(frame.id, JSON.parse(frame.data) as LiveEvent)
  }
}
