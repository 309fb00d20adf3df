import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { withTransaction } from '../db/client.ts'
import { JOBS, runDueJobs } from './run.ts'
import { listJobStates, makeDue, type JobState } from './store.ts'

export type JobView = JobState & { everySeconds: number }

export async function listJobs(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ jobs: JobView[] }> {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('jobs')
  const states = new Map((await listJobStates(ctx.sql)).map((state) => [state.job, state]))
  const never = { lastStartedAt: null, lastFinishedAt: null, lastResult: null, lastError: null }
  return {
    jobs: JOBS.map(({ name, everySeconds }) => {
      const state = states.get(name) ?? { job: name, ...never, nextDueAt: null }
      return { ...state, everySeconds }
    }),
  }
}

/** The same run as on schedule, lease and all; false when another process is just at it. */
export async function runJobNow(ctx: ServiceContext, name: string): Promise<{ ran: boolean }> {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) throw new ForbiddenError('running jobs')
  const job = JOBS.find((item) => item.name === name)
  if (job === undefined) throw new NotFoundError('job', name)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await makeDue(tx, { job: name, at })
    await appendAudit(tx, { at, actor, action: 'job.run', subject: name })
  })
  return { ran: (await runDueJobs(ctx, [job])).length > 0 }
}
