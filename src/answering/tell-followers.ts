import { conversationTopic, tellConversation } from '../conversations/index.ts'
import type { Ports } from '../ports.ts'
import { forEachUntold } from '../tickets/index.ts'
import { turnText, type TurnTextKey } from './messages.ts'

const NEWS = ['processing', 'pending_info', 'resolved', 'closed', 'rejected', 'referred'] as const
type News = (typeof NEWS)[number]

function textKey(status: string, own: boolean): TurnTextKey {
  const news: News = NEWS.find((known) => known === status) ?? 'processing'
  return own ? `news_own_${news}` : `news_followed_${news}`
}

/** The page of whoever registered or follows a matter says by itself what became of it (R-LIFE-6). */
export async function tellFollowers(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup'>,
): Promise<{ told: number }> {
  const told = await forEachUntold(
    ctx,
    async (tx, { conversationId, locale, ownTicketNo, status }) => {
      const text = turnText(locale, textKey(status, ownTicketNo !== null), {
        ticket_no: ownTicketNo ?? '',
      })
      await tellConversation(tx, { conversationId, text, at: ctx.clock.now() })
    },
  )
  for (const { conversationId } of told) ctx.wakeup.notify(conversationTopic(conversationId))
  return { told: told.length }
}
