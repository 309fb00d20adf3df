import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { actorLabel, hasRole, STAFF_ROLES, type StaffRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { readSecondFactorRoles, replaceSecondFactorRoles } from './store.ts'

export const SecondFactorRolesInput = z.object({ roles: z.array(z.enum(STAFF_ROLES)) })

export async function listSecondFactorRoles(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ roles: StaffRole[] }> {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the second factor rule')
  return { roles: await readSecondFactorRoles(ctx.sql) }
}

/** Holds from the next request: who has such a role and no second factor can do nothing but set one up. */
export async function requireSecondFactor(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  input: z.output<typeof SecondFactorRolesInput>,
): Promise<void> {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) throw new ForbiddenError('only an administrator')
  const at = ctx.clock.now()
  const roles = [...new Set(input.roles)]
  await withTransaction(ctx.sql, async (tx) => {
    await replaceSecondFactorRoles(tx, { roles, at, by: actorLabel(actor) })
    const action = 'staff.second_factor_roles'
    await appendAudit(tx, { at, actor, action, subject: 'policy', details: { roles } })
  })
}
