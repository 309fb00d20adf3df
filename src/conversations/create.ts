import type { Ports } from '../ports.ts'
import { equalDigests, hashToken, newId, randomToken } from '../shared/ids.ts'
import { NotFoundError } from '../shared/errors.ts'
import { findConversation, insertConversation, type Conversation } from './store.ts'

/** No account, no phone (R-PRV-2): whoever holds the token is the resident of this conversation. Stored hashed. */
export async function createConversation(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  input: { locale?: 'zh-CN' | 'en'; noticeVersion?: string } = {},
): Promise<{ id: string; token: string }> {
  const id = newId('cnv')
  const token = randomToken(256)
  await insertConversation(ctx.sql, {
    id,
    tokenHash: await hashToken(token),
    at: ctx.clock.now(),
    locale: input.locale ?? 'zh-CN',
    noticeVersion: input.noticeVersion ?? null,
  })
  return { id, token }
}

/** Same answer for an unknown conversation, someone else's, and an erased one. */
export async function requireConversation(
  ctx: Pick<Ports, 'sql'>,
  input: { id: string; token: string | undefined },
): Promise<Conversation> {
  const [conversation, digest] = await Promise.all([
    findConversation(ctx.sql, input.id),
    hashToken(input.token ?? ''),
  ])
  if (conversation === undefined || !equalDigests(conversation.tokenHash, digest)) {
    throw new NotFoundError('conversation', input.id)
  }
  return conversation
}
