import { z } from 'zod'
import { TurnEvent } from './turn-events.ts'
import { OUTCOMES } from './outcomes.ts'
import { NOTICE_CHANNELS } from './notices.ts'
import { TICKET_STATUSES } from './tickets.ts'

/** Code points, not UTF-16 units: a rare character counts once. */
export const MAX_MESSAGE_LENGTH = 2000

export const CreateConversationResponse = z.object({ id: z.string(), token: z.string() })

export const CreateTurnRequest = z.object({
  client_turn_id: z.string().min(8).max(80),
  text: z.string(),
  place: z.object({ division_code: z.string().regex(/^\d{6}(\d{3})?(\d{3})?$/) }).optional(),
  attachments: z.array(z.string().max(80)).max(9).optional(),
})
export type CreateTurnRequest = z.infer<typeof CreateTurnRequest>

/** Who speaks is text, never only colour (R-LBL-1, -2). */
export const MESSAGE_LABELS = ['ai', 'system', 'staff', 'staff_ai_draft', 'resident'] as const

export const MessageView = z.object({
  id: z.string(),
  seq: z.number().int(),
  role: z.enum(['resident', 'assistant', 'staff', 'system']),
  label: z.enum(MESSAGE_LABELS),
  text: z.string(),
  created_at: z.string(),
  turn_id: z.string().nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  /** The events that drew this message live; a reload draws from the same. */
  events: z.array(TurnEvent),
  staff: z.object({ name: z.string(), unit: z.string() }).nullable(),
  feedback: z.enum(['up', 'down']).nullable(),
})
export type MessageView = z.infer<typeof MessageView>

export const CONVERSATION_MODES = ['ai', 'waiting', 'staff', 'closed'] as const

export const ConversationView = z.object({
  id: z.string(),
  created_at: z.string(),
  mode: z.enum(CONVERSATION_MODES),
  safety_mode: z.string().nullable(),
  messages: z.array(MessageView),
  running_turn: z.object({ turn_id: z.string(), client_turn_id: z.string() }).nullable(),
  tickets: z.array(
    z.object({ ticket_no: z.string(), title: z.string(), status: z.enum(TICKET_STATUSES) }),
  ),
  /** Highest live-event id included; resume `/events` from here. */
  last_event_id: z.string(),
})
export type ConversationView = z.infer<typeof ConversationView>

export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message.created'), message: MessageView }),
  z.object({
    type: z.literal('ticket.changed'),
    ticket_no: z.string(),
    status: z.enum(TICKET_STATUSES),
    text: z.string(),
  }),
  z.object({
    type: z.literal('conversation.changed'),
    mode: z.enum(CONVERSATION_MODES),
    safety_mode: z.string().nullable(),
  }),
  /** A person at the other end is typing; nothing of what. */
  z.object({
    type: z.literal('conversation.typing'),
    by: z.enum(['resident', 'staff']),
    at: z.string(),
  }),
])
export type LiveEvent = z.infer<typeof LiveEvent>

/** `POST /api/transcriptions`, the recording as the body: what was heard, for the resident to check and send. */
export const TranscriptionResponse = z.object({ text: z.string() })

export const FEEDBACK_REASONS = [
  'wrong',
  'outdated',
  'incomplete',
  'inappropriate',
  'other',
] as const
export const FeedbackRequest = z.object({
  vote: z.enum(['up', 'down']),
  reasons: z.array(z.enum(FEEDBACK_REASONS)).max(5).default([]),
  comment: z.string().trim().max(500).default(''),
})

/** `GET /api/passages/:id`: the passage a citation opens, inside its document. */
export const PassageView = z.object({
  passage_id: z.string(),
  document: z.object({
    id: z.string(),
    title: z.string(),
    issuer: z.string(),
    doc_no: z.string().nullable(),
    level: z.string(),
    jurisdiction: z.string(),
    source_type: z.enum(['law', 'guide', 'press']),
    status: z.enum(['effective', 'superseded', 'repealed', 'not_yet']),
    effective_from: z.string().nullable(),
    effective_to: z.string().nullable(),
    as_of: z.string().nullable(),
    source_name: z.string(),
    source_version: z.string(),
    /** 转述: the text is not the official wording. */
    restated: z.boolean(),
  }),
  heading: z.string(),
  article_no: z.string().nullable(),
  anchor: z.string(),
  /** Where the document has pages. */
  page: z.number().int().nullable(),
  text: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type PassageView = z.infer<typeof PassageView>

/** `GET /api/passages/:id/document`: the document around a passage, section by section. */
export const DocumentView = z.object({
  sections: z.array(z.object({ passage_id: z.string(), heading: z.string(), text: z.string() })),
  more_before: z.boolean(),
  more_after: z.boolean(),
})
export type DocumentView = z.infer<typeof DocumentView>

/** One level of the tree of divisions, for a form without a map. */
export const DivisionList = z.object({
  divisions: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      /** From the district down. */
      full_name: z.string(),
      /** The same of the division above; null for a district. */
      parent_name: z.string().nullable(),
    }),
  ),
})
export type DivisionList = z.infer<typeof DivisionList>

/** `GET /api/site`: what the page needs before the first message. */
export const SiteInfo = z.object({
  name: z.string(),
  operator: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  purpose: z.string(),
  complaint_channel: z.string(),
  model: z.object({ name: z.string(), filing_no: z.string() }).nullable(),
  phone: z.object({ number: z.string(), name: z.string() }),
  emergency_numbers: z.array(z.object({ number: z.string(), name: z.string() })),
  quick_questions: z.array(z.string()),
  staff_hours: z.object({ text: z.string(), open_now: z.boolean() }),
  /** How long a person took to come lately, in minutes, over how many; null while they are too few to tell. */
  staff_wait: z.object({
    waiting: z.number().int(),
    typical: z.object({ minutes: z.number().int(), sample: z.number().int() }).nullable(),
  }),
  max_message_length: z.number().int(),
  /** Speaking instead of typing: not at all, through the operator's service, or by the browser's own recognition. */
  voice: z.enum(['off', 'service', 'browser']),
  /** How residents may ask to be told of a ticket outside the page; mostly nothing. */
  notice_channels: z.array(z.enum(NOTICE_CHANNELS)),
})
export type SiteInfo = z.infer<typeof SiteInfo>
