import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { TicketStatus } from '../protocol/tickets.ts'
import { conversationTopic, recordLiveEvent } from '../conversations/index.ts'
import { hasRole, type Actor } from '../shared/actor.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  UnauthenticatedError,
} from '../shared/errors.ts'
import { requireTicketStaff, rolesFor, scopeOf } from './access.ts'
import { reviewedValues } from './corrections.ts'
import { appendHistory } from './history.ts'
import {
  allowedTargets,
  BINDING_RETURNS,
  findTransition,
  type Transition,
  type TransitionRole,
} from './lifecycle.ts'
import { noticeKeyOf, tellContacts } from './notices/tell-contacts.ts'
import { recordReviews } from './review.ts'
import {
  findScopedTicket,
  findTicketByNo,
  listChildren,
  lockTicketByNo,
  updateTicket,
} from './store.ts'
import { statusText } from './status-text.ts'
import type { Ticket } from './ticket.ts'
import { effectOf } from './transition-effects.ts'
import { TransitionInput, type ParsedTransition } from './transition-input.ts'
import { checkFields } from './transition-rules.ts'

type TransitionContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup' | 'config'>

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
    const { ticket: current, roles } = await admitToTicket(tx, ctx, ticketNo)
    if (current.version !== input.version) {
      throw new ConflictError('version_conflict', `version is ${current.version}`, {
        version: current.version,
      })
    }
    const transition = requireTransition(current, input.to, roles)
    requireBindingDecision(ctx.actor, current)
    const { actor } = ctx
    const parent = await checkFields(tx, { current, transition, input, at, actor })
    const staffId = actor.kind === 'staff' ? actor.id : null
    const values = effectOf({ current, input, at, parentId: parent?.id ?? null, staffId })
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
        confirmed: reviewedValues(current, input),
        staffId: ctx.actor.id,
        at,
      })
    }
    const next = await findTicketByNo(tx, ticketNo)
    if (next === undefined) throw new NotFoundError('ticket', ticketNo)
    await tellResidents(tx, ctx, { ticket: next, at })
    return next
  })
  ctx.wakeup.notify('tickets')
  if (ticket.conversationId !== null) ctx.wakeup.notify(conversationTopic(ticket.conversationId))
  return ticket
}

/** Permission and scope, and the roles this actor has for this ticket. */
export async function admitToTicket(
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

function historyDiff(input: ParsedTransition): Record<string, unknown> {
  const shown = [
    'category_code',
    'lead_unit',
    'level',
    'outcome',
    'parent_no',
    'channel',
    'suggested_unit',
    'decision',
    'verdict',
    'satisfaction',
  ] as const
  const corrected = Object.keys(input.fields)
  return {
    ...Object.fromEntries(
      shown.filter((key) => input[key] !== null).map((key) => [key, input[key]]),
    ),
    // Names only: a place or a title may name a person, and the chain cannot be changed later.
    ...(corrected.length === 0 ? {} : { corrected }),
  }
}

/** The word in the chat is bound to the row: written in the same transaction. Merged reporters hear it as well. */
async function tellResidents(
  tx: Transaction,
  ctx: Pick<TransitionContext, 'actor' | 'config'>,
  { ticket, at }: { ticket: Ticket; at: Date },
): Promise<void> {
  const children = await listChildren(tx, ticket.id)
  const key = noticeKeyOf(ticket.status)
  if (key !== undefined) {
    // Whoever moved it themselves need not be told.
    const told = ctx.actor.kind === 'resident' ? children : [ticket, ...children]
    await tellContacts(tx, ctx, { ticketIds: told.map(({ id }) => id), key, at })
  }
  for (const each of [ticket, ...children]) {
    if (each.conversationId === null) continue
    await recordLiveEvent(tx, conversationTopic(each.conversationId), {
      type: 'ticket.changed',
      ticket_no: each.ticketNo,
      status: ticket.status,
      text: statusText(ticket.status),
    })
  }
}

/** R-LIFE-7: a twice disputed dispatch is decided by the district, not by who dispatched it. */
function requireBindingDecision(actor: Actor, current: Ticket): void {
  if (current.status !== 'returned' || current.returns < BINDING_RETURNS) return
  if (!hasRole(actor, 'district', 'city')) {
    throw new ForbiddenError('disputed twice: the district decides')
  }
}
