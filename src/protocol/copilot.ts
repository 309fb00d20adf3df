import { z } from 'zod'

/** What a copilot hands to the person at the desk: text to check, and what each part of it stands on. */
export const CopilotDraft = z.object({
  draft_id: z.string(),
  text: z.string(),
  /** Sentences the model wrote that no source bears out; they are not in `text`. */
  removed: z.array(z.string()),
  sources: z.array(
    z.object({
      token: z.string(),
      passage_id: z.string(),
      title: z.string(),
      article: z.string(),
      effective_from: z.string().nullable(),
      text: z.string(),
      /** A sentence of the draft stands on it. */
      used: z.boolean(),
    }),
  ),
  tickets: z.array(
    z.object({
      ticket_no: z.string(),
      title: z.string(),
      status_text: z.string(),
      public_reply: z.string().nullable(),
    }),
  ),
  unit: z
    .object({
      id: z.string(),
      name: z.string(),
      level: z.string(),
      category: z.string(),
      /** Nobody in the directory has this matter there: the catch-all desk. */
      catch_all: z.boolean(),
    })
    .nullable(),
  /** Which tools were asked, in order. */
  steps: z.array(z.object({ tool: z.string(), input: z.string() })),
  model: z.string(),
})
export type CopilotDraft = z.output<typeof CopilotDraft>
