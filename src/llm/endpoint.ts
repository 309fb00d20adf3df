import { systemClock, type Clock } from '../shared/clock.ts'
import { AppError, TimeoutError, UnavailableError, isAppError } from '../shared/errors.ts'
import type { Logger } from '../shared/logger.ts'
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts'
import { toModelError } from './model-errors.ts'
import type { UsageRecord, UsageSink } from './usage.ts'

/** A plain object: the door reads no environment. */
export type EndpointConfig = {
  baseUrl: string
  apiKey: string
  model: string
  timeoutMs: number
  /** Tries after the first; default 2. */
  maxRetries?: number
  /** In cents per million tokens. */
  price?: { input: number; output: number; cached?: number }
}

export type ModelDeps = {
  logger?: Logger
  clock?: Clock
  usage?: UsageSink
  fetch?: typeof fetch
  /** Replaced in tests, where waiting teaches nothing. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
}

export type Endpoint = {
  readonly config: EndpointConfig
  readonly breaker: CircuitBreaker
  /** Runs one call with budget, breaker, deadline and retries. */
  call<T>(work: (signal: AbortSignal) => Promise<T>, options: CallLimits): Promise<T>
  record(entry: UsageRecord): Promise<void>
}

export type CallLimits = { timeoutMs?: number | undefined; signal?: AbortSignal | undefined }

const BASE_DELAY_MS = 200
const MAX_DELAY_MS = 4_000

function abortableSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((settle, fail) => {
    signal?.throwIfAborted()
    const timer = setTimeout(settle, ms)
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        fail(
          signal.reason instanceof Error
            ? signal.reason
            : new DOMException('aborted', 'AbortError'),
        )
      },
      { once: true },
    )
  })
}

/** Full jitter around a doubling base, but never sooner than the server asked for. */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  random = Math.random,
): number {
  const backoff = BASE_DELAY_MS * 2 ** attempt * (0.5 + random())
  return Math.min(MAX_DELAY_MS, Math.max(backoff, retryAfterMs ?? 0))
}

class ModelEndpoint implements Endpoint {
  readonly config: EndpointConfig
  readonly breaker: CircuitBreaker
  readonly #deps: ModelDeps

  constructor(config: EndpointConfig, deps: ModelDeps) {
    this.config = config
    this.breaker = createCircuitBreaker(deps.clock ?? systemClock)
    this.#deps = deps
  }

  async call<T>(work: (signal: AbortSignal) => Promise<T>, limits: CallLimits): Promise<T> {
    await this.#deps.usage?.check()
    for (let tried = 0; ; tried++) {
      try {
        return await this.#attempt(work, limits)
      } catch (error) {
        if (!isRetryable(error) || tried >= (this.config.maxRetries ?? 2)) throw error
        const waitMs = retryDelayMs(tried, retryAfterOf(error))
        this.#deps.logger?.log('warn', 'model.retry', {
          model: this.config.model,
          tried: tried + 1,
          wait_ms: Math.round(waitMs),
          error: error.message,
        })
        await (this.#deps.sleep ?? abortableSleep)(waitMs, limits.signal)
      }
    }
  }

  async record(entry: UsageRecord): Promise<void> {
    await this.#deps.usage?.record(entry)
  }

  async #attempt<T>(work: (signal: AbortSignal) => Promise<T>, limits: CallLimits): Promise<T> {
    const { model } = this.config
    if (!this.breaker.tryEnter()) throw new UnavailableError(`${model}: resting after failures`)
    const deadline = new AbortController()
    const timer = setTimeout(
      () => deadline.abort(new TimeoutError(`${model} did not answer in time`)),
      limits.timeoutMs ?? this.config.timeoutMs,
    )
    const signals =
      limits.signal === undefined ? [deadline.signal] : [deadline.signal, limits.signal]
    try {
      const result = await work(AbortSignal.any(signals))
      this.breaker.succeeded()
      return result
    } catch (error) {
      throw this.#judge(error, deadline.signal, limits.signal)
    } finally {
      clearTimeout(timer)
    }
  }

  /** A caller who lost patience counts against the endpoint; one who simply left says nothing about it. */
  #judge(error: unknown, deadline: AbortSignal, caller: AbortSignal | undefined): unknown {
    if (caller?.aborted === true) {
      const reason: unknown = caller.reason
      if (isAppError(reason) && reason.code === 'TIMEOUT') this.breaker.failed()
      else this.breaker.left()
      return reason
    }
    const translated = deadline.aborted ? deadline.reason : toModelError(error, this.config.model)
    if (isAppError(translated) && (translated.retryable || translated.code === 'TIMEOUT')) {
      this.breaker.failed()
    } else {
      this.breaker.succeeded()
    }
    return translated
  }
}

export function createEndpoint(config: EndpointConfig, deps: ModelDeps): Endpoint {
  return new ModelEndpoint(config, deps)
}

/** A timeout has used up the resident's patience already; only quick failures are worth another try. */
function isRetryable(error: unknown): error is AppError {
  return isAppError(error) && error.code === 'UPSTREAM' && error.retryable
}

function retryAfterOf(error: AppError): number | undefined {
  const seconds = error.details?.['retry_after_seconds']
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}
