import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import { TimeoutError, UpstreamError, isAppError } from '../shared/errors.ts'

function retryAfterSeconds(error: APIError): number | undefined {
  const value = Number(error.headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}

/** The SDK's error tree, and whatever a broken stream throws, become the few errors the turn knows. */
export function toModelError(error: unknown, model: string): unknown {
  if (isAppError(error) || error instanceof APIUserAbortError) return error
  if (error instanceof DOMException && error.name === 'AbortError') return error
  if (error instanceof APIConnectionTimeoutError)
    return new TimeoutError(`${model} timed out`, { cause: error })
  if (error instanceof APIConnectionError) {
    return new UpstreamError(`${model} cannot be reached`, { cause: error, retryable: true })
  }
  if (error instanceof APIError) {
    const status = typeof error.status === 'number' ? error.status : undefined
    const retryable =
      status === undefined || status === 408 || status === 409 || status === 429 || status >= 500
    return new UpstreamError(`${model} answered ${status ?? 'with an error in the stream'}`, {
      cause: error,
      retryable,
      details: { status: status ?? null, retry_after_seconds: retryAfterSeconds(error) ?? null },
    })
  }
  // Cut connections and unreadable lines surface as TypeError, SyntaxError or undici's own classes.
  return new UpstreamError(`${model} sent something unreadable`, { cause: error, retryable: true })
}

/** The endpoint does not know this response format; the next simpler one may work. */
export function refusesFormat(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return false
  const status = error.details?.['status']
  return status === 400 || status === 404 || status === 422 || status === 501
}
