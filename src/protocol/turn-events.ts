import { z } from 'zod'
import { OUTCOMES } from './outcomes.ts'
import { TicketDraftCard } from './tickets.ts'

/** A citation mark in an answer opens exactly this passage. `n` is stable across stream, reload, API and export. */
export const Citation = z.object({
  n: z.number().int().positive(),
  passage_id: z.string(),
  document_id: z.string(),
  title: z.string(),
  heading: z.string(),
  article_no: z.string().nullable(),
  doc_no: z.string().nullable(),
  issuer: z.string(),
  level: z.string(),
  source_type: z.enum(['law', 'guide', 'press']),
  effective_from: z.string().nullable(),
  effective_to: z.string().nullable(),
  as_of: z.string().nullable(),
  /** The words of the passage the answer stands on, for highlighting. */
  quote: z.string(),
})
export type Citation = z.infer<typeof Citation>

export const EmergencyCard = z.object({
  kind: z.string(),
  /** First line of the card: the numbers to ring, each a `tel:` link (R-EMG-3). */
  numbers: z.array(z.object({ number: z.string(), name: z.string(), note: z.string().nullable() })),
  title: z.string(),
  lines: z.array(z.string()),
  /** The reviewed text as one paragraph, for copy and read-aloud. */
  text: z.string(),
  quick_exit: z.boolean(),
  staff_alerted: z.boolean(),
})
export type EmergencyCard = z.infer<typeof EmergencyCard>

export const Choice = z.object({ label: z.string(), text: z.string() })

const turnStarted = z.object({
  type: z.literal('turn.started'),
  turn_id: z.string(),
  conversation_id: z.string(),
  client_turn_id: z.string(),
  message_id: z.string(),
})
const turnProgress = z.object({
  type: z.literal('turn.progress'),
  stage: z.enum(['understanding', 'searching', 'found', 'composing']),
  passages: z.number().int().optional(),
})
const answerSentence = z.object({
  type: z.literal('answer.sentence'),
  index: z.number().int(),
  text: z.string(),
  /** Shape of the sentence on the page: the conclusion, a list item, plain text, or the closing source line. */
  role: z.enum(['lead', 'item', 'text', 'source', 'notice']),
  citations: z.array(z.number().int()),
  /** `ai` is labelled AI生成, `system` (reviewed fixed text) is labelled 系统提示 (R-LBL-2). */
  origin: z.enum(['ai', 'system']),
})
const answerCitations = z.object({
  type: z.literal('answer.citations'),
  citations: z.array(Citation),
})
const ticketDraft = z.object({ type: z.literal('ticket.draft'), drafts: z.array(TicketDraftCard) })
const emergency = z.object({ type: z.literal('emergency'), card: EmergencyCard })
const choices = z.object({
  type: z.literal('choices'),
  prompt: z.string(),
  choices: z.array(Choice),
  /** True when the resident may skip ("不知道/跳过", R-TKT-3). */
  skippable: z.boolean(),
})
const handoff = z.object({
  type: z.literal('handoff'),
  state: z.enum(['waiting', 'out_of_hours', 'staff']),
  text: z.string(),
  promise: z.string().nullable(),
})
const turnCompleted = z.object({
  type: z.literal('turn.completed'),
  turn_id: z.string(),
  message_id: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  /** Ready-made next questions from the knowledge base. */
  suggestions: z.array(z.string()),
})
const turnFailed = z.object({
  type: z.literal('turn.failed'),
  turn_id: z.string(),
  code: z.enum(['timeout', 'internal', 'superseded', 'unavailable']),
  message: z.string(),
})

/** Server-sent events of one turn; exactly one of the last two ends it. */
export const TurnEvent = z.discriminatedUnion('type', [
  turnStarted,
  turnProgress,
  answerSentence,
  answerCitations,
  ticketDraft,
  emergency,
  choices,
  handoff,
  turnCompleted,
  turnFailed,
])
export type TurnEvent = z.infer<typeof TurnEvent>
export type TurnEventType = TurnEvent['type']

export function isTerminal(event: TurnEvent): boolean {
  return event.type === 'turn.completed' || event.type === 'turn.failed'
}
