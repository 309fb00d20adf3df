import type { Sql } from '../db/client.ts'

/**
 * One statement: due, and nobody holds the lease. What lies further ahead than any clock that agrees with ours could have
 * put it (`latestDue`, a lease longer than a lease) was written by one that ran ahead, and holds nobody up.
 */
export async function claimJob(
  sql: Sql,
  input: {
    job: string
    owner: string
    at: Date
    latestDue: Date
    leaseSeconds: number
    skewMs: number
  },
): Promise<boolean> {
  const until = new Date(input.at.getTime() + input.leaseSeconds * 1000)
  const latestLease = new Date(until.getTime() + input.skewMs)
  const rows = await sql`
    insert into job_runs (job, last_started_at, lease_until, lease_owner)
    values (${input.job}, ${input.at}, ${until}, ${input.owner})
    on conflict (job) do update set last_started_at = excluded.last_started_at,
      lease_until = excluded.lease_until, lease_owner = excluded.lease_owner
    where (job_runs.next_due_at is null or job_runs.next_due_at <= ${input.at}
        or job_runs.next_due_at > ${input.latestDue})
      and (job_runs.lease_until is null or job_runs.lease_until < ${input.at}
        or job_runs.lease_until > ${latestLease})
    returning job`
  return rows.length > 0
}

export async function finishJob(
  sql: Sql,
  input: {
    job: string
    owner: string
    at: Date
    next: Date
    result: Record<string, unknown> | null
    error: string | null
  },
): Promise<void> {
  await sql`update job_runs set last_finished_at = ${input.at}, next_due_at = ${input.next}, lease_until = null,
      last_result = ${input.result === null ? null : sql.json(input.result as never)}, last_error = ${input.error}
    where job = ${input.job} and lease_owner = ${input.owner}`
}

/** Due at once; a run that holds the lease is left alone. */
export async function makeDue(sql: Sql, input: { job: string; at: Date }): Promise<void> {
  await sql`update job_runs set next_due_at = ${input.at} where job = ${input.job}`
}

export type JobState = {
  job: string
  lastStartedAt: Date | null
  lastFinishedAt: Date | null
  lastResult: Record<string, unknown> | null
  lastError: string | null
  nextDueAt: Date | null
}

export async function listJobStates(sql: Sql): Promise<JobState[]> {
  return sql<
    JobState[]
  >`select job, last_started_at as "lastStartedAt", last_finished_at as "lastFinishedAt",
      last_result as "lastResult", last_error as "lastError", next_due_at as "nextDueAt"
    from job_runs order by job`
}
