/** Closed set: http/errors.ts maps each code to one status, so a new code does not compile until mapped. */
export type ErrorCode =
  | 'VALIDATION'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'LIMIT_EXCEEDED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA'
  | 'UPSTREAM'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'INTERNAL'

export type ErrorDetails = Readonly<Record<string, unknown>>

type AppErrorOptions = {
  field?: string | undefined
  details?: ErrorDetails | undefined
  cause?: unknown
  retryable?: boolean
}

/**
 * `key` names a sentence in the locale files (`errors.<key>`); `message` is for logs. Only the key, the field and the
 * details leave the process.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly key: string
  readonly field: string | undefined
  readonly details: ErrorDetails | undefined
  readonly retryable: boolean

  constructor(code: ErrorCode, key: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.key = key
    this.field = options.field
    this.details = options.details
    this.retryable = options.retryable ?? false
  }
}

export class ValidationError extends AppError {
  constructor(field: string, message: string, key = 'validation', details?: ErrorDetails) {
    super('VALIDATION', key, message, { field, details })
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = 'not signed in', key = 'unauthenticated') {
    super('UNAUTHENTICATED', key, message)
  }
}

export class ForbiddenError extends AppError {
  constructor(message = 'not allowed', key = 'forbidden') {
    super('FORBIDDEN', key, message)
  }
}

export class NotFoundError extends AppError {
  constructor(kind: string, id: string) {
    super('NOT_FOUND', `not_found.${kind}`, `${kind} ${id} not found`)
  }
}

export class ConflictError extends AppError {
  constructor(key: string, message: string, details?: ErrorDetails) {
    super('CONFLICT', key, message, { details })
  }
}

/** A rule about the content of a valid request was not met (HTTP 422). */
export class PreconditionError extends AppError {
  constructor(key: string, message: string, options: AppErrorOptions = {}) {
    super('PRECONDITION_FAILED', key, message, options)
  }
}

export class LimitError extends AppError {
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number, key = 'limit') {
    super('LIMIT_EXCEEDED', key, message, { details: { retry_after_seconds: retryAfterSeconds } })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export class UpstreamError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super('UPSTREAM', 'upstream', message, options)
  }
}

export class TimeoutError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super('TIMEOUT', 'timeout', message, { retryable: true, ...options })
  }
}

export class UnavailableError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super('UNAVAILABLE', 'unavailable', message, { retryable: true, ...options })
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError
}
