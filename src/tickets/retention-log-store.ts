import type { Sql } from '../db/client.ts'

export type RetentionRun = { at: Date; counts: Record<string, number>; complete: boolean }

export async function insertRetentionRun(sql: Sql, run: RetentionRun): Promise<void> {
  await sql`insert into retention_runs (at, counts, complete)
    values (${run.at}, ${sql.json(run.counts)}, ${run.complete})`
}

export async function deleteRetentionRuns(sql: Sql, before: Date): Promise<void> {
  await sql`delete from retention_runs where at < ${before}`
}

export async function listRetentionRuns(sql: Sql, limit: number): Promise<RetentionRun[]> {
  return sql<RetentionRun[]>`
    select at, counts, complete from retention_runs order by at desc, id desc limit ${limit}`
}
