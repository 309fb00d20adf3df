import { sweepExpiredTurns, tellFollowers } from '../answering/index.ts'
import { sweepHotspots } from '../hotspots/index.ts'
import { parseWaitingVersions } from '../knowledge-base/index.ts'
import { deliverWebhooks } from '../operations/webhooks/index.ts'
import { resealSecrets } from '../operations/index.ts'
import type { Ports } from '../ports.ts'
import { localDate } from '../shared/clock.ts'
import { announceAlerts, sweepRetention, sweepTicketClocks } from '../tickets/index.ts'
import { newId } from '../shared/ids.ts'
import { errorFields } from '../shared/logger.ts'
import { claimJob, finishJob } from './store.ts'

export type Job = {
  name: string
  everySeconds: number
  /** For a job that belongs into the night: the hour in Wuhan at which the next run is due. */
  atHour?: number
  run(ctx: Ports): Promise<Record<string, unknown>>
}

/** Idempotent verbs; Node runs them by an interval, Workers by the cron trigger. */
export const JOBS: readonly Job[] = [
  { name: 'sweep-turns', everySeconds: 30, run: (ctx) => sweepExpiredTurns(ctx) },
  { name: 'ticket-clocks', everySeconds: 60, run: (ctx) => sweepTicketClocks(ctx) },
  { name: 'alerts', everySeconds: 10, run: (ctx) => announceAlerts(ctx) },
  { name: 'followers', everySeconds: 60, run: (ctx) => tellFollowers(ctx) },
  { name: 'retention', everySeconds: 86_400, atHour: 3, run: (ctx) => sweepRetention(ctx) },
  { name: 'webhooks', everySeconds: 10, run: (ctx) => deliverWebhooks(ctx) },
  { name: 'reseal', everySeconds: 60, run: (ctx) => resealSecrets(ctx) },
  { name: 'knowledge-uploads', everySeconds: 30, run: (ctx) => parseWaitingVersions(ctx) },
  { name: 'embeddings', everySeconds: 120, run: embedMissing },
  { name: 'hotspots', everySeconds: 900, run: (ctx) => sweepHotspots(ctx) },
]

const LEASE_SECONDS = 300
/** Well inside the lease; what is missing then waits for the next run. */
const EMBED_MS = 60_000

/** Documents published from the console get their vectors here; until then words find them. */
async function embedMissing(ctx: Ports): Promise<Record<string, unknown>> {
  return (await ctx.embedPassages?.(EMBED_MS)) ?? { embedded: 0, model: null }
}

const DAY_MS = 86_400_000
/** How far the clocks of two processes may differ before one of them is wrong. */
const CLOCK_SKEW_MS = 30_000

export function nextRun(job: Pick<Job, 'everySeconds' | 'atHour'>, at: Date): Date {
  if (job.atHour === undefined) return new Date(at.getTime() + job.everySeconds * 1000)
  const hour = String(job.atHour).padStart(2, '0')
  const today = new Date(`${localDate(at)}T${hour}:00:00+08:00`)
  return today > at ? today : new Date(today.getTime() + DAY_MS)
}

/** Runs what is due and not being run elsewhere: the lease is a row, so two processes share one schedule. */
export async function runDueJobs(ctx: Ports, jobs: readonly Job[] = JOBS): Promise<string[]> {
  const owner = newId('own')
  const ran: string[] = []
  for (const job of jobs) {
    const at = ctx.clock.now()
    const claimed = await claimJob(ctx.sql, {
      job: job.name,
      owner,
      at,
      latestDue: nextRun(job, new Date(at.getTime() + CLOCK_SKEW_MS)),
      leaseSeconds: LEASE_SECONDS,
      skewMs: CLOCK_SKEW_MS,
    })
    if (!claimed) continue
    ran.push(job.name)
    const next = nextRun(job, at)
    try {
      const result = await job.run(ctx)
      await finishJob(ctx.sql, {
        job: job.name,
        owner,
        at: ctx.clock.now(),
        next,
        result,
        error: null,
      })
    } catch (error) {
      ctx.logger.log('error', 'job.failed', { job: job.name, ...errorFields(error) })
      const message = error instanceof Error ? error.message : String(error)
      await finishJob(ctx.sql, {
        job: job.name,
        owner,
        at: ctx.clock.now(),
        next,
        result: null,
        error: message,
      })
    }
  }
  return ran
}

const TICK_MS = 10_000

export function startSchedule(ctx: Ports): () => void {
  const tick = (): void => ctx.defer('jobs', async () => void (await runDueJobs(ctx)))
  const timer = setInterval(tick, TICK_MS)
  return () => clearInterval(timer)
}
