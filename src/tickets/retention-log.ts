import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { listRetentionRuns, type RetentionRun } from './retention-log-store.ts'

/** Two months of nights. */
const SHOWN = 60

/** What the nightly job deleted, by kind, newest night first. Numbers only. */
export async function readRetentionRuns(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ runs: RetentionRun[] }> {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the retention report')
  return { runs: await listRetentionRuns(ctx.sql, SHOWN) }
}
