import type { ServiceContext } from '../ports.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { areasOf, countChannels } from '../tickets/index.ts'
import { countTasks } from './store.ts'

export type Handling = {
  /** 接诉即办: somebody reported it. */
  reported: number
  /** 未诉先办: proactive tasks taken up, and finished. */
  proactive: { started: number; finished: number }
  /** 不诉自办: found on patrol or by staff themselves. */
  found_by_staff: number
}

/** R-HOT-5: three counts that are never added up, and none of them is a resident's satisfaction. */
export async function measureHandling(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { from: Date; to: Date },
): Promise<Handling> {
  const areaPrefixes = areasOf(ctx)
  if (areaPrefixes.length === 0) throw new ForbiddenError('for staff who work by area')
  const [channels, proactive] = await Promise.all([
    countChannels(ctx, input),
    countTasks(ctx.sql, { areaPrefixes, ...input }),
  ])
  return { reported: channels.reported, proactive, found_by_staff: channels.found }
}
