import { z } from 'zod'
import { CONVERSATION_MODES, MessageView } from './conversations.ts'
import { NOTICE_CHANNELS } from './notices.ts'
import { OUTCOMES } from './outcomes.ts'
import { CONTACT_PREFERENCES, ResidentTicketView, TicketDraftCard } from './tickets.ts'
import { Citation } from './turn-events.ts'

export const RETENTION_KINDS = [
  'draft',
  'conversation',
  'ticket_identity',
  'ticket_facts',
  'log',
  'receipt',
] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]

/** `GET /api/privacy`: the first-visit notice and the privacy page (R-LBL-5, R-PRV-6). */
export const PrivacyNotice = z.object({
  /** Changes with the content, so that a changed notice is shown again. */
  version: z.string(),
  operator: z.string(),
  purpose: z.string(),
  limits: z.string(),
  /** A name and filing number, or that no model is used. */
  model: z.string(),
  complaint: z.string(),
  retention: z.string(),
  /** Everything else, for the privacy page: what is processed where, by whom, and for how long. */
  details: z.array(z.string()),
})
export type PrivacyNotice = z.infer<typeof PrivacyNotice>

export const NoticeVersion = z.string().regex(/^[\w.-]{1,40}$/)

/** `DELETE /api/conversations/:id`. Kept on the server without anybody in it. */
export const DeletionReceipt = z.object({
  receipt_no: z.string(),
  at: z.string(),
  deleted: z.array(z.object({ what: z.string(), count: z.number().int() })),
  kept: z.array(z.object({ what: z.string(), until: z.string(), why: z.string() })),
  /** Tickets that go on; only in the answer, not in what is stored. */
  tickets: z.array(z.string()),
})
export type DeletionReceipt = z.infer<typeof DeletionReceipt>

/** Contact data and place of a ticket, before it is closed. What is left out stays as it is. */
export const TicketCorrection = z
  .strictObject({
    place: z.object({ address: z.string().trim().min(1).max(256) }).optional(),
    contact: z
      .object({
        name: z.string().trim().max(40).nullable(),
        phone: z
          .string()
          .trim()
          .regex(/^[+0-9][0-9 -]{6,19}$/)
          .nullable(),
        contact_pref: z.enum(CONTACT_PREFERENCES),
        consent: z.literal(true),
      })
      .optional(),
    withdraw_consent: z.literal(true).optional(),
  })
  .refine((value) => Object.values(value).some((item) => item !== undefined), {
    message: 'nothing to correct',
  })
  .refine((value) => value.contact === undefined || value.withdraw_consent === undefined, {
    message: 'new contact data or withdrawal, not both',
  })
export type TicketCorrection = z.infer<typeof TicketCorrection>

/** What the holder of the conversation may see and correct of a ticket. */
export const OwnTicketData = z.object({
  ticket: ResidentTicketView,
  place: z.object({
    address: z.string().nullable(),
    location: z.object({ lat: z.number(), long: z.number() }).nullable(),
    division_code: z.string().nullable(),
  }),
  contact: z
    .object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      contact_pref: z.enum(CONTACT_PREFERENCES),
      consent_at: z.string(),
    })
    .nullable(),
  /** Where the resident asked to be told of it, outside the page. */
  notices: z
    .object({
      channel: z.enum(NOTICE_CHANNELS),
      to: z.string(),
      consent_at: z.string(),
      consent_version: z.string(),
    })
    .nullable(),
  incident_at: z.string().nullable(),
  resident_words: z.string(),
  supplements: z.array(z.object({ at: z.string(), kind: z.string(), text: z.string() })),
  rating_comment: z.string(),
  media: z.array(z.string()),
  corrections: z.array(z.object({ at: z.string(), fields: z.array(z.string()) })),
  correctable: z.boolean(),
})
export type OwnTicketData = z.infer<typeof OwnTicketData>

const ExportedMessage = MessageView.omit({ feedback: true }).extend({
  citations: z.array(Citation),
  feedback: z
    .object({
      vote: z.enum(['up', 'down']),
      reasons: z.array(z.string()),
      comment: z.string(),
      at: z.string(),
    })
    .nullable(),
})
export type ExportedMessage = z.infer<typeof ExportedMessage>

export const EXPORT_VERSION = 1

/** `GET /api/conversations/:id/export`: everything of the conversation that is the resident's own, unmasked. */
export const ConversationExport = z.object({
  format: z.literal('grid-worker-conversation'),
  version: z.literal(EXPORT_VERSION),
  exported_at: z.string(),
  /** GB 45438-2025: every value is a string (R-LBL-3). */
  AIGC: z.record(z.string(), z.string()),
  notice: z.string(),
  conversation: z.object({
    id: z.string(),
    created_at: z.string(),
    last_active_at: z.string(),
    locale: z.string(),
    mode: z.enum(CONVERSATION_MODES),
    safety_mode: z.string().nullable(),
    division_code: z.string().nullable(),
    notice_version: z.string().nullable(),
  }),
  messages: z.array(ExportedMessage),
  turns: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      status: z.string(),
      outcome: z.enum(OUTCOMES).nullable(),
      started_at: z.string(),
      finished_at: z.string().nullable(),
    }),
  ),
  handoffs: z.array(
    z.object({
      state: z.string(),
      requested_at: z.string(),
      taken_at: z.string().nullable(),
      closed_at: z.string().nullable(),
    }),
  ),
  drafts: z.array(TicketDraftCard),
  tickets: z.array(OwnTicketData),
})
export type ConversationExport = z.infer<typeof ConversationExport>
