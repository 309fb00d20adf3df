import type { Actor, StaffActor, StaffRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import type { TransitionRole } from './lifecycle.ts'
import type { TicketScope } from './store.ts'
import type { Ticket } from './ticket.ts'

const TICKET_ROLES: readonly StaffRole[] = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
  'partner',
  'supervisor',
  'auditor',
]
const AREA_ROLES: readonly StaffRole[] = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'supervisor',
  'auditor',
]
const DISPATCHERS: readonly StaffRole[] = ['community', 'street', 'district', 'city']
const INTAKE: readonly StaffRole[] = ['grid_worker', ...DISPATCHERS]

/** R-ROLE: an administrator configures and sees no ticket content by default. Throws ForbiddenError. */
export function requireTicketStaff(actor: Actor): StaffActor {
  if (actor.kind !== 'staff' || !actor.roles.some((role) => TICKET_ROLES.includes(role))) {
    throw new ForbiddenError('tickets are for handling staff')
  }
  return actor
}

/** An auditor reads everything in the area and leaves no trace in it. Throws ForbiddenError. */
export function requireTicketWriter(actor: Actor): StaffActor {
  const staff = requireTicketStaff(actor)
  if (staff.roles.every((role) => role === 'auditor' || !TICKET_ROLES.includes(role))) {
    throw new ForbiddenError('an auditor changes nothing')
  }
  return staff
}

/** Taking tickets down is the work of grid workers and operators. Throws ForbiddenError. */
export function requireIntake(actor: Actor): StaffActor {
  const staff = requireTicketStaff(actor)
  if (!staff.roles.some((role) => INTAKE.includes(role))) {
    throw new ForbiddenError('tickets are taken down by operators and grid workers')
  }
  return staff
}

/** Area for people who work by area; departments and partners see what their unit leads or supports. */
export function scopeOf(staff: StaffActor): TicketScope {
  const byArea = staff.roles.some((role) => AREA_ROLES.includes(role))
  const onlyGrid =
    byArea && staff.roles.every((role) => role === 'grid_worker' || !AREA_ROLES.includes(role))
  return {
    areaPrefixes: byArea ? staff.areaPrefixes : [],
    unitId: staff.unitId ?? null,
    gridIds: onlyGrid ? staff.gridIds : null,
    staffId: staff.id,
  }
}

/** The transition roles this person has for this ticket. */
export function rolesFor(
  staff: StaffActor,
  ticket: Pick<Ticket, 'leadUnit' | 'level' | 'divisionCode'>,
): TransitionRole[] {
  const roles: TransitionRole[] = []
  const has = (list: readonly StaffRole[]): boolean =>
    staff.roles.some((role) => list.includes(role))
  if (has(INTAKE)) roles.push('intake')
  if (has(DISPATCHERS)) roles.push('dispatcher')
  if (ticket.leadUnit !== null && ticket.leadUnit === staff.unitId) roles.push('handler')
  if (staff.roles.includes('supervisor')) roles.push('supervisor', 'call_back')
  if (has(DISPATCHERS)) roles.push('call_back')
  return roles
}
