import type { Ports } from '../ports.ts'
import { localDate } from '../shared/clock.ts'
import { errorFields } from '../shared/logger.ts'
import { createWorkingCalendar } from '../shared/working-calendar.ts'
import { countSearchable, isModelComplete, writeThenRead } from './store.ts'

export type Readiness = {
  ready: boolean
  database: 'ok' | 'stale_reads' | 'unreachable'
  knowledge: { documents: number; chunks: number } | null
  /** Whether a search would find anything: passages with their terms and the statistics to weigh them by. */
  index: 'ok' | 'empty' | 'unknown'
  /** What questions are searched by right now: words alone until the model's vectors are complete. */
  retrieval: 'lexical' | 'hybrid'
  embeddings: 'not configured' | 'incomplete' | 'complete'
  chat_model: string
  embedding_model: string
  /** Whether the endpoint answers. Never part of `ready`: without a model the service still answers. */
  model: 'not configured' | 'reachable' | 'unreachable' | 'not asked'
  /** Deadlines of this year and the next are exact only with the State Council's list of working days for it. */
  calendar: { year: number; present: boolean; next_year_present: boolean }
}

type ReadinessContext = Pick<Ports, 'sql' | 'config' | 'logger' | 'clock'>

const PROBE_MS = 2_000

/** Writes a fresh value and reads it back: a caching pooler in front of the database shows here, not in production. */
export async function checkReadiness(
  ctx: ReadinessContext,
  input: { askModel?: boolean } = {},
): Promise<Readiness> {
  const { config } = ctx
  const [stored, model] = await Promise.all([
    checkDatabase(ctx),
    input.askModel === true ? askModel(ctx) : ('not asked' as const),
  ])
  return {
    ...stored,
    model: config.OPENAI_BASE_URL === undefined ? 'not configured' : model,
    chat_model: config.CHAT_MODEL ?? 'not configured',
    embedding_model: config.EMBEDDING_MODEL ?? 'not configured',
    calendar: calendarYears(ctx.clock.now()),
  }
}

async function checkDatabase(
  ctx: ReadinessContext,
): Promise<
  Pick<Readiness, 'ready' | 'database' | 'knowledge' | 'index' | 'retrieval' | 'embeddings'>
> {
  try {
    const fresh = await writeThenRead(ctx.sql, ctx.clock.now())
    const { terms, ...knowledge } = await countSearchable(ctx.sql)
    const model = ctx.config.EMBEDDING_MODEL
    const complete = model !== undefined && (await isModelComplete(ctx.sql, model))
    return {
      ready: fresh,
      database: fresh ? 'ok' : 'stale_reads',
      knowledge,
      index: knowledge.chunks > 0 && terms > 0 ? 'ok' : 'empty',
      retrieval: complete ? 'hybrid' : 'lexical',
      embeddings: model === undefined ? 'not configured' : complete ? 'complete' : 'incomplete',
    }
  } catch (error) {
    ctx.logger.log('error', 'readiness.database', errorFields(error))
    return {
      ready: false,
      database: 'unreachable',
      knowledge: null,
      index: 'unknown',
      retrieval: 'lexical',
      embeddings: ctx.config.EMBEDDING_MODEL === undefined ? 'not configured' : 'incomplete',
    }
  }
}

/** Any answer but a server's fault counts: some endpoints list no models. Nothing of a resident is sent. */
async function askModel({ config, logger }: ReadinessContext): Promise<Readiness['model']> {
  const { OPENAI_BASE_URL: base, OPENAI_API_KEY: key } = config
  if (base === undefined) return 'not configured'
  try {
    const response = await fetch(`${base.replace(/\/$/, '')}/models`, {
      headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PROBE_MS),
    })
    await response.body?.cancel()
    return response.status < 500 ? 'reachable' : 'unreachable'
  } catch (error) {
    logger.log('warn', 'readiness.model', errorFields(error))
    return 'unreachable'
  }
}

function calendarYears(at: Date): Readiness['calendar'] {
  const calendar = createWorkingCalendar()
  const year = Number(localDate(at).slice(0, 4))
  return { year, present: calendar.hasYear(year), next_year_present: calendar.hasYear(year + 1) }
}
