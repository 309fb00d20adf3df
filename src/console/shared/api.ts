import type { MessageView } from '../../protocol/conversations.ts'
import type { ErrorEnvelope } from '../../protocol/errors.ts'
import type { StaffRole } from '../../shared/actor.ts'
import { locale, t } from './texts.ts'

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** How long the server wants to be left alone, when it said so. */
  readonly retryAfterSeconds: number | undefined
  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export type Me = {
  id: string
  name: string
  roles: StaffRole[]
  areaPrefixes: string[]
  unitName?: string
  /** A role of theirs asks for a second factor, and there is none yet. */
  secondFactorDue: boolean
}

export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('Accept-Language', locale)
  if (init.body !== undefined) headers.set('Content-Type', 'application/json')
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (error instanceof DOMException) throw error
    // The browser's own words for it say nothing to a person.
    throw new ApiError(0, 'offline', t('offline'))
  })
  const body = (await response.json().catch(() => null)) as
    | (T & Partial<ErrorEnvelope> & { message?: string; code?: string })
    | null
  if (response.ok) return body as T
  const wait = response.headers.get('Retry-After') ?? response.headers.get('X-Retry-After')
  throw new ApiError(
    response.status,
    body?.error?.code ?? body?.code ?? '',
    body?.error?.message ?? body?.message ?? `HTTP ${response.status}`,
    wait === null ? undefined : Number(wait),
  )
}

export const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

export const api = {
  me: () => call<{ me: Me }>('/api/staff/me'),
  signIn: (username: string, password: string) =>
    call<{ twoFactorRedirect?: boolean }>(
      '/api/auth/sign-in/username',
      post({ username, password }),
    ),
  signInOptions: () => call<{ sso: { name: string } | null }>('/api/staff/sign-in-options'),
  startSso: () => call<{ url: string }>('/api/staff/sso', post({})),
  signOut: () => call('/api/auth/sign-out', post({})),
  redeem: (body: { token: string; name: string; username: string; password: string }) =>
    call<{ username: string }>('/api/staff/links/redeem', post(body)),
  conversation: (id: string) =>
    call<{ id: string; mode: string; messages: MessageView[]; erased: boolean }>(
      `/api/staff/conversations/${id}`,
    ),
}
