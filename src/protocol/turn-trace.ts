import { z } from 'zod'

/** What a turn did, as staff and maintainers read it. Texts are masked; nothing in here names a resident. */
export const TurnTraceView = z.object({
  turn_id: z.string(),
  conversation_id: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  question: z.string(),
  request_id: z.string(),
  started_at: z.string(),
  first_sentence_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  superseded_by: z.string().nullable(),
  /** By the configured prices; null where none are. */
  cost_cents: z.number().nullable(),
  steps: z.array(
    z.object({
      step: z.string(),
      duration_ms: z.number(),
      model: z.string().nullable(),
      prompt_id: z.string().nullable(),
      prompt_version: z.number().int().nullable(),
      input_tokens: z.number().int(),
      output_tokens: z.number().int(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What the resident was told in the AI's name, sentence by sentence, and what the check of its claims made of each. */
  sentences: z.array(
    z.object({
      text: z.string(),
      /**
       * `found`: its claims stand in the passages it cites; `replaced`: the model's did not, a passage's own sentence was said;
       * `quoted`: a passage's own words, no model wrote them. Null where the trace does not tell.
       */
      check: z.enum(['found', 'replaced', 'quoted']).nullable(),
      passage_ids: z.array(z.string()),
    }),
  ),
  passages: z.array(
    z.object({
      passage_id: z.string(),
      rank: z.number().int(),
      used: z.boolean(),
      scores: z.record(z.string(), z.number()),
      /** Null when the passage is no longer there. */
      title: z.string().nullable(),
      article: z.string().nullable(),
    }),
  ),
})
export type TurnTraceView = z.infer<typeof TurnTraceView>
