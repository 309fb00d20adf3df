import { z } from 'zod'
import { NOTICE_CHANNELS, NOTICE_CONSENT_VERSION } from './notices.ts'

export const APPEAL_TYPES = ['consult', 'help', 'complaint', 'report', 'suggestion'] as const
export const URGENCIES = ['normal', 'urgent', 'critical'] as const
export const CHANNELS = [
  'chat',
  'staff',
  'patrol',
  'open311',
  'phone',
  'proactive',
  'import',
] as const
export const CONFIDENTIALITIES = ['public', 'internal', 'secret_identity'] as const
export const TICKET_STATUSES = [
  'draft',
  'pending_review',
  'accepted',
  'dispatched',
  'processing',
  'pending_info',
  'returned',
  'resolved',
  'closed',
  'rejected',
  'merged',
  'referred',
  'withdrawn',
] as const
export const TICKET_OUTCOMES = [
  'done',
  'partial',
  'explained',
  'not_true',
  'out_of_scope',
  'planned',
] as const
/** What a row of a ticket's history can tell; each has its words on the desk and on paper. */
export const HISTORY_ACTIONS = [
  'create',
  'transition',
  'assign',
  'remind',
  'supervise',
  'escalate',
  'mark_subject',
  'extension_request',
  'extend',
  'extension_refused',
  'supplement',
  'answer',
  'rate',
  'correct',
  'erase_identity',
] as const
export const VERDICTS = ['yes', 'partial', 'no'] as const
export const SATISFACTIONS = ['very', 'satisfied', 'basic', 'dissatisfied', 'unrated'] as const
export const CONTACT_PREFERENCES = ['phone', 'sms', 'chat', 'none'] as const

export type TicketStatus = (typeof TICKET_STATUSES)[number]
export type HistoryAction = (typeof HISTORY_ACTIONS)[number]
export type Urgency = (typeof URGENCIES)[number]
export type AppealType = (typeof APPEAL_TYPES)[number]

/** The resident's own words behind an AI-filled field: offsets into the message, in UTF-16 units. */
export const Evidence = z.object({
  message_id: z.string().nullable(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
})
export type Evidence = z.infer<typeof Evidence>

function draftField<T extends z.ZodType>(value: T) {
  return z.object({
    value: value.nullable(),
    /** 0…1; 1 when the resident set it. */
    confidence: z.number().min(0).max(1),
    evidence: Evidence.nullable(),
    set_by: z.enum(['ai', 'rules', 'resident']),
  })
}

export const CategoryCandidate = z.object({
  code: z.string(),
  name: z.string(),
  confidence: z.number(),
  why: z.array(z.string()),
})
export type CategoryCandidate = z.infer<typeof CategoryCandidate>

/** What the resident sees, edits and confirms: one matter, one card (R-TKT-2). */
export const TicketDraftCard = z.object({
  draft_id: z.string(),
  status: z.enum(['open', 'confirmed', 'discarded']),
  ticket_no: z.string().nullable(),
  fields: z.object({
    title: draftField(z.string()),
    description: draftField(z.string()),
    appeal_type: draftField(z.enum(APPEAL_TYPES)),
    category_code: draftField(z.string()),
    address: draftField(z.string()),
    division_code: draftField(z.string()),
    incident_at: draftField(z.string()),
    urgency: draftField(z.enum(URGENCIES)),
  }),
  /** Names for the codes above, ready to print. */
  labels: z.object({ category: z.string().nullable(), division: z.string().nullable() }),
  category_candidates: z.array(CategoryCandidate),
  risk_flags: z.array(z.string()),
  place_unknown: z.boolean(),
})
export type TicketDraftCard = z.infer<typeof TicketDraftCard>

/** `POST /api/conversations/:id/tickets`: the edited draft, confirmed. */
export const ConfirmTicketRequest = z.object({
  draft_id: z.string().max(80),
  client_key: z.string().min(8).max(80),
  title: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(4000),
  appeal_type: z.enum(APPEAL_TYPES),
  category_code: z.string().max(10).nullable(),
  address: z.string().trim().max(256).nullable(),
  division_code: z
    .string()
    .regex(/^\d{6}(\d{3})?(\d{3})?$/)
    .nullable(),
  incident_at: z.string().max(60).nullable(),
  urgency: z.enum(URGENCIES),
  place_unknown: z.boolean(),
  location: z
    .object({
      lat: z.number().min(-90).max(90),
      long: z.number().min(-180).max(180),
      source_crs: z.enum(['wgs84', 'gcj02', 'bd09']),
      accuracy_m: z.number().nonnegative().nullable(),
    })
    .nullable()
    .default(null),
  anonymous: z.boolean().default(true),
  confidentiality: z.enum(CONFIDENTIALITIES).default('internal'),
  reporter: z
    .object({
      name: z.string().trim().max(40).nullable(),
      phone: z.string().trim().max(30).nullable(),
      contact_pref: z.enum(CONTACT_PREFERENCES),
      consent: z.boolean(),
    })
    .nullable()
    .default(null),
  media: z.array(z.string().max(80)).max(9).default([]),
})
export type ConfirmTicketRequest = z.infer<typeof ConfirmTicketRequest>

/** Shown once: the code is stored only as a hash. */
export const ConfirmTicketResponse = z.object({
  ticket_no: z.string(),
  query_code: z.string().nullable(),
  status: z.enum(TICKET_STATUSES),
  due_text: z.string(),
  /** The deadline `due_text` speaks of, for pages that write it in another language. */
  next_due_at: z.string().nullable(),
})
export type ConfirmTicketResponse = z.infer<typeof ConfirmTicketResponse>

export const LookupTicketRequest = z.object({
  ticket_no: z.string().trim().min(1).max(40),
  query_code: z.string().trim().min(1).max(40),
})

/** The resident's view: an allow-list. Internal notes, other reporters and staff names never appear here. */
export const ResidentTicketView = z.object({
  ticket_no: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  address: z.string().nullable(),
  status: z.enum(TICKET_STATUSES),
  status_text: z.string(),
  lead_unit: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  due_at: z.string().nullable(),
  due_text: z.string().nullable(),
  next_due_at: z.string().nullable(),
  outcome: z.enum(TICKET_OUTCOMES).nullable(),
  public_reply: z.string().nullable(),
  reject_reason: z.string().nullable(),
  resident_verdict: z.enum(VERDICTS).nullable(),
  satisfaction: z.enum(SATISFACTIONS),
  timeline: z.array(
    z.object({ at: z.string(), status: z.enum(TICKET_STATUSES), text: z.string() }),
  ),
  /** What the resident may do now. */
  actions: z.array(z.enum(['supplement', 'withdraw', 'rate', 'reopen', 'appeal', 'answer'])),
})
export type ResidentTicketView = z.infer<typeof ResidentTicketView>

/** `POST /api/tickets/actions` with number + code, or through the conversation that filed it. */
export const ResidentTicketAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('supplement'), text: z.string().trim().min(1).max(2000) }),
  z.object({ action: z.literal('answer'), text: z.string().trim().min(1).max(2000) }),
  z.object({ action: z.literal('withdraw'), reason: z.string().trim().max(500).default('') }),
  z.object({
    action: z.literal('rate'),
    verdict: z.enum(VERDICTS),
    satisfaction: z.enum(SATISFACTIONS),
    comment: z.string().trim().max(1000).default(''),
  }),
  z.object({ action: z.literal('reopen'), reason: z.string().trim().min(1).max(1000) }),
  z.object({ action: z.literal('appeal'), reason: z.string().trim().min(1).max(1000) }),
])
export type ResidentTicketAction = z.infer<typeof ResidentTicketAction>

/** `POST /api/tickets/notices`: to be told of a ticket outside the page. The address is checked by its channel. */
export const StartNoticesRequest = LookupTicketRequest.extend({
  channel: z.enum(NOTICE_CHANNELS),
  to: z.string().trim().max(254),
  consent: z.literal(true),
  consent_version: z.literal(NOTICE_CONSENT_VERSION),
})
export type StartNoticesRequest = z.infer<typeof StartNoticesRequest>

export const ResidentNotices = z.object({
  /** What may be chosen for this ticket now; empty where the operator offers none. */
  channels: z.array(z.enum(NOTICE_CHANNELS)),
  chosen: z
    .object({
      channel: z.enum(NOTICE_CHANNELS),
      /** The ends of the address, enough to recognise it. */
      to_masked: z.string(),
      consent_at: z.string(),
      consent_version: z.string(),
    })
    .nullable(),
})
export type ResidentNotices = z.infer<typeof ResidentNotices>
