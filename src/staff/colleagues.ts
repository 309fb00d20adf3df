import type { Sql } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { hasRole, type StaffActor, type StaffRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { findProfile, listNames, listProfiles, type StaffProfile } from './store.ts'

const HANDLERS: readonly StaffRole[] = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
]

export type Colleague = { id: string; name: string; unit: string | null }

/** People who handle tickets in one's own unit or somewhere in one's own area. */
function isColleague(actor: StaffActor, profile: StaffProfile): boolean {
  const { active, roles, areaPrefixes, unitId } = profile
  if (!active || !roles.some((role) => HANDLERS.includes(role))) return false
  if (unitId !== null && unitId === actor.unitId) return true
  return areaPrefixes.some((area) =>
    actor.areaPrefixes.some((own) => area.startsWith(own) || own.startsWith(area)),
  )
}

const toColleague = ({ userId, name, unitName }: StaffProfile): Colleague => ({
  id: userId,
  name,
  unit: unitName,
})

/** Whom work can be given to. */
export async function listColleagues(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ colleagues: Colleague[] }> {
  const { actor } = ctx
  if (!hasRole(actor, ...HANDLERS, 'supervisor')) throw new ForbiddenError('for handling staff')
  const profiles = await listProfiles(ctx.sql)
  return {
    colleagues: profiles.filter((profile) => isColleague(actor, profile)).map(toColleague),
  }
}

/** The one with this id among those work can be given to; the name is the account's, whatever a caller says it is. */
export async function findColleague(
  sql: Sql,
  input: { actor: StaffActor; id: string },
): Promise<Colleague | undefined> {
  const profile = await findProfile(sql, input.id)
  return profile !== undefined && isColleague(input.actor, profile)
    ? toColleague(profile)
    : undefined
}

/** Names by id, for whoever may read the record that carries the ids: the caller has checked that. */
export async function nameColleagues(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await listNames(sql, ids)).map(({ id, name }) => [id, name]))
}
