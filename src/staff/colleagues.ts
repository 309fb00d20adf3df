import type { ServiceContext } from '../ports.ts'
import { hasRole, type StaffRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { listProfiles } from './store.ts'

const HANDLERS: readonly StaffRole[] = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
]

export type Colleague = { id: string; name: string; unit: string | null }

/** Whom work can be given to: people who handle tickets somewhere in one's own area. */
export async function listColleagues(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ colleagues: Colleague[] }> {
  const { actor } = ctx
  if (!hasRole(actor, ...HANDLERS, 'supervisor')) throw new ForbiddenError('for handling staff')
  const near = (area: string): boolean =>
    actor.areaPrefixes.some((own) => area.startsWith(own) || own.startsWith(area))
  const profiles = await listProfiles(ctx.sql)
  return {
    colleagues: profiles
      .filter(({ active, roles }) => active && roles.some((role) => HANDLERS.includes(role)))
      .filter(({ areaPrefixes }) => areaPrefixes.some(near))
      .map(({ userId, name, unitName }) => ({ id: userId, name, unit: unitName })),
  }
}
