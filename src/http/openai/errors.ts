import type { ContentfulStatusCode } from 'hono/utils/http-status'
import {
  AppError,
  isAppError,
  LimitError,
  UnavailableError,
  type ErrorCode,
} from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import type { HttpContext } from '../env.ts'
import { errorText, isDatabaseGone, STATUS } from '../errors.ts'

export type OpenAiError = {
  error: { message: string; type: string; param: string | null; code: string | null }
}

const TYPE: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'authentication_error',
  FORBIDDEN: 'permission_error',
  LIMIT_EXCEEDED: 'rate_limit_error',
  NOT_FOUND: 'invalid_request_error',
  VALIDATION: 'invalid_request_error',
  CONFLICT: 'invalid_request_error',
  PAYLOAD_TOO_LARGE: 'invalid_request_error',
}
const CODE: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'invalid_api_key',
  FORBIDDEN: 'insufficient_permissions',
  LIMIT_EXCEEDED: 'rate_limit_exceeded',
}

function toAppError(c: HttpContext, raw: unknown): AppError {
  if (isDatabaseGone(raw)) return new UnavailableError('database is gone', { cause: raw })
  if (isAppError(raw)) return raw
  c.env.ports.logger.log('error', 'request.failed', {
    request_id: c.get('requestId'),
    ...errorFields(raw),
  })
  return new AppError('INTERNAL', 'internal', 'unexpected error')
}

export function openAiError(c: HttpContext, error: AppError): OpenAiError {
  const known = error.key === 'not_found.model' ? 'model_not_found' : CODE[error.code]
  return {
    error: {
      message: errorText(c.get('locale'), error),
      type: TYPE[error.code] ?? 'server_error',
      param: error.field ?? null,
      code: known ?? error.key,
    },
  }
}

/** Every fault of this surface in the shape its clients parse. */
export function openAiFailure(c: HttpContext, raw: unknown): Response {
  const error = toAppError(c, raw)
  if (error instanceof LimitError) c.header('Retry-After', String(error.retryAfterSeconds))
  const status: ContentfulStatusCode = STATUS[error.code]
  return c.json(openAiError(c, error), status)
}
