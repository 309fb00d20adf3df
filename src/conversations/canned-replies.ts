import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { NotFoundError, PreconditionError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireChatStaff } from './handoff.ts'
import { deleteCannedReply, insertCannedReply, listCannedReplies } from './note-store.ts'

type CannedContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>
/** Units an administrator answers for; of nobody else there are any. */
type Administered = { administered: readonly string[] }

export const SaveCannedReplyInput = z.object({
  title: z.string().trim().min(1).max(20),
  text: z.string().trim().min(1).max(1000),
  /** Everybody of the author's unit may use it. */
  shared: z.boolean().default(false),
})
export type SaveCannedReplyInput = z.output<typeof SaveCannedReplyInput>

export async function readCannedReplies(ctx: CannedContext, { administered }: Administered) {
  const staff = requireChatStaff(ctx)
  const input = { staffId: staff.id, unitId: staff.unitId ?? null }
  const rows = await listCannedReplies(ctx.sql, input)
  return {
    replies: rows.map(({ unitId, ...reply }) => ({
      ...reply,
      removable: reply.own || (unitId !== null && administered.includes(unitId)),
    })),
    mayShare: input.unitId !== null,
  }
}

export async function saveCannedReply(
  ctx: CannedContext,
  { shared, ...reply }: SaveCannedReplyInput,
): Promise<{ id: string }> {
  const staff = requireChatStaff(ctx)
  const unitId = shared ? staff.unitId : null
  if (unitId === undefined) throw new PreconditionError('no_unit', 'no unit to share with')
  const row = { id: newId('cnd'), staffId: staff.id, unitId, ...reply, at: ctx.clock.now() }
  await insertCannedReply(ctx.sql, row)
  return { id: row.id }
}

/** R-ROLE-1: its author, or an administrator of the area the unit works in. */
export async function removeCannedReply(
  ctx: CannedContext,
  { id, administered }: Administered & { id: string },
): Promise<void> {
  const staff = hasRole(ctx.actor, 'admin') ? ctx.actor : requireChatStaff(ctx)
  const removed = await deleteCannedReply(ctx.sql, { id, staffId: staff.id, administered })
  if (!removed) throw new NotFoundError('canned_reply', id)
}
