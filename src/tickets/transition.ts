import { z } from 'zod'
import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { TICKET_OUTCOMES, TICKET_STATUSES, type TicketStatus } from '../protocol/tickets.ts'
import { conversationTopic, recordLiveEvent } from '../conversations/index.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionError,
  UnauthenticatedError,
} from '../shared/errors.ts'
import { requireTicketStaff, rolesFor, scopeOf } from './access.ts'
import { findCategory, TICKET_LEVELS } from './catalogue.ts'
import { appendHistory } from './history.ts'
import {
  allowedTargets,
  findTransition,
  isClosedStatus,
  MAX_REOPENS,
  REOPEN_DAYS,
  type Need,
  type Transition,
  type TransitionRole,
} from './lifecycle.ts'
import { recordReviews } from './review.ts'
import { shiftResolveDue } from './sla.ts'
import {
  findScopedTicket,
  findTicketByNo,
  lockTicketByNo,
  updateTicket,
  type TicketValues,
} from './store.ts'
import { statusText } from './status-text.ts'
import type { Ticket } from './ticket.ts'

export const TransitionInput = z.object({
  to: z.enum(TICKET_STATUSES),
  version: z.number().int(),
  reason: z.string().trim().max(1000).default(''),
  category_code: z.string().max(10).nullable().default(null),
  lead_unit: z.string().trim().max(80).nullable().default(null),
  lead_unit_name: z.string().trim().max(100).nullable().default(null),
  level: z.enum(TICKET_LEVELS).nullable().default(null),
  co_units: z.array(z.string().max(80)).max(10).default([]),
  suggested_unit: z.string().trim().max(100).nullable().default(null),
  decision: z.string().trim().max(1000).nullable().default(null),
  question: z.string().trim().max(1000).nullable().default(null),
  outcome: z.enum(TICKET_OUTCOMES).nullable().default(null),
  public_reply: z.string().trim().max(4000).nullable().default(null),
  parent_no: z.string().max(40).nullable().default(null),
  channel: z.string().trim().max(100).nullable().default(null),
})
export type TransitionInput = z.input<typeof TransitionInput>
type Parsed = z.output<typeof TransitionInput>

type TransitionContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup'>

/**
 * The one function that moves a ticket (R-LIFE-1). Order of checks: authentication → permission and scope → version →
 * transition rule → fields. Whoever may not see the ticket gets the answer of a missing one.
 */
export async function transitionTicket(
  ctx: TransitionContext,
  ticketNo: string,
  raw: TransitionInput,
): Promise<Ticket> {
  const input = TransitionInput.parse(raw)
  const at = ctx.clock.now()
  const ticket = await withTransaction(ctx.sql, async (tx) => {
    const { ticket: current, roles } = await admit(tx, ctx, ticketNo)
    if (current.version !== input.version) {
      throw new ConflictError('version_conflict', `version is ${current.version}`, {
        version: current.version,
      })
    }
    const transition = requireTransition(current, input.to, roles)
    const parent = await checkNeeds(tx, { current, transition, input, at })
    const values = effectOf({ current, input, at, parentId: parent?.id ?? null })
    const updated = await updateTicket(tx, { id: current.id, version: current.version, values })
    if (!updated) throw new ConflictError('version_conflict', 'changed meanwhile')
    await appendHistory(tx, current.id, {
      at,
      actor: ctx.actor,
      role: roles[0] ?? 'unknown',
      action: 'transition',
      from: current.status,
      to: input.to,
      reason: input.reason,
      diff: historyDiff(input),
    })
    if (input.to === 'accepted' && ctx.actor.kind === 'staff') {
      await recordReviews(tx, {
        ticket: current,
        confirmed: { category_code: input.category_code ?? current.categoryCode },
        staffId: ctx.actor.id,
        at,
      })
    }
    const next = await findTicketByNo(tx, ticketNo)
    if (next === undefined) throw new NotFoundError('ticket', ticketNo)
    await tellResident(tx, next)
    return next
  })
  ctx.wakeup.notify('tickets')
  if (ticket.conversationId !== null) ctx.wakeup.notify(conversationTopic(ticket.conversationId))
  return ticket
}

async function admit(
  tx: Transaction,
  ctx: TransitionContext,
  ticketNo: string,
): Promise<{ ticket: Ticket; roles: TransitionRole[] }> {
  const { actor } = ctx
  // R-LIFE-2: the model drafts and suggests; it moves nothing.
  if (actor.kind === 'model') throw new ForbiddenError('the model has no right to any transition')
  const locked = await lockTicketByNo(tx, ticketNo)
  if (actor.kind === 'system') {
    if (locked === undefined) throw new NotFoundError('ticket', ticketNo)
    return { ticket: locked, roles: ['timer'] }
  }
  if (actor.kind === 'resident') {
    const own =
      actor.ticketNo === ticketNo ||
      (actor.conversationId !== undefined && actor.conversationId === locked?.conversationId)
    if (locked === undefined || !own) throw new NotFoundError('ticket', ticketNo)
    return { ticket: locked, roles: ['resident'] }
  }
  if (actor.kind !== 'staff') throw new UnauthenticatedError()
  const staff = requireTicketStaff(actor)
  const visible = await findScopedTicket(tx, { ticketNo, scope: scopeOf(staff) })
  if (locked === undefined || visible === undefined) throw new NotFoundError('ticket', ticketNo)
  return { ticket: locked, roles: rolesFor(staff, locked) }
}

function requireTransition(
  ticket: Ticket,
  to: TicketStatus,
  roles: readonly TransitionRole[],
): Transition {
  const transition = findTransition(ticket.status, to)
  if (transition === undefined) {
    throw new ConflictError('invalid_transition', `${ticket.status} → ${to}`, {
      from: ticket.status,
      to,
      allowed: allowedTargets(ticket.status, roles),
    })
  }
  if (!transition.roles.some((role) => roles.includes(role))) {
    throw new ForbiddenError(`${ticket.status} → ${to} is not for this role`)
  }
  return transition
}

const NEED_FIELD: Record<Need, keyof Parsed> = {
  reason: 'reason',
  lead_unit: 'lead_unit',
  suggested_unit: 'suggested_unit',
  decision: 'decision',
  question: 'question',
  outcome: 'outcome',
  public_reply: 'public_reply',
  parent: 'parent_no',
  channel: 'channel',
  category: 'category_code',
}

async function checkNeeds(
  tx: Transaction,
  check: { current: Ticket; transition: Transition; input: Parsed; at: Date },
): Promise<Ticket | undefined> {
  const { current, transition, input, at } = check
  for (const need of transition.needs) {
    const field = NEED_FIELD[need]
    const already = need === 'category' ? current.categoryCode : null
    const value = input[field] ?? already
    if (value === null || value === '') {
      throw new PreconditionError('precondition', `${field} is needed for ${transition.to}`, {
        field,
      })
    }
  }
  if (input.category_code !== null && findCategory(input.category_code) === undefined) {
    throw new PreconditionError('precondition', 'unknown category', { field: 'category_code' })
  }
  checkCommunityDuty(current, input)
  checkReopen(current, input, at)
  if (input.to !== 'merged') return undefined
  const parent = await findTicketByNo(tx, input.parent_no ?? '')
  if (
    parent === undefined ||
    parent.id === current.id ||
    parent.parentId !== null ||
    isClosedStatus(parent.status)
  ) {
    throw new PreconditionError('precondition', 'the parent must be another open ticket', {
      field: 'parent_no',
    })
  }
  return parent
}

/** R-LIFE-5, 国办函〔2025〕66号: work of a department is not handed down to grid or community. */
function checkCommunityDuty(current: Ticket, input: Parsed): void {
  if (input.to !== 'dispatched') return
  const category = findCategory(input.category_code ?? current.categoryCode)
  const level = input.level ?? current.level
  if (category?.community_duty === false && (level === 'grid' || level === 'community')) {
    throw new PreconditionError(
      'community_duty',
      '国办函〔2025〕66号: 部门职责事项不得派给网格或社区主办',
      {
        field: 'level',
        details: { rule: '国办函〔2025〕66号' },
      },
    )
  }
}

function checkReopen(current: Ticket, input: Parsed, at: Date): void {
  if (current.status !== 'closed' || input.to !== 'processing') return
  const days =
    current.closedAt === null ? 0 : (at.getTime() - current.closedAt.getTime()) / 86_400_000
  if (current.reopenCount >= MAX_REOPENS || days > REOPEN_DAYS) {
    throw new PreconditionError('reopen_limit', 'reopening is over; a supervisor decides', {
      field: 'to',
    })
  }
}

type Effect = { current: Ticket; input: Parsed; at: Date; parentId: string | null }

/** Columns that change with the status, besides the version. */
function effectOf({ current, input, at, parentId }: Effect): TicketValues {
  const values: Record<string, unknown> = { status: input.to, updated_at: at }
  if (input.category_code !== null) values['category_code'] = input.category_code
  if (input.level !== null) values['level'] = input.level
  if (input.lead_unit !== null) {
    values['lead_unit'] = input.lead_unit
    values['lead_unit_name'] = input.lead_unit_name ?? input.lead_unit
    values['co_units'] = input.co_units
  }
  if (isClosedStatus(input.to)) values['closed_at'] = at
  Object.assign(values, stepEffects(current, input, at))
  if (current.status === 'pending_info') Object.assign(values, resumeClock(current, at))
  if (input.to === 'merged') values['parent_id'] = parentId
  return values
}

function stepEffects(current: Ticket, input: Parsed, at: Date): Record<string, unknown> {
  switch (input.to) {
    case 'accepted':
      return { accepted_at: current.acceptedAt ?? at }
    case 'processing':
      return {
        accepted_at: current.acceptedAt ?? at,
        signed_at: current.signedAt ?? at,
        ...(['resolved', 'closed'].includes(current.status)
          ? { reopen_count: current.reopenCount + 1, closed_at: null, resolved_at: null }
          : {}),
      }
    case 'pending_info':
      return { pending_question: input.question, paused_at: at, pauses: current.pauses + 1 }
    case 'resolved':
      return {
        outcome: input.outcome,
        public_reply: input.public_reply,
        resolved_at: at,
        contacted_at: current.contactedAt ?? at,
      }
    case 'returned':
      return { returns: current.returns + 1 }
    case 'rejected':
      return { reject_reason: input.reason }
    case 'referred':
      return { referred_channel: input.channel, reject_reason: input.reason }
    case 'pending_review':
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

function historyDiff(input: Parsed): Record<string, unknown> {
  const shown = [
    'category_code',
    'lead_unit',
    'level',
    'outcome',
    'parent_no',
    'channel',
    'suggested_unit',
    'decision',
  ] as const
  return Object.fromEntries(
    shown.filter((key) => input[key] !== null).map((key) => [key, input[key]]),
  )
}

/** The word in the chat is bound to the row: written in the same transaction. */
async function tellResident(tx: Transaction, ticket: Ticket): Promise<void> {
  if (ticket.conversationId === null) return
  await recordLiveEvent(tx, conversationTopic(ticket.conversationId), {
    type: 'ticket.changed',
    ticket_no: ticket.ticketNo,
    status: ticket.status,
    text: statusText(ticket.status),
  })
}
