import { endExpiredTurns } from '../conversations/index.ts'
import type { Ports } from '../ports.ts'
import { turnText } from './messages.ts'

/** Turns whose process died: they end as failed with their one terminal event, and the conversation is free again. */
export async function sweepExpiredTurns(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup' | 'config'>,
): Promise<{ ended: number }> {
  return endExpiredTurns(ctx, {
    message: turnText('zh-CN', 'failed_timeout', { hotline: ctx.config.HOTLINE_NUMBER }),
  })
}
