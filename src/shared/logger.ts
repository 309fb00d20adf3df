export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type LogFields = Readonly<Record<string, unknown>>
export type Logger = {
  log(level: LogLevel, event: string, fields?: LogFields): void
}

const ORDER: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 }

/** Error → plain fields. `cause` is kept because drivers put the useful half there. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) }
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) }
  return { error: error.message, name: error.name, stack: error.stack, ...cause }
}

/** One JSON line per event. Message text and personal data are never passed in at info level. */
export function jsonLogger(write: (line: string) => void, minimum: LogLevel = 'info'): Logger {
  return {
    log(level, event, fields = {}) {
      if (ORDER[level] < ORDER[minimum]) return
      write(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }))
    },
  }
}
