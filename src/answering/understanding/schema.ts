import { z } from 'zod'

export const INTENTS = [
  'answer',
  'ticket',
  'track',
  'place',
  'handover',
  'clarify',
  'decline',
  'greeting',
] as const

export const DECLINE_REASONS = [
  'abusive',
  'empty',
  'persona',
  'other_jurisdiction',
  'individual_decision',
  'legal_channel',
  'legal_advice',
  'medical_advice',
  'personal_data',
  'injection',
  'illegal',
  'out_of_scope',
] as const

/** One output type for the model call and for the rules: plain JSON, no transforms, so it doubles as the response schema. */
export const Understanding = z.object({
  intent: z.enum(INTENTS),
  /** The question as it reads without the conversation; what retrieval sees. */
  standaloneQuestion: z.string(),
  /** One entry for each matter of the message, in its order (R-TKT-2). */
  matters: z.array(z.object({ kind: z.enum(['question', 'report']), text: z.string() })),
  place: z.string().nullable(),
  time: z.string().nullable(),
  urgency: z.enum(['normal', 'urgent', 'critical']),
  emotion: z.enum(['calm', 'upset', 'distressed']),
  decline: z.enum(DECLINE_REASONS).nullable(),
  /** The city, the legal channel … that the reply names. */
  declineDetail: z.string().nullable(),
  clarify: z
    .object({
      question: z.string(),
      choices: z.array(z.object({ label: z.string(), text: z.string() })),
    })
    .nullable(),
  trackNo: z.string().nullable(),
  queryCode: z.string().nullable(),
  confidence: z.number(),
})
export type Understanding = z.infer<typeof Understanding>
export type Intent = (typeof INTENTS)[number]
export type DeclineReason = (typeof DECLINE_REASONS)[number]
export type Matter = Understanding['matters'][number]
