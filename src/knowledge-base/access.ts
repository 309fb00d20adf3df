import type { ServiceContext } from '../ports.ts'
import { hasRole, type StaffActor } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'

type Acting = Pick<ServiceContext, 'actor'>

/** Who looks: those who write, and those who answer for what is said. */
export function requireReader(ctx: Acting): StaffActor {
  const { actor } = ctx
  if (!hasRole(actor, 'kb_editor', 'kb_reviewer', 'city', 'supervisor', 'auditor', 'admin'))
    throw new ForbiddenError('the knowledge base')
  return actor
}

export function requireEditor(ctx: Acting): StaffActor {
  const { actor } = ctx
  if (!hasRole(actor, 'kb_editor', 'kb_reviewer')) throw new ForbiddenError('editing knowledge')
  return actor
}

export function requireReviewer(ctx: Acting): StaffActor {
  const { actor } = ctx
  if (!hasRole(actor, 'kb_reviewer')) throw new ForbiddenError('deciding on knowledge')
  return actor
}

/** Silencing is the safe direction and open to more people than speaking again. */
export function requireSwitcher(ctx: Acting): StaffActor {
  const { actor } = ctx
  if (!hasRole(actor, 'kb_editor', 'kb_reviewer', 'city', 'supervisor', 'admin'))
    throw new ForbiddenError('switching topics off')
  return actor
}

export function requireLifter(ctx: Acting): StaffActor {
  const { actor } = ctx
  if (!hasRole(actor, 'kb_reviewer', 'city', 'supervisor', 'admin'))
    throw new ForbiddenError('switching topics on again')
  return actor
}
