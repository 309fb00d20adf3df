import type { Ports } from '../ports.ts'
import type { StaffActor } from '../shared/actor.ts'
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.ts'
import { staffAuth } from './auth.ts'
import { SIGNED_IN_BY_SSO } from './sso-provider.ts'
import { findProfile } from './store.ts'

type AuthContext = Pick<Ports, 'sql' | 'config' | 'vault' | 'runtime'>

/** The person behind the session cookie; roles and area are read fresh, so a change holds at once. */
export async function requireStaff(ctx: AuthContext, headers: Headers): Promise<StaffActor> {
  const { actor, secondFactorDue } = await requirePerson(ctx, headers)
  if (secondFactorDue) throw new ForbiddenError('second factor is due', 'second_factor_due')
  return actor
}

/**
 * The same for the little that somebody may do who has yet to set up a second factor. Who came from the identity provider
 * has been asked there.
 */
export async function requirePerson(
  ctx: AuthContext,
  headers: Headers,
): Promise<{ actor: StaffActor; secondFactorDue: boolean }> {
  const auth = await staffAuth(ctx)
  const session = await auth.api.getSession({ headers })
  const profile = session === null ? undefined : await findProfile(ctx.sql, session.user.id)
  if (session === null || profile === undefined || !profile.active) throw new UnauthenticatedError()
  const actor: StaffActor = {
    kind: 'staff',
    id: profile.userId,
    name: profile.name,
    roles: profile.roles,
    areaPrefixes: profile.areaPrefixes,
    gridIds: profile.gridIds,
    ...(profile.unitId === null ? {} : { unitId: profile.unitId }),
    ...(profile.unitName === null ? {} : { unitName: profile.unitName }),
  }
  const bySso = session.session.signedInBy === SIGNED_IN_BY_SSO
  return { actor, secondFactorDue: profile.secondFactorDue && !bySso }
}
