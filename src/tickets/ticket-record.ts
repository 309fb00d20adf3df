import { z } from 'zod'
import {
  APPEAL_TYPES,
  CHANNELS,
  CONFIDENTIALITIES,
  SATISFACTIONS,
  TICKET_OUTCOMES,
  TICKET_STATUSES,
  URGENCIES,
  VERDICTS,
} from '../protocol/tickets.ts'
import { findCategory, TICKET_LEVELS } from './catalogue.ts'
import type { Ticket } from './ticket.ts'

const instant = z.iso.datetime({ offset: true })

/**
 * A ticket as other systems get it (R-TKT-6): an allow-list without the reporter, the resident's raw words, notes and
 * the names of staff.
 */
export const TicketRecord = z.strictObject({
  ticket_no: z.string(),
  channel: z.enum(CHANNELS),
  appeal_type: z.enum(APPEAL_TYPES),
  title: z.string(),
  category_code: z.string().nullable(),
  standard_ref: z.string().nullable(),
  matter_kind: z.enum(['component', 'matter']).nullable(),
  std_code: z.string().nullable(),
  matter_code: z
    .string()
    .regex(/^\d{11}$/)
    .nullable(),
  urgency: z.enum(URGENCIES),
  risk_flags: z.array(z.string()),
  confidentiality: z.enum(CONFIDENTIALITIES),
  anonymous: z.boolean(),
  division_code: z.string().nullable(),
  grid_id: z.string().nullable(),
  place_unknown: z.boolean(),
  lead_unit: z.string().nullable(),
  co_units: z.array(z.string()),
  level: z.enum(TICKET_LEVELS),
  status: z.enum(TICKET_STATUSES),
  outcome: z.enum(TICKET_OUTCOMES).nullable(),
  public_reply: z.string().nullable(),
  planned_for: z.iso.date().nullable(),
  resident_verdict: z.enum(VERDICTS).nullable(),
  satisfaction: z.enum(SATISFACTIONS),
  sla: z.strictObject({
    accept_due_at: instant,
    sign_due_at: instant,
    contact_due_at: instant,
    resolve_due_at: instant,
    paused_ms: z.number(),
    extended: z.boolean(),
    calendar_version: z.string(),
    calendar_incomplete: z.boolean(),
  }),
  returns: z.number().int(),
  reopen_count: z.number().int(),
  version: z.number().int(),
  created_at: instant,
  updated_at: instant,
  closed_at: instant.nullable(),
})
export type TicketRecord = z.infer<typeof TicketRecord>

export function toTicketRecord(ticket: Ticket): TicketRecord {
  const category = findCategory(ticket.categoryCode)
  const stdCode = category?.std_code ?? null
  const division = ticket.divisionCode?.slice(0, 6) ?? null
  const secret = ticket.confidentiality === 'secret_identity'
  return {
    ticket_no: ticket.ticketNo,
    channel: ticket.channel,
    appeal_type: ticket.appealType,
    // The words of a protected reporter may give the person away.
    title: secret ? '保密诉求' : ticket.title,
    category_code: ticket.categoryCode,
    standard_ref: category?.standard_ref ?? null,
    matter_kind: category?.matter_kind ?? null,
    std_code: stdCode,
    matter_code: stdCode === null || division === null ? null : `${division}${stdCode}`,
    urgency: ticket.urgency,
    risk_flags: ticket.riskFlags,
    confidentiality: ticket.confidentiality,
    anonymous: ticket.anonymous,
    division_code: ticket.divisionCode,
    grid_id: ticket.gridId,
    place_unknown: ticket.placeUnknown,
    lead_unit: ticket.leadUnit,
    co_units: ticket.coUnits,
    level: TICKET_LEVELS.find((level) => level === ticket.level) ?? 'street',
    status: ticket.status,
    outcome: ticket.outcome,
    public_reply: ticket.publicReply,
    planned_for: ticket.plannedFor,
    resident_verdict: ticket.residentVerdict,
    satisfaction: ticket.satisfaction,
    sla: slaOf(ticket),
    returns: ticket.returns,
    reopen_count: ticket.reopenCount,
    version: ticket.version,
    created_at: ticket.createdAt.toISOString(),
    updated_at: ticket.updatedAt.toISOString(),
    closed_at: ticket.closedAt?.toISOString() ?? null,
  }
}

function slaOf(ticket: Ticket): TicketRecord['sla'] {
  return {
    accept_due_at: ticket.acceptDueAt.toISOString(),
    sign_due_at: ticket.signDueAt.toISOString(),
    contact_due_at: ticket.contactDueAt.toISOString(),
    resolve_due_at: ticket.resolveDueAt.toISOString(),
    paused_ms: ticket.pausedMs,
    extended: ticket.extendedAt !== null,
    calendar_version: ticket.sla.calendarVersion,
    calendar_incomplete: ticket.sla.calendarIncomplete,
  }
}

export function ticketJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(TicketRecord)
}
