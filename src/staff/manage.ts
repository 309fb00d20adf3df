import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { Ports, ServiceContext } from '../ports.ts'
import { hasRole, STAFF_ROLES, type StaffActor } from '../shared/actor.ts'
import {
  AppError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../shared/errors.ts'
import { hashToken, newId, randomToken } from '../shared/ids.ts'
import { staffAuth } from './auth.ts'
import { isWeakPassword } from './password-policy.ts'
import {
  endSessions,
  forgetFailures,
  lockAdmins,
  readSessions,
  removeSecondFactor,
  replacePassword,
  updateProfile,
  type StaffSession,
} from './security-store.ts'
import { nameDigest } from './sign-in.ts'
import { findProfile, replaceLink, useLink } from './store.ts'

const RESET_HOURS = 24

export const UpdateStaffInput = z.object({
  roles: z.array(z.enum(STAFF_ROLES)).min(1),
  area_prefixes: z.array(z.string().regex(/^\d{2,12}$/)).max(50),
  grid_ids: z.array(z.string().trim().min(1).max(40)).max(200).default([]),
  unit_id: z.string().trim().max(80).nullable().default(null),
  unit_name: z.string().trim().max(100).nullable().default(null),
  active: z.boolean(),
})
export type UpdateStaffInput = z.output<typeof UpdateStaffInput>

export const RedeemResetInput = z.object({
  token: z.string().min(20).max(200),
  password: z.string().min(10, 'at least 10 characters').max(128),
})

function requireAdmin(ctx: Pick<ServiceContext, 'actor'>): StaffActor {
  if (!hasRole(ctx.actor, 'admin')) throw new ForbiddenError('only an administrator')
  return ctx.actor
}

/** A change holds from the next request; who is switched off is signed out everywhere. */
export async function updateStaff(
  ctx: ServiceContext,
  userId: string,
  input: UpdateStaffInput,
): Promise<void> {
  const actor = requireAdmin(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const admins = await lockAdmins(tx)
    const stays = input.active && input.roles.includes('admin')
    if (!stays && admins.length === 1 && admins[0] === userId)
      throw new ConflictError('last_admin', 'somebody has to administrate')
    const change = {
      userId,
      roles: input.roles,
      areaPrefixes: input.area_prefixes,
      gridIds: input.grid_ids,
      unitId: input.unit_id,
      unitName: input.unit_name,
      active: input.active,
    }
    if (!(await updateProfile(tx, change))) throw new NotFoundError('person', userId)
    if (!input.active) await endSessions(tx, { userId, id: null })
    const details = { roles: input.roles, areas: input.area_prefixes, active: input.active }
    await appendAudit(tx, { at, actor, action: 'staff.changed', subject: userId, details })
  })
}

/** A one-time link for somebody who forgot the password. The administrator never knows the new one. */
export async function resetPassword(
  ctx: ServiceContext,
  input: { userId: string; baseUrl: string },
): Promise<{ link: string }> {
  const actor = requireAdmin(ctx)
  if ((await findProfile(ctx.sql, input.userId)) === undefined)
    throw new NotFoundError('person', input.userId)
  const token = randomToken(256)
  const tokenHash = await hashToken(token)
  const at = ctx.clock.now()
  const expiresAt = new Date(at.getTime() + RESET_HOURS * 3_600_000)
  await withTransaction(ctx.sql, async (tx) => {
    const profile = { user_id: input.userId }
    await replaceLink(tx, { id: newId('lnk'), kind: 'reset', tokenHash, profile, expiresAt, at })
    await appendAudit(tx, { at, actor, action: 'staff.reset_link', subject: input.userId })
  })
  return { link: `${input.baseUrl}/console/welcome?kind=reset#${token}` }
}

/** Sets the password and signs the person out everywhere: whoever had the old one is out. A lock on the name ends. */
export async function redeemReset(
  ctx: Pick<Ports, 'sql' | 'clock' | 'config' | 'vault' | 'runtime'>,
  input: z.output<typeof RedeemResetInput>,
): Promise<{ username: string }> {
  const auth = await staffAuth(ctx)
  const hash = await (await auth.$context).password.hash(input.password)
  const tokenHash = await hashToken(input.token)
  const at = ctx.clock.now()
  return withTransaction(ctx.sql, async (tx) => {
    const link = await useLink(tx, { tokenHash, at })
    const target = z.object({ user_id: z.string() }).safeParse(link?.profile)
    if (link?.kind !== 'reset' || !target.success)
      throw new AppError('FORBIDDEN', 'setup_link', 'unknown, used or expired link')
    const userId = target.data.user_id
    const profile = await findProfile(tx, userId)
    if (profile === undefined) throw new NotFoundError('person', userId)
    if (isWeakPassword(input.password, profile.username))
      throw new ValidationError('password', 'easy to guess', 'password_weak')
    await replacePassword(tx, { userId, hash, at })
    await endSessions(tx, { userId, id: null })
    await forgetFailures(tx, await nameDigest(ctx, profile.username))
    const actor = { kind: 'system' as const, job: 'password-reset' }
    await appendAudit(tx, { at, actor, action: 'staff.password_reset', subject: userId })
    return { username: profile.username }
  })
}

/** For a lost phone: the person signs in with the password alone and sets a new one up. */
export async function clearSecondFactor(ctx: ServiceContext, userId: string): Promise<void> {
  const actor = requireAdmin(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await removeSecondFactor(tx, userId)
    await endSessions(tx, { userId, id: null })
    await appendAudit(tx, { at, actor, action: 'staff.second_factor_cleared', subject: userId })
  })
}

/** One's own sessions; an administrator sees anybody's. */
export async function listSessions(
  ctx: ServiceContext,
  userId: string,
): Promise<{ sessions: StaffSession[] }> {
  requireSelfOrAdmin(ctx, userId)
  return { sessions: await readSessions(ctx.sql, userId, ctx.clock.now()) }
}

export async function revokeSession(
  ctx: ServiceContext,
  input: { userId: string; id: string },
): Promise<void> {
  const actor = requireSelfOrAdmin(ctx, input.userId)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    if ((await endSessions(tx, input)) === 0) throw new NotFoundError('session', input.id)
    const { userId: subject } = input
    await appendAudit(tx, { at, actor, action: 'staff.session_revoked', subject })
  })
}

function requireSelfOrAdmin(ctx: Pick<ServiceContext, 'actor'>, userId: string): StaffActor {
  const { actor } = ctx
  if (actor.kind !== 'staff' || (actor.id !== userId && !hasRole(actor, 'admin')))
    throw new ForbiddenError('somebody else’s sessions')
  return actor
}
