import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { readIdentityLog, type IdentityRead } from './identity-log-store.ts'

const SHOWN = 200

/** R-ROLE-2: who read whose contact, when and what for; numbers only, no identity. */
export async function listIdentityReads(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ reads: IdentityRead[] }> {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the access log')
  return { reads: await readIdentityLog(ctx.sql, SHOWN) }
}
