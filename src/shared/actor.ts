/** Who performs a verb (R-ROLE). Every write knows its actor. */
export const STAFF_ROLES = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
  'partner',
  'kb_editor',
  'kb_reviewer',
  'supervisor',
  'auditor',
  'admin',
] as const

export type StaffRole = (typeof STAFF_ROLES)[number]

export type ResidentActor = { kind: 'resident'; conversationId?: string; ticketNo?: string }
export type StaffActor = {
  kind: 'staff'
  id: string
  name: string
  roles: readonly StaffRole[]
  /** Division-code prefixes this person works in; a city operator in Wuhan has `['4201']`. */
  areaPrefixes: readonly string[]
  gridIds: readonly string[]
  unitId?: string
  unitName?: string
}
export type ModelActor = { kind: 'model' }
export type SystemActor = { kind: 'system'; job: string }
export type ClientActor = { kind: 'client'; clientId: string }

export type Actor = ResidentActor | StaffActor | ModelActor | SystemActor | ClientActor

export function hasRole(actor: Actor, ...roles: readonly StaffRole[]): actor is StaffActor {
  return actor.kind === 'staff' && actor.roles.some((role) => roles.includes(role))
}

/** One string for audit rows and history: `staff:stf_1`, `resident:cnv_1`, `model`, `system:sla`. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.id}`
    case 'resident':
      return `resident:${actor.conversationId ?? actor.ticketNo ?? 'anonymous'}`
    case 'client':
      return `client:${actor.clientId}`
    case 'system':
      return `system:${actor.job}`
    case 'model':
      return 'model'
  }
}
