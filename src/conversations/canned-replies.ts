import { z } from 'zod'
import { withTransaction, type Transaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { hasRole, type StaffActor } from '../shared/actor.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionError,
} from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import {
  deleteCannedReply,
  insertCannedReply,
  listCannedReplies,
  listSharedReplies,
  lockCannedReply,
  updateCannedReply,
  type CannedReply,
} from './canned-store.ts'
import { requireChatStaff } from './handoff.ts'

type CannedContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>
/** Units an administrator answers for; of nobody else there are any. */
type Administered = { administered: readonly string[] }

const Reply = z.object({
  title: z.string().trim().min(1).max(20),
  text: z.string().trim().min(1).max(1000),
})
export const SaveCannedReplyInput = Reply.extend({
  /** Everybody of the author's unit may use it. */
  shared: z.boolean().default(false),
})
export type SaveCannedReplyInput = z.output<typeof SaveCannedReplyInput>

export const ChangeCannedReplyInput = Reply.extend({ version: z.number().int().min(1) })
export type ChangeCannedReplyInput = z.output<typeof ChangeCannedReplyInput>

export async function readCannedReplies(ctx: CannedContext, { administered }: Administered) {
  const staff = requireChatStaff(ctx)
  const input = { staffId: staff.id, unitId: staff.unitId ?? null }
  const rows = await listCannedReplies(ctx.sql, input)
  return {
    replies: rows.map(({ unitId, ...reply }) => ({
      ...reply,
      changeable: reply.own || (unitId !== null && administered.includes(unitId)),
    })),
    mayShare: input.unitId !== null,
  }
}

/** What the units of one's area share, for who administers them; they need not talk with residents for that. */
export async function readSharedReplies(ctx: CannedContext, { administered }: Administered) {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) throw new ForbiddenError('replies of other units')
  const rows = await listSharedReplies(ctx.sql, { staffId: actor.id, administered })
  return {
    replies: rows.flatMap(({ id, title, text, version, unitId }) =>
      unitId !== null && administered.includes(unitId)
        ? [{ id, title, text, version, unitId }]
        : [],
    ),
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
  await withTransaction(ctx.sql, async (tx) => {
    await insertCannedReply(tx, row)
    await audit(tx, ctx, { action: 'saved', reply: row })
  })
  return { id: row.id }
}

/** R-ROLE-1: its author, or an administrator of the area the unit works in; who saw an older text is told and changes nothing. */
export async function changeCannedReply(
  ctx: CannedContext,
  { id, administered, ...input }: Administered & ChangeCannedReplyInput & { id: string },
): Promise<{ version: number }> {
  const staff = requireHands(ctx)
  const version = input.version + 1
  await withTransaction(ctx.sql, async (tx) => {
    const reply = await lockCannedReply(tx, { id, staffId: staff.id, administered })
    if (reply === undefined) throw new NotFoundError('canned_reply', id)
    if (reply.version !== input.version)
      throw new ConflictError('version_conflict', `version is ${reply.version}`, {
        version: reply.version,
      })
    await updateCannedReply(tx, { id, title: input.title, text: input.text, version })
    await audit(tx, ctx, { action: 'changed', reply: { ...reply, title: input.title } })
  })
  return { version }
}

/** R-ROLE-1: its author, or an administrator of the area the unit works in. */
export async function removeCannedReply(
  ctx: CannedContext,
  { id, administered }: Administered & { id: string },
): Promise<void> {
  const staff = requireHands(ctx)
  await withTransaction(ctx.sql, async (tx) => {
    const reply = await lockCannedReply(tx, { id, staffId: staff.id, administered })
    if (reply === undefined) throw new NotFoundError('canned_reply', id)
    await deleteCannedReply(tx, id)
    await audit(tx, ctx, { action: 'deleted', reply })
  })
}

function requireHands(ctx: CannedContext): StaffActor {
  return hasRole(ctx.actor, 'admin') ? ctx.actor : requireChatStaff(ctx)
}

/** What a whole unit says to residents is a setting of it (R-OPS-2); what somebody keeps for themselves is not. */
async function audit(
  tx: Transaction,
  { actor, clock }: CannedContext,
  { action, reply }: { action: string; reply: Pick<CannedReply, 'id' | 'unitId' | 'title'> },
): Promise<void> {
  const { id, unitId, title } = reply
  if (unitId === null) return
  const details = { unit: unitId, title }
  await appendAudit(tx, {
    at: clock.now(),
    actor,
    action: `canned_reply.${action}`,
    subject: id,
    details,
  })
}
