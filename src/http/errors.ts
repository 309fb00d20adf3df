import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ErrorEnvelope } from '../protocol/errors.ts'
import {
  AppError,
  isAppError,
  LimitError,
  UnavailableError,
  ValidationError,
  type ErrorCode,
} from '../shared/errors.ts'
import { errorFields } from '../shared/logger.ts'
import type { HttpContext } from './env.ts'
import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  VALIDATION: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 422,
  LIMIT_EXCEEDED: 429,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA: 415,
  UPSTREAM: 502,
  TIMEOUT: 504,
  UNAVAILABLE: 503,
  INTERNAL: 500,
}

const FALLBACK_KEY: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'not_found',
  CONFLICT: 'conflict',
  PRECONDITION_FAILED: 'precondition',
  VALIDATION: 'validation',
  FORBIDDEN: 'forbidden',
}

/** The sentence for a person. An unknown key falls back to the sentence of its code. */
export function errorText(locale: 'zh-CN' | 'en', error: AppError): string {
  const texts: Readonly<Record<string, string>> = locale === 'en' ? en : zh
  const template =
    texts[error.key] ?? texts[FALLBACK_KEY[error.code] ?? ''] ?? texts['internal'] ?? ''
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'field') return error.field ?? ''
    if (name === 'reason') return error.message
    return String(error.details?.[name] ?? '')
  })
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  '57P01',
  '57P03',
  // Disk full, no connection left, input and output.
  '53100',
  '53300',
  '58030',
])

/** True for a database that is gone, as opposed to one that refused a statement. */
export function isDatabaseGone(error: unknown): boolean {
  return (
    error instanceof Error && CONNECTION_CODES.has(String((error as { code?: unknown }).code ?? ''))
  )
}

/** A NUL or half a surrogate pair: JSON and URLs can carry it, a text column cannot. */
function isBadCharacter(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['22021', '22P05'].includes(String(error.code))
  )
}

function readError(raw: unknown): unknown {
  if (isDatabaseGone(raw)) return new UnavailableError('database is gone', { cause: raw })
  if (isBadCharacter(raw)) return new ValidationError('text', 'U+0000')
  return raw
}

export function handleError(raw: unknown, c: HttpContext): Response {
  const error = readError(raw)
  const requestId = c.get('requestId')
  if (!isAppError(error)) {
    c.env.ports.logger.log('error', 'request.failed', {
      request_id: requestId,
      ...errorFields(error),
    })
    return envelope(c, new AppError('INTERNAL', 'internal', 'unexpected error'))
  }
  if (error.code === 'UNAVAILABLE') {
    c.env.ports.logger.log('error', 'database.gone', {
      request_id: requestId,
      ...errorFields(error),
    })
  }
  return envelope(c, error)
}

function envelope(c: HttpContext, error: AppError): Response {
  const body: ErrorEnvelope = {
    error: {
      code: error.key.startsWith(error.code.toLowerCase())
        ? error.code.toLowerCase()
        : wireCode(error),
      message: errorText(c.get('locale') ?? 'zh-CN', error),
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(error.details === undefined ? {} : { details: { ...error.details } }),
      request_id: c.get('requestId'),
    },
  }
  if (error instanceof LimitError) c.header('Retry-After', String(error.retryAfterSeconds))
  return c.json(body, STATUS[error.code])
}

/** `NOT_FOUND` + `not_found.ticket` → `not_found`; a conflict keeps its specific key (`invalid_transition`). */
function wireCode(error: AppError): string {
  const specific: readonly ErrorCode[] = ['CONFLICT', 'PRECONDITION_FAILED', 'VALIDATION']
  return specific.includes(error.code) ? error.key : error.code.toLowerCase()
}
