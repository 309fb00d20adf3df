import { BINDING_RETURNS, isClosedStatus } from './lifecycle.ts'
import { correctionEffects } from './corrections.ts'
import { shiftResolveDue, startClocks } from './sla.ts'
import type { TicketValues } from './store.ts'
import type { Ticket } from './ticket.ts'
import type { ParsedTransition } from './transition-input.ts'

type Effect = {
  current: Ticket
  input: ParsedTransition
  at: Date
  parentId: string | null
  staffId: string | null
}

/** Columns that change with the status, besides the version. */
export function effectOf({ current, input, at, parentId, staffId }: Effect): TicketValues {
  const values: Record<string, unknown> = {
    status: input.to,
    updated_at: at,
    // The next sweep works out which marks the new state can still reach.
    next_mark_at: isClosedStatus(input.to) ? null : at,
  }
  if (input.category_code !== null) values['category_code'] = input.category_code
  if (input.level !== null) values['level'] = input.level
  if (input.public_summary !== null) values['public_summary'] = input.public_summary
  if (input.lead_unit !== null) {
    values['lead_unit'] = input.lead_unit
    values['lead_unit_name'] = input.lead_unit_name ?? input.lead_unit
    values['co_units'] = input.co_units
  }
  if (isClosedStatus(input.to)) values['closed_at'] = at
  Object.assign(values, stepEffects(current, input, at))
  if (current.status === 'pending_info') Object.assign(values, resumeClock(current, at))
  if (input.to === 'merged') values['parent_id'] = parentId
  if (input.to === 'accepted') Object.assign(values, correctionEffects(current, input, staffId))
  if (input.verdict !== null) values['resident_verdict'] = input.verdict
  if (input.satisfaction !== null) values['satisfaction'] = input.satisfaction
  return values
}

function stepEffects(current: Ticket, input: ParsedTransition, at: Date): Record<string, unknown> {
  switch (input.to) {
    case 'accepted':
      return { accepted_at: current.acceptedAt ?? at }
    case 'processing':
      return {
        accepted_at: current.acceptedAt ?? at,
        signed_at: current.signedAt ?? at,
        ...(['resolved', 'closed'].includes(current.status)
          ? {
              reopen_count: current.reopenCount + 1,
              closed_at: null,
              resolved_at: null,
              ...restartResolve(current, at),
            }
          : {}),
      }
    case 'pending_info':
      return { pending_question: input.question, paused_at: at, pauses: current.pauses + 1 }
    case 'resolved':
      return {
        outcome: input.outcome,
        public_reply: input.public_reply,
        planned_for: input.planned_for,
        resolved_at: at,
        contacted_at: current.contactedAt ?? at,
      }
    case 'returned':
      return { ...returnEffects(current), returned_at: at }
    case 'dispatched':
      return { dispatched_at: at, returned_at: null }
    case 'rejected':
      return { reject_reason: input.reason }
    case 'referred':
      return { referred_channel: input.channel, reject_reason: input.reason }
    case 'pending_review':
      if (current.status === 'merged') return { parent_id: null, closed_at: null }
      return { appeal_count: current.appealCount + 1, closed_at: null }
    default:
      return {}
  }
}

/** R-SLA-4: at most the original limit of pauses is given back in all. */
function resumeClock(current: Ticket, at: Date): TicketValues {
  if (current.pausedAt === null) return {}
  const paused = Math.min(
    at.getTime() - current.pausedAt.getTime(),
    Math.max(0, current.sla.resolveLengthMs - current.pausedMs),
  )
  const sla = shiftResolveDue(current.sla, paused)
  return {
    paused_at: null,
    paused_ms: current.pausedMs + paused,
    sla,
    resolve_due_at: sla.due.resolve,
  }
}

/** R-LIFE-7: after the second dispute the district decides, and its decision binds. */
function returnEffects(current: Ticket): TicketValues {
  const returns = current.returns + 1
  const higher = current.level === 'city' ? 'city' : 'district'
  return returns >= BINDING_RETURNS ? { returns, level: higher } : { returns }
}

/** A reopened case gets the resolve clock of its row anew; the old one is in the history. */
function restartResolve(current: Ticket, at: Date): TicketValues {
  const { urgency, appealType, categoryCode } = current
  const fresh = startClocks({ urgency, appealType, categoryCode, from: at })
  const sla = {
    ...fresh,
    due: { ...current.sla.due, resolve: fresh.due.resolve },
  }
  return { sla, resolve_due_at: fresh.due.resolve, paused_ms: 0, pauses: 0 }
}
