import type { Sql } from '../db/client.ts'

export type Load = {
  turnsRunning: number
  handoffsWaiting: number
  ticketsOpen: number
  ticketsOverdue: number
  /** Clocks that ran out since the start of the day before. */
  slaBreaches: number
  webhooksPending: number
  webhooksDead: number
  jobsLate: number
  models: {
    kind: string
    model: string
    calls: number
    failures: number
    inputTokens: number
    outputTokens: number
    costCents: number
  }[]
}

const DAY_MS = 86_400_000
const JOB_GRACE_MS = 600_000

/** What waits, by the tables that hold it: the same from every process, so a dashboard takes the maximum and not the sum. */
export async function readLoad(sql: Sql, now: Date): Promise<Load> {
  const since = new Date(now.getTime() - DAY_MS)
  const late = new Date(now.getTime() - JOB_GRACE_MS)
  const [row] = await sql<Omit<Load, 'models'>[]>`select
    (select count(*)::int from turns where status = 'running') as "turnsRunning",
    (select count(*)::int from handoffs where state = 'waiting') as "handoffsWaiting",
    (select count(*)::int from tickets where closed_at is null) as "ticketsOpen",
    (select count(*)::int from tickets where closed_at is null and resolve_due_at < ${now}) as "ticketsOverdue",
    (select count(*)::int from ticket_marks where mark = 'overdue' and at >= ${since}) as "slaBreaches",
    (select count(*)::int from webhook_deliveries where status = 'pending') as "webhooksPending",
    (select count(*)::int from webhook_deliveries where status = 'dead') as "webhooksDead",
    (select count(*)::int from job_runs where next_due_at < ${late}) as "jobsLate"`
  const models = await sql<
    Load['models']
  >`select kind, model, sum(calls)::int as calls, sum(failures)::int as failures,
      sum(input_tokens)::float as "inputTokens", sum(output_tokens)::float as "outputTokens",
      sum(cost_cents)::float as "costCents"
    from model_usage group by kind, model`
  const none = {
    turnsRunning: 0,
    handoffsWaiting: 0,
    ticketsOpen: 0,
    ticketsOverdue: 0,
    slaBreaches: 0,
    webhooksPending: 0,
    webhooksDead: 0,
    jobsLate: 0,
  }
  return { ...none, ...row, models: [...models] }
}
