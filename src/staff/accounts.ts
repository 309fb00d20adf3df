import { z } from 'zod'
import { isUniqueViolation, withTransaction } from '../db/client.ts'
import type { Ports, ServiceContext } from '../ports.ts'
import { hasRole, STAFF_ROLES } from '../shared/actor.ts'
import { AppError, ForbiddenError, ValidationError } from '../shared/errors.ts'
import { hashToken, newId, randomToken } from '../shared/ids.ts'
import { staffAuth } from './auth.ts'
import { isWeakPassword } from './password-policy.ts'
import {
  countStaff,
  insertPassword,
  insertProfile,
  insertUser,
  listProfiles,
  replaceLink,
  useLink,
  type StaffProfile,
} from './store.ts'

const LINK_HOURS = 72

export const InviteProfile = z.object({
  roles: z.array(z.enum(STAFF_ROLES)).min(1),
  area_prefixes: z.array(z.string().regex(/^\d{2,12}$/)).max(50),
  unit_id: z.string().trim().max(80).nullable().default(null),
  unit_name: z.string().trim().max(100).nullable().default(null),
})
export type InviteProfile = z.output<typeof InviteProfile>

export const RedeemLinkInput = z.object({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(40),
  username: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_.-]{3,40}$/, 'letters, digits, dot, dash; 3 to 40'),
  password: z.string().min(10, 'at least 10 characters').max(128),
})
export type RedeemLinkInput = z.output<typeof RedeemLinkInput>

/** The one-time link for the first administrator; undefined once anybody has an account. Each start makes a fresh one. */
export async function findSetupLink(
  ctx: Pick<Ports, 'sql' | 'clock' | 'config'>,
  input: { baseUrl: string },
): Promise<string | undefined> {
  if ((await countStaff(ctx.sql)) > 0) return undefined
  const profile: InviteProfile = {
    roles: ['admin', 'city'],
    area_prefixes: [ctx.config.JURISDICTION.slice(0, 4)],
    unit_id: null,
    unit_name: ctx.config.OPERATOR_NAME,
  }
  return makeLink(ctx, { kind: 'first_admin', profile, baseUrl: input.baseUrl })
}

export async function inviteStaff(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'config' | 'actor'>,
  input: { profile: InviteProfile; baseUrl: string },
): Promise<{ link: string }> {
  if (!hasRole(ctx.actor, 'admin')) throw new ForbiddenError('only an administrator invites')
  return { link: await makeLink(ctx, { kind: 'invite', ...input }) }
}

async function makeLink(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  input: { kind: 'first_admin' | 'invite'; profile: InviteProfile; baseUrl: string },
): Promise<string> {
  const token = randomToken(256)
  const at = ctx.clock.now()
  await replaceLink(ctx.sql, {
    id: newId('lnk'),
    kind: input.kind,
    tokenHash: await hashToken(token),
    profile: input.profile,
    expiresAt: new Date(at.getTime() + LINK_HOURS * 3_600_000),
    at,
  })
  // Behind the hash: browsers do not send it, so the token reaches no log and no proxy.
  return `${input.baseUrl}/console/welcome#${token}`
}

/** Turns a link into an account. The link is spent only when the account is made. */
export async function redeemLink(
  ctx: Pick<Ports, 'sql' | 'clock' | 'config' | 'vault' | 'runtime'>,
  input: RedeemLinkInput,
): Promise<{ username: string }> {
  if (isWeakPassword(input.password, input.username))
    throw new ValidationError('password', 'easy to guess', 'password_weak')
  const auth = await staffAuth(ctx)
  const hash = await (await auth.$context).password.hash(input.password)
  const tokenHash = await hashToken(input.token)
  const at = ctx.clock.now()
  try {
    await withTransaction(ctx.sql, async (tx) => {
      const link = await useLink(tx, { tokenHash, at })
      if (link === undefined)
        throw new AppError('FORBIDDEN', 'setup_link', 'unknown, used or expired link')
      if (link.kind === 'first_admin' && (await countStaff(tx)) > 0) {
        throw new AppError('CONFLICT', 'setup_done', 'the first administrator exists')
      }
      const profile = InviteProfile.parse(link.profile)
      const userId = newId('stf')
      await insertUser(tx, { id: userId, name: input.name, username: input.username, at })
      await insertPassword(tx, { id: newId('acc'), userId, hash, at })
      await insertProfile(tx, {
        userId,
        roles: profile.roles,
        areaPrefixes: profile.area_prefixes,
        unitId: profile.unit_id,
        unitName: profile.unit_name,
        at,
        by: link.kind,
      })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new ValidationError('username', 'already taken', 'username_taken')
    throw error
  }
  return { username: input.username }
}

export async function listStaff(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<StaffProfile[]> {
  if (!hasRole(ctx.actor, 'admin')) throw new ForbiddenError('only an administrator lists accounts')
  return listProfiles(ctx.sql)
}

/** For logs that name people by id; whoever reads those may know who it was. */
export async function nameStaff(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<Readonly<Record<string, string>>> {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the names of the staff')
  const profiles = await listProfiles(ctx.sql)
  return Object.fromEntries(profiles.map(({ userId, name }) => [userId, name]))
}
