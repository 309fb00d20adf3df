import { z } from 'zod'
import { withTransaction } from '../../db/client.ts'
import { appendAudit } from '../../operations/index.ts'
import type { ServiceContext } from '../../ports.ts'
import { actorLabel, hasRole } from '../../shared/actor.ts'
import { ForbiddenError } from '../../shared/errors.ts'
import { SMALL_SAMPLE } from '../kpi.ts'
import { countSeeds, findShare, saveShare } from './seed-store.ts'

const REPORT_DAYS = 90
const DAY = 86_400_000

export const SeedingInput = z.object({
  /** Of the tickets opened for review. Few are enough to measure, and each costs a reviewer a second look. */
  percent: z.number().min(0).max(10),
})
export type SeedingInput = z.output<typeof SeedingInput>

export type SeedingReport = {
  percent: number
  days: number
  shown: number
  judged: number
  accepted: number
  share: number | null
  small_sample: boolean
}

/** How often what was wrong on purpose was accepted: of everybody together, never of one person. */
export async function readSeeding(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
): Promise<SeedingReport> {
  if (!hasRole(ctx.actor, 'admin', 'supervisor', 'auditor'))
    throw new ForbiddenError('for administrators')
  const since = new Date(ctx.clock.now().getTime() - REPORT_DAYS * DAY)
  const [percent, counts] = await Promise.all([findShare(ctx.sql), countSeeds(ctx.sql, since)])
  return {
    percent,
    days: REPORT_DAYS,
    ...counts,
    share: counts.judged === 0 ? null : counts.accepted / counts.judged,
    small_sample: counts.judged < SMALL_SAMPLE,
  }
}

export async function setSeeding(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  input: SeedingInput,
): Promise<SeedingReport> {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) throw new ForbiddenError('for administrators')
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await saveShare(tx, { percent: input.percent, by: actorLabel(actor), at })
    const details = { percent: input.percent }
    await appendAudit(tx, { at, actor, action: 'review.seeding', subject: 'review', details })
  })
  return readSeeding(ctx)
}
