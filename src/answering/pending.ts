import { z } from 'zod'

const TicketInTheMaking = z.object({
  kind: z.literal('ticket'),
  /** The resident's own words so far, oldest first, with the message each came from. */
  words: z.array(z.object({ messageId: z.string(), text: z.string() })),
  asked: z.array(z.enum(['what', 'where', 'since', 'contact'])),
  asking: z.enum(['what', 'where', 'since', 'contact']).nullable(),
  answers: z.record(z.string(), z.string()),
  skipped: z.array(z.string()),
  draftIds: z.array(z.string()),
  /** Questions asked a second time, because something else was said: they count among the three. */
  repeated: z.number().int().optional(),
  /** Other matters told meanwhile, in the order they are taken up. */
  later: z.array(z.object({ messageId: z.string(), text: z.string() })).optional(),
})

/** What the conversation waits for between two turns. Stored with the conversation; texts are masked. */
export const PendingState = z.discriminatedUnion('kind', [
  TicketInTheMaking,
  /** The same matter is known already; the number only when it is the resident's own. */
  z.object({
    kind: z.literal('same_matter'),
    ticketNo: z.string().nullable(),
    ticketId: z.string(),
    place: z.string().nullable(),
    since: z.string().nullable(),
    ticket: TicketInTheMaking,
  }),
  /** A question has been answered, or could not be, and a ticket was offered: nobody tells it twice who takes the offer (R-OPS-1). */
  z.object({ kind: z.literal('offered'), ticket: TicketInTheMaking }),
  /** Cards are shown; what is said next may add to them. */
  z.object({ kind: z.literal('drafted'), ticket: TicketInTheMaking }),
  z.object({ kind: z.literal('clarify'), question: z.string() }),
  z.object({ kind: z.literal('track'), ticketNo: z.string().nullable() }),
])
export type PendingState = z.infer<typeof PendingState>
export type PendingTicket = z.infer<typeof TicketInTheMaking>
export type PendingSameMatter = Extract<PendingState, { kind: 'same_matter' }>
