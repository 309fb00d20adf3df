import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { UnauthenticatedError, ValidationError } from '../shared/errors.ts'
import { staffAuth } from './auth.ts'
import { isWeakPassword } from './password-policy.ts'
import { endOtherSessions, findPasswordHash, replacePassword } from './security-store.ts'
import { findProfile } from './store.ts'

export const ChangePasswordInput = z.object({
  current: z.string().max(128),
  password: z.string().min(10, 'at least 10 characters').max(128),
})

/** Under our password policy and in the audit log; every session but the one it is done in ends. */
export async function changeOwnPassword(
  ctx: ServiceContext,
  headers: Headers,
  input: z.output<typeof ChangePasswordInput>,
): Promise<void> {
  const auth = await staffAuth(ctx)
  const { password } = await auth.$context
  const session = await auth.api.getSession({ headers })
  const { actor } = ctx
  if (session === null || actor.kind !== 'staff' || session.user.id !== actor.id)
    throw new UnauthenticatedError()
  const userId = actor.id
  const old = await findPasswordHash(ctx.sql, userId)
  if (old === undefined || !(await password.verify({ hash: old, password: input.current })))
    throw new ValidationError('current', 'not the current password', 'password_wrong')
  const profile = await findProfile(ctx.sql, userId)
  if (isWeakPassword(input.password, profile?.username ?? ''))
    throw new ValidationError('password', 'easy to guess', 'password_weak')
  const hash = await password.hash(input.password)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await replacePassword(tx, { userId, hash, at })
    await endOtherSessions(tx, { userId, kept: session.session.id })
    await appendAudit(tx, { at, actor, action: 'staff.password_changed', subject: userId })
  })
}
