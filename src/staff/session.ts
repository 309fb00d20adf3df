import type { Ports } from '../ports.ts'
import type { StaffActor } from '../shared/actor.ts'
import { UnauthenticatedError } from '../shared/errors.ts'
import { staffAuth } from './auth.ts'
import { findProfile } from './store.ts'

/** The person behind the session cookie; roles and area are read fresh, so a change holds at once. */
export async function requireStaff(
  ctx: Pick<Ports, 'sql' | 'config' | 'vault' | 'runtime'>,
  headers: Headers,
): Promise<StaffActor> {
  const auth = await staffAuth(ctx)
  const session = await auth.api.getSession({ headers })
  const profile = session === null ? undefined : await findProfile(ctx.sql, session.user.id)
  if (profile === undefined || !profile.active) throw new UnauthenticatedError()
  return {
    kind: 'staff',
    id: profile.userId,
    name: profile.name,
    roles: profile.roles,
    areaPrefixes: profile.areaPrefixes,
    gridIds: profile.gridIds,
    ...(profile.unitId === null ? {} : { unitId: profile.unitId }),
    ...(profile.unitName === null ? {} : { unitName: profile.unitName }),
  }
}
