import type { Sql } from 'postgres'
import { localDate, type Clock } from '../shared/clock.ts'
import { LimitError } from '../shared/errors.ts'
import { errorFields, type Logger } from '../shared/logger.ts'
import type { UsageRecord, UsageSink } from './usage.ts'

export type DailyUsage = {
  day: string
  model: string
  kind: UsageRecord['kind']
  calls: number
  failures: number
  inputTokens: number
  outputTokens: number
  cachedTokens: number
  costCents: number
}

/** How stale the sum may be: a budget is not a meter, and no call should wait for the database. */
const REFRESH_MS = 5_000

export async function addUsage(sql: Sql, day: string, entry: UsageRecord): Promise<void> {
  await sql`
    insert into model_usage (day, model, kind, prompt_id, prompt_version, calls, failures,
      input_tokens, output_tokens, cached_tokens, cost_cents, duration_ms)
    values (${day}, ${entry.model}, ${entry.kind}, ${entry.promptId ?? ''}, ${entry.promptVersion ?? 0}, 1,
      ${entry.ok ? 0 : 1}, ${entry.inputTokens}, ${entry.outputTokens}, ${entry.cachedTokens},
      ${entry.costCents}, ${Math.round(entry.durationMs)})
    on conflict (day, model, kind, prompt_id, prompt_version) do update set
      calls = model_usage.calls + 1,
      failures = model_usage.failures + excluded.failures,
      input_tokens = model_usage.input_tokens + excluded.input_tokens,
      output_tokens = model_usage.output_tokens + excluded.output_tokens,
      cached_tokens = model_usage.cached_tokens + excluded.cached_tokens,
      cost_cents = model_usage.cost_cents + excluded.cost_cents,
      duration_ms = model_usage.duration_ms + excluded.duration_ms`
}

export async function sumTokens(sql: Sql, day: string): Promise<number> {
  const [row] = await sql<{ tokens: string }[]>`
    select coalesce(sum(input_tokens + output_tokens), 0)::text as tokens from model_usage where day = ${day}`
  return Number(row?.tokens ?? 0)
}

export async function listUsage(sql: Sql, sinceDay: string): Promise<DailyUsage[]> {
  return sql<DailyUsage[]>`
    select to_char(day, 'YYYY-MM-DD') as day, model, kind, sum(calls)::int as calls, sum(failures)::int as failures,
      sum(input_tokens)::float8 as "inputTokens", sum(output_tokens)::float8 as "outputTokens",
      sum(cached_tokens)::float8 as "cachedTokens", sum(cost_cents)::float8 as "costCents"
    from model_usage where day >= ${sinceDay} group by 1, 2, 3 order by 1 desc, 2, 3`
}

/** Counts calls in the database and refuses new ones once the day's tokens are spent. A zero budget means no limit. */
export function createUsageSink(deps: {
  sql: Sql
  clock: Clock
  logger: Logger
  dailyTokens: number
}): UsageSink {
  let known = { day: '', tokens: 0, readAt: 0 }
  let reading: Promise<void> | undefined

  async function refresh(day: string): Promise<void> {
    const tokens = await sumTokens(deps.sql, day)
    known = { day, tokens, readAt: deps.clock.now().getTime() }
  }

  return {
    async check() {
      if (deps.dailyTokens === 0) return
      const now = deps.clock.now()
      const day = localDate(now)
      if (known.day !== day || now.getTime() - known.readAt > REFRESH_MS) {
        reading ??= refresh(day).finally(() => {
          reading = undefined
        })
        // Only the first call of a day waits; later ones go by the last known sum while it is read again.
        if (known.day === day) reading.catch(reportTo(deps.logger))
        else await reading
      }
      if (known.tokens >= deps.dailyTokens) {
        throw new LimitError('the model budget of the day is spent', 3600, 'model_budget')
      }
    },
    async record(entry) {
      known.tokens += entry.inputTokens + entry.outputTokens
      // Counting never fails a call that has been answered.
      await addUsage(deps.sql, localDate(deps.clock.now()), entry).catch(reportTo(deps.logger))
    },
  }
}

function reportTo(logger: Logger): (error: unknown) => void {
  return (error) => logger.log('error', 'model.usage_not_counted', errorFields(error))
}
