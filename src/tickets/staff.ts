import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { TICKET_STATUSES, URGENCIES } from '../protocol/tickets.ts'
import { divisionName } from '../regions/index.ts'
import type { StaffActor } from '../shared/actor.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { nameColleagues } from '../staff/index.ts'
import { requireTicketStaff, requireTicketWriter, rolesFor, scopeOf } from './access.ts'
import { categoryPath, findCategory } from './catalogue.ts'
import { dueText } from './due-text.ts'
import { countFollowers } from './follower-store.ts'
import { allowedTargets } from './lifecycle.ts'
import { nameCandidates } from './name-candidates.ts'
import { listPhotoIds } from './photos/photo-store.ts'
import { checkReply } from './reply-check.ts'
import { statusText } from './status-text.ts'
import {
  countScopedByStatus,
  findScopedTicket,
  insertIdentityRead,
  insertNote,
  listHistory,
  listNotes,
  listScopedTickets,
  listSupplements,
  type HistoryRow,
} from './store.ts'
import type { Reporter, Ticket } from './ticket.ts'

type StaffContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'vault' | 'locale'>

export const ListTicketsInput = z.object({
  status: z.enum([...TICKET_STATUSES, 'open', 'all']).default('open'),
  text: z.string().trim().max(100).default(''),
  overdue: z.stringbool().default(false),
  urgency: z.enum(URGENCIES).nullable().default(null),
  mine: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListTicketsInput = z.output<typeof ListTicketsInput>

const OPEN = [
  'pending_review',
  'accepted',
  'dispatched',
  'processing',
  'pending_info',
  'returned',
  'resolved',
] as const

export async function listTickets(ctx: StaffContext, input: ListTicketsInput) {
  const staff = requireTicketStaff(ctx.actor)
  const now = ctx.clock.now()
  const statuses = input.status === 'all' ? null : input.status === 'open' ? OPEN : [input.status]
  const scope = scopeOf(staff)
  const [tickets, counts] = await Promise.all([
    listScopedTickets(ctx.sql, {
      scope,
      filter: {
        statuses,
        openOnly: statuses?.every((status) => OPEN.some((open) => open === status)) ?? false,
        text: input.text === '' ? null : input.text,
        overdueAt: input.overdue ? now : null,
        urgency: input.urgency,
        assigneeId: input.mine ? staff.id : null,
        limit: input.limit,
        beforeId: null,
      },
    }),
    countScopedByStatus(ctx.sql, scope),
  ])
  return {
    tickets: tickets.map((ticket) => toListItem(ticket, { now, locale: ctx.locale })),
    counts: Object.fromEntries(counts.map(({ status, count }) => [status, count])),
  }
}

function toListItem(
  ticket: Ticket,
  { now, locale }: { now: Date; locale: ServiceContext['locale'] },
) {
  return {
    ticket_no: ticket.ticketNo,
    title: ticket.title,
    category: ticket.categoryCode === null ? null : categoryPath(ticket.categoryCode, locale),
    address: ticket.address,
    division_code: ticket.divisionCode,
    status: ticket.status,
    status_text: statusText(ticket.status),
    urgency: ticket.urgency,
    risk_flags: ticket.riskFlags,
    lead_unit: ticket.leadUnitName,
    created_at: ticket.createdAt.toISOString(),
    accept_due_at: ticket.acceptDueAt.toISOString(),
    resolve_due_at: ticket.resolveDueAt.toISOString(),
    due_text: dueText(ticket, now),
    overdue: ticket.closedAt === null && ticket.resolveDueAt < now,
    version: ticket.version,
  }
}

/** Identity stays sealed here; `readReporter` opens it, with a purpose. */
export async function getTicket(ctx: StaffContext, ticketNo: string) {
  const staff = requireTicketStaff(ctx.actor)
  const ticket = await requireVisible(ctx, staff, ticketNo)
  const [history, notes, supplements, followers, photos] = await Promise.all([
    listHistory(ctx.sql, ticket.id),
    listNotes(ctx.sql, ticket.id),
    listSupplements(ctx.sql, ticket.id),
    countFollowers(ctx.sql, ticket.id),
    listPhotoIds(ctx.sql, ticket.id),
  ])
  const names = await nameColleagues(ctx.sql, history.flatMap(assigneeIdOf))
  return {
    ...toListItem(ticket, { now: ctx.clock.now(), locale: ctx.locale }),
    description: ticket.description,
    resident_words: ticket.residentWords,
    appeal_type: ticket.appealType,
    category_code: ticket.categoryCode,
    incident_at: ticket.incidentAt,
    place_unknown: ticket.placeUnknown,
    confidentiality: ticket.confidentiality,
    anonymous: ticket.anonymous,
    has_reporter: ticket.reporterSealed !== null,
    contact_pref: ticket.contactPref,
    ai_fields: nameCandidates(ticket.aiFields, ctx.locale),
    level: ticket.level,
    outcome: ticket.outcome,
    public_reply: ticket.publicReply,
    planned_for: ticket.plannedFor,
    reply_warnings: ticket.publicReply === null ? [] : checkReply(ticket, ticket.publicReply),
    pending_question: ticket.pendingQuestion,
    resident_verdict: ticket.residentVerdict,
    satisfaction: ticket.satisfaction,
    conversation_id: ticket.conversationId,
    source_message_ids: ticket.sourceMessageIds,
    sla: ticket.sla,
    clocks: clocksOf(ticket),
    clock_due_at: clockOf(ticket)?.toISOString() ?? null,
    closed: ticket.closedAt !== null,
    lead_unit_id: ticket.leadUnit,
    co_units: ticket.coUnits,
    assignee: ticket.assigneeName,
    extension: ticket.extension,
    division: divisionName(ticket.divisionCode),
    community_duty: findCategory(ticket.categoryCode)?.community_duty ?? null,
    history: history.map((row) => toHistoryItem(row, names)),
    notes,
    supplements,
    followers,
    photos,
    allowed: allowedTargets(ticket.status, rolesFor(staff, ticket)),
  }
}

/** Each limit with when it was met; a limit that no longer counts has neither a due date nor a bar. */
function clocksOf(ticket: Ticket) {
  const clocks = [
    { stage: 'accept', due: ticket.acceptDueAt, met: ticket.acceptedAt },
    { stage: 'sign', due: ticket.signDueAt, met: ticket.signedAt },
    { stage: 'contact', due: ticket.contactDueAt, met: ticket.contactedAt },
    { stage: 'resolve', due: ticket.resolveDueAt, met: ticket.resolvedAt },
  ]
  return clocks.map(({ stage, due, met }) => ({
    stage,
    due_at: due.toISOString(),
    met_at: met?.toISOString() ?? null,
  }))
}

function clockOf(ticket: Ticket): Date | null {
  if (ticket.status === 'pending_review') return ticket.acceptDueAt
  if (ticket.status === 'dispatched') return ticket.signDueAt
  return ['accepted', 'processing', 'returned'].includes(ticket.status) ? ticket.resolveDueAt : null
}

async function requireVisible(
  ctx: StaffContext,
  staff: StaffActor,
  ticketNo: string,
): Promise<Ticket> {
  const ticket = await findScopedTicket(ctx.sql, { ticketNo, scope: scopeOf(staff) })
  if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
  return ticket
}

/** R-ROLE-2: every unmasked read is a row with its purpose. Partners and auditors never get the identity. */
export async function readReporter(
  ctx: StaffContext,
  input: { ticketNo: string; purpose: string },
): Promise<{ name: string | null; phone: string | null }> {
  const staff = requireTicketStaff(ctx.actor)
  const ticket = await requireVisible(ctx, staff, input.ticketNo)
  if (input.purpose.trim() === '') throw new ValidationError('purpose', 'a purpose is needed')
  const closed = ticket.confidentiality === 'secret_identity' && !staff.roles.includes('supervisor')
  if (closed || staff.roles.every((role) => role === 'partner' || role === 'auditor')) {
    throw new ForbiddenError('identity is not open to this role')
  }
  await insertIdentityRead(ctx.sql, {
    id: newId('idr'),
    ticketId: ticket.id,
    staffId: staff.id,
    purpose: input.purpose.trim(),
    at: ctx.clock.now(),
  })
  if (ticket.reporterSealed === null) return { name: null, phone: null }
  const reporter = JSON.parse(await ctx.vault.decrypt(ticket.reporterSealed)) as Reporter
  return { name: reporter.name, phone: reporter.phone }
}

export async function addNote(
  ctx: StaffContext,
  input: { ticketNo: string; text: string },
): Promise<void> {
  const staff = requireTicketWriter(ctx.actor)
  const ticket = await requireVisible(ctx, staff, input.ticketNo)
  const text = input.text.trim()
  if (text === '' || text.length > 2000) throw new ValidationError('text', 'empty or too long')
  await insertNote(ctx.sql, {
    id: newId('not'),
    ticketId: ticket.id,
    staffId: staff.id,
    staffName: staff.name,
    text,
    at: ctx.clock.now(),
  })
}

/** An entry of 转办 names a person by id. */
function assigneeIdOf({ diff }: HistoryRow): string[] {
  const id = diff['assignee_id']
  return typeof id === 'string' ? [id] : []
}

function toHistoryItem(row: HistoryRow, names: ReadonlyMap<string, string>) {
  const { seq, at, actor, actorRole, action, fromStatus, toStatus, reason, diff, hash } = row
  return {
    seq,
    at: at.toISOString(),
    actor,
    actorRole,
    action,
    fromStatus,
    toStatus,
    reason,
    diff,
    assignee: assigneeIdOf(row).map((id) => names.get(id) ?? null)[0] ?? null,
    hash: hash.slice(0, 12),
  }
}
