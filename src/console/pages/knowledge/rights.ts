import type { Me } from '../../shared/api.ts'

// Only what is offered; the server decides what is done.
const has = (me: Me, ...roles: Me['roles']): boolean =>
  me.roles.some((role) => roles.includes(role))

export const canEdit = (me: Me): boolean => has(me, 'kb_editor', 'kb_reviewer')
export const canReview = (me: Me): boolean => has(me, 'kb_reviewer')
export const canSwitchOff = (me: Me): boolean =>
  has(me, 'kb_editor', 'kb_reviewer', 'city', 'supervisor', 'admin')
export const canSwitchOn = (me: Me): boolean =>
  has(me, 'kb_reviewer', 'city', 'supervisor', 'admin')
