import type { TicketStatus } from '../protocol/tickets.ts'

/** Who may make a transition, as roles of R-ROLE plus the resident, the timer and the lead unit's own people. */
export type TransitionRole =
  | 'resident'
  | 'intake' // operator, community staff, grid worker: own area
  | 'dispatcher' // street, district, city
  | 'handler' // lead unit
  | 'call_back'
  | 'supervisor'
  | 'timer'

export type Need =
  | 'reason'
  | 'lead_unit'
  | 'suggested_unit'
  | 'decision'
  | 'question'
  | 'outcome'
  | 'public_reply'
  | 'parent'
  | 'channel'
  | 'category'

export type Transition = {
  from: TicketStatus
  to: TicketStatus
  roles: readonly TransitionRole[]
  needs: readonly Need[]
}

const OPEN_BEFORE_RESOLVED: readonly TicketStatus[] = [
  'pending_review',
  'accepted',
  'dispatched',
  'processing',
  'pending_info',
  'returned',
]

function rule(
  from: TicketStatus,
  to: TicketStatus,
  roles: readonly TransitionRole[],
  needs: readonly Need[] = [],
): Transition {
  return { from, to, roles, needs }
}

/** The table of R-LIFE. Everything else is `invalid_transition`. */
export const TRANSITIONS: readonly Transition[] = [
  rule('draft', 'pending_review', ['resident', 'intake']),
  rule('draft', 'withdrawn', ['resident', 'intake']),
  ...OPEN_BEFORE_RESOLVED.flatMap((from) => [
    rule(from, 'withdrawn', ['resident']),
    rule(from, 'merged', ['dispatcher'], ['reason', 'parent']),
    rule(from, 'referred', from === 'pending_review' ? ['intake', 'dispatcher'] : ['dispatcher'], [
      'reason',
      'channel',
    ]),
  ]),
  rule('pending_review', 'accepted', ['intake', 'dispatcher'], ['category']),
  rule('pending_review', 'rejected', ['intake', 'dispatcher'], ['reason']),
  rule('accepted', 'dispatched', ['intake', 'dispatcher'], ['lead_unit']),
  rule('accepted', 'processing', ['intake', 'dispatcher'], ['lead_unit']),
  rule('dispatched', 'processing', ['handler']),
  rule('dispatched', 'returned', ['handler'], ['reason', 'suggested_unit']),
  rule('dispatched', 'dispatched', ['dispatcher'], ['lead_unit', 'reason']),
  rule('returned', 'dispatched', ['dispatcher'], ['lead_unit', 'decision']),
  rule('returned', 'rejected', ['dispatcher'], ['reason', 'decision']),
  rule('processing', 'pending_info', ['handler'], ['question']),
  rule('processing', 'resolved', ['handler'], ['outcome', 'public_reply']),
  rule('processing', 'dispatched', ['dispatcher'], ['lead_unit', 'reason']),
  rule('pending_info', 'processing', ['resident', 'handler']),
  rule('pending_info', 'resolved', ['handler'], ['outcome', 'public_reply']),
  rule('resolved', 'closed', ['resident', 'call_back', 'timer']),
  rule('resolved', 'processing', ['resident', 'call_back', 'supervisor'], ['reason']),
  rule('closed', 'processing', ['resident', 'supervisor'], ['reason']),
  rule('rejected', 'pending_review', ['resident'], ['reason']),
  // A merge was a person's mistake: the report stands on its own again, its clocks never stopped.
  rule('merged', 'pending_review', ['dispatcher'], ['reason']),
]

export function findTransition(from: TicketStatus, to: TicketStatus): Transition | undefined {
  return TRANSITIONS.find((item) => item.from === from && item.to === to)
}

export function allowedTargets(
  from: TicketStatus,
  roles: readonly TransitionRole[],
): TicketStatus[] {
  return TRANSITIONS.filter(
    (item) => item.from === from && item.roles.some((role) => roles.includes(role)),
  ).map((item) => item.to)
}

const CLOSED: readonly TicketStatus[] = ['closed', 'rejected', 'merged', 'referred', 'withdrawn']

/** Open311 knows only these two (R-LIFE table). */
export function isClosedStatus(status: TicketStatus): boolean {
  return CLOSED.includes(status)
}

export const MAX_REOPENS = 2
export const REOPEN_DAYS = 30
export const MAX_PAUSES = 2
export const BINDING_RETURNS = 2
