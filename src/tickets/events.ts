import { conversationTopic, recordLiveEvent } from '../conversations/index.ts'
import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { HistoryAction } from '../protocol/tickets.ts'
import { localDate } from '../shared/clock.ts'
import { ConflictError, ForbiddenError, PreconditionError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { findColleague } from '../staff/index.ts'
import { requireTicketStaff } from './access.ts'
import { appendHistory } from './history.ts'
import { isClosedStatus, type TransitionRole } from './lifecycle.ts'
import { insertAlert } from './mark-store.ts'
import { tellContacts, type NoticeKey } from './notices/tell-contacts.ts'
import { addDuration, defaultCalendar } from './sla.ts'
import { findTicketByNo, updateTicket, type TicketValues } from './store.ts'
import { levelAbove } from './sweep-clocks.ts'
import type { Extension, Ticket } from './ticket.ts'
import { admitToTicket } from './transition.ts'

type EventContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup' | 'config'>
type EventInput = { ticketNo: string; version: number; reason: string }

type Decision = { values: TicketValues; diff: Record<string, unknown> }

type Change = {
  action: HistoryAction
  roles: readonly TransitionRole[]
  /** What changes; throws PreconditionError when the rule of the event is not met. */
  decide(ticket: Ticket, tx: Transaction): Decision | Promise<Decision>
  alert?: string
  tell?(ticket: Ticket): string
  /** Told to those who asked for it outside the page as well. */
  notice?: NoticeKey
}

/** Events that are no statuses (R-LIFE-3): same admission, same version check, same chain as a transition. */
async function changeTicket(ctx: EventContext, input: EventInput, change: Change): Promise<Ticket> {
  const staff = requireTicketStaff(ctx.actor)
  const at = ctx.clock.now()
  const changed = await withTransaction(ctx.sql, async (tx) => {
    const { ticket, roles } = await admitToTicket(tx, ctx, input.ticketNo)
    if (!change.roles.some((role) => roles.includes(role))) {
      throw new ForbiddenError(`${change.action} is not for this role`)
    }
    if (ticket.version !== input.version) {
      throw new ConflictError('version_conflict', `version is ${ticket.version}`, {
        version: ticket.version,
      })
    }
    if (isClosedStatus(ticket.status)) {
      throw new ConflictError('invalid_transition', `${change.action} on ${ticket.status}`, {
        from: ticket.status,
        allowed: [],
      })
    }
    if (input.reason.trim() === '') {
      throw new PreconditionError('precondition', 'a reason is needed', { field: 'reason' })
    }
    const { values, diff } = await change.decide(ticket, tx)
    const { id, version } = ticket
    await updateTicket(tx, { id, version, values: { ...values, updated_at: at } })
    await appendHistory(tx, id, {
      at,
      actor: staff,
      role: roles[0] ?? 'unknown',
      action: change.action,
      from: null,
      to: null,
      reason: input.reason.trim(),
      diff,
    })
    const next = (await findTicketByNo(tx, input.ticketNo)) ?? ticket
    if (change.alert !== undefined) await alertStaff(tx, next, { kind: change.alert, ...input, at })
    if (change.tell !== undefined) await tell(tx, next, change.tell(next))
    if (change.notice !== undefined) {
      const date = localDate(next.resolveDueAt)
      await tellContacts(tx, ctx, { ticketIds: [next.id], key: change.notice, at, date })
    }
    return next
  })
  ctx.wakeup.notify('tickets')
  if (changed.conversationId !== null) ctx.wakeup.notify(conversationTopic(changed.conversationId))
  return changed
}

async function alertStaff(
  tx: Transaction,
  ticket: Ticket,
  alert: { kind: string; reason: string; at: Date },
): Promise<void> {
  await insertAlert(tx, {
    id: newId('alt'),
    ticketId: ticket.id,
    kind: alert.kind,
    stage: null,
    level: ticket.level,
    unit: ticket.leadUnit,
    assigneeId: ticket.assigneeId,
    onCall: false,
    reason: alert.reason.trim(),
    at: alert.at,
  })
}

async function tell(tx: Transaction, ticket: Ticket, text: string): Promise<void> {
  if (ticket.conversationId === null) return
  await recordLiveEvent(tx, conversationTopic(ticket.conversationId), {
    type: 'ticket.changed',
    ticket_no: ticket.ticketNo,
    status: ticket.status,
    text,
  })
}

/** 升级. */
export function escalateTicket(ctx: EventContext, input: EventInput): Promise<Ticket> {
  return changeTicket(ctx, input, {
    action: 'escalate',
    roles: ['intake', 'dispatcher', 'supervisor'],
    alert: 'escalate',
    decide: ({ level }) => ({
      values: { level: levelAbove(level) },
      diff: { level: [level, levelAbove(level)] },
    }),
  })
}

/** 督办. */
export function superviseTicket(ctx: EventContext, input: EventInput): Promise<Ticket> {
  return changeTicket(ctx, input, {
    action: 'supervise',
    roles: ['supervisor', 'dispatcher'],
    alert: 'supervise',
    decide: () => ({ values: {}, diff: {} }),
  })
}

/** 催办. */
export function remindTicket(ctx: EventContext, input: EventInput): Promise<Ticket> {
  return changeTicket(ctx, input, {
    action: 'remind',
    roles: ['intake', 'dispatcher', 'supervisor', 'call_back'],
    alert: 'remind',
    decide: () => ({ values: {}, diff: {} }),
  })
}

/** 转办 inside the lead unit. */
export async function assignTicket(
  ctx: EventContext,
  input: EventInput & { assigneeId: string },
): Promise<Ticket> {
  const actor = requireTicketStaff(ctx.actor)
  return changeTicket(ctx, input, {
    action: 'assign',
    roles: ['handler', 'dispatcher'],
    decide: async (ticket, tx) => {
      if (input.assigneeId === ticket.subjectStaffId) {
        throw new PreconditionError('subject_unit', 'the complaint is about this person', {
          field: 'assignee_id',
        })
      }
      const person = await findColleague(tx, { actor, id: input.assigneeId })
      if (person === undefined) {
        throw new PreconditionError('no_colleague', 'nobody work can be given to', {
          field: 'assignee_id',
        })
      }
      // The chain keeps the id alone; whoever may read it is shown the name the account has.
      return {
        values: { assignee_id: person.id, assignee_name: person.name },
        diff: { assignee_id: person.id },
      }
    },
  })
}

/** R-LIFE-4: from here the person and unit named neither see the ticket nor get it; one level up decides. */
export function markSubject(
  ctx: EventContext,
  input: EventInput & { unitId: string | null; staffId: string | null },
): Promise<Ticket> {
  return changeTicket(ctx, input, {
    action: 'mark_subject',
    roles: ['intake', 'dispatcher', 'supervisor'],
    decide: ({ level, leadUnit }) => {
      if (input.unitId !== null && input.unitId === leadUnit) {
        throw new PreconditionError('subject_unit', 'dispatch elsewhere first', {
          field: 'unit_id',
        })
      }
      return {
        values: {
          subject_unit: input.unitId,
          subject_staff_id: input.staffId,
          level: levelAbove(level),
        },
        diff: { level: [level, levelAbove(level)] },
      }
    },
  })
}

/** 延期, first half: the handler asks once, for at most the original limit (R-SLA-4). */
export function requestExtension(
  ctx: EventContext,
  input: EventInput & { days: number },
): Promise<Ticket> {
  const at = ctx.clock.now()
  return changeTicket(ctx, input, {
    action: 'extension_request',
    roles: ['handler'],
    alert: 'extension',
    decide: (ticket) => {
      if (ticket.extension !== null) {
        throw new PreconditionError('extension_once', 'asked for once only', { field: 'days' })
      }
      const newDue = extendedDue(ticket, input.days)
      const extension: Extension = {
        days: input.days,
        reason: input.reason.trim(),
        requestedBy: ctx.actor.kind === 'staff' ? ctx.actor.id : '',
        requestedAt: at.toISOString(),
        newDueAt: newDue.toISOString(),
      }
      return { values: { extension }, diff: { days: input.days, new_due_at: extension.newDueAt } }
    },
  })
}

function extendedDue(ticket: Ticket, days: number): Date {
  if (!Number.isInteger(days) || days < 1) {
    throw new PreconditionError('precondition', 'whole days from 1', { field: 'days' })
  }
  const from = ticket.resolveDueAt
  const newDue =
    ticket.sla.clock === 'working'
      ? addDuration(defaultCalendar(), { from, duration: `${days}WD`, clock: 'working' }).due
      : new Date(from.getTime() + days * 86_400_000)
  if (newDue.getTime() - from.getTime() > ticket.sla.resolveLengthMs) {
    throw new PreconditionError('extension_limit', 'longer than the original limit', {
      field: 'days',
    })
  }
  return newDue
}

/** 延期, second half: somebody else decides; the resident is told the new date in the same transaction. */
export function decideExtension(
  ctx: EventContext,
  input: EventInput & { approve: boolean },
): Promise<Ticket> {
  const at = ctx.clock.now()
  return changeTicket(ctx, input, {
    action: input.approve ? 'extend' : 'extension_refused',
    roles: ['dispatcher', 'supervisor'],
    ...(input.approve
      ? {
          notice: 'extended' as const,
          tell: (ticket: Ticket) =>
            `办理期限延长至${localDate(ticket.resolveDueAt)}：${input.reason.trim()}`,
        }
      : {}),
    decide: (ticket) => {
      const { extension } = ticket
      const staffId = ctx.actor.kind === 'staff' ? ctx.actor.id : ''
      if (extension === null || extension.decidedBy !== undefined) {
        throw new PreconditionError('precondition', 'no extension is asked for', {
          field: 'approve',
        })
      }
      if (extension.requestedBy === staffId) {
        throw new ForbiddenError('who asks for an extension does not approve it')
      }
      const decided = { ...extension, decidedBy: staffId, approved: input.approve }
      if (!input.approve) return { values: { extension: decided }, diff: { approved: false } }
      const due = extension.newDueAt
      const sla = { ...ticket.sla, due: { ...ticket.sla.due, resolve: due } }
      return {
        values: {
          extension: decided,
          extended_at: at,
          sla,
          resolve_due_at: due,
          next_mark_at: at,
        },
        diff: { resolve_due_at: [ticket.resolveDueAt.toISOString(), due] },
      }
    },
  })
}
