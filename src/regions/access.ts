import { hasRole, type Actor } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'

/** Area tables are configuration: administrators, the city desk and the command line change them. */
export function requireRegionEditor(actor: Actor): void {
  if (actor.kind === 'system' || hasRole(actor, 'admin', 'city')) return
  throw new ForbiddenError('only an administrator or the city desk imports area tables')
}
