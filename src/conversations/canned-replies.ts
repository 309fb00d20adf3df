import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireChatStaff } from './handoff.ts'
import { deleteCannedReply, insertCannedReply, listCannedReplies } from './note-store.ts'

type CannedContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

export const SaveCannedReplyInput = z.object({
  title: z.string().trim().min(1).max(20),
  text: z.string().trim().min(1).max(1000),
})
export type SaveCannedReplyInput = z.output<typeof SaveCannedReplyInput>

export async function readCannedReplies(ctx: CannedContext) {
  const staff = requireChatStaff(ctx)
  const input = { staffId: staff.id, unitId: staff.unitId ?? null }
  return { replies: await listCannedReplies(ctx.sql, input) }
}

export async function saveCannedReply(ctx: CannedContext, input: SaveCannedReplyInput) {
  const staff = requireChatStaff(ctx)
  const at = ctx.clock.now()
  await insertCannedReply(ctx.sql, { id: newId('cnd'), staffId: staff.id, ...input, at })
  return readCannedReplies(ctx)
}

export async function removeCannedReply(ctx: CannedContext, id: string): Promise<void> {
  const staff = requireChatStaff(ctx)
  const removed = await deleteCannedReply(ctx.sql, { id, staffId: staff.id })
  if (!removed) throw new NotFoundError('canned_reply', id)
}
