import type { Transaction } from '../db/client.ts'
import { maskPersonalData } from '../llm/index.ts'
import { upsertReview } from './store.ts'
import type { Ticket } from './ticket.ts'

/** What staff confirmed or corrected of the machine's values: evaluation and training data. */
export async function recordReviews(
  tx: Transaction,
  input: {
    ticket: Ticket
    confirmed: Readonly<Record<string, unknown>>
    staffId: string
    at: Date
  },
): Promise<void> {
  for (const [field, confirmed] of Object.entries(input.confirmed)) {
    const suggestion = input.ticket.aiFields[field]
    if (suggestion === undefined) continue
    await upsertReview(tx, {
      ticketId: input.ticket.id,
      field,
      suggested: withoutPerson(suggestion.value),
      confirmed: withoutPerson(confirmed),
      confidence: suggestion.confidence,
      changed: suggestion.value !== confirmed,
      staffId: input.staffId,
      at: input.at,
    })
  }
}

/** Evaluation data outlives the person's part of the ticket, so nobody may stand in it. */
function withoutPerson(value: unknown): unknown {
  return typeof value === 'string' ? maskPersonalData(value).text : value
}
