import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { listScopedByCategory } from './store.ts'
import type { Ticket } from './ticket.ts'

/** 金点子. */
export const IDEA_GROUP = 'L15'
export const SUGGESTION_STATES = ['received', 'reviewed', 'adopted', 'not_adopted'] as const
export type SuggestionState = (typeof SUGGESTION_STATES)[number]

const ADOPTED: readonly Ticket['outcome'][] = ['done', 'partial', 'planned']

/**
 * R-HOT-6, read off the ticket: the one path of transitions already sees to it that nothing ends without a reply
 * (`resolved` needs the public reply, `planned` its date, `rejected` its reason). Null for what the proposer took back
 * or another ticket carries.
 */
export function suggestionState(
  ticket: Pick<Ticket, 'status' | 'outcome'>,
): SuggestionState | null {
  switch (ticket.status) {
    case 'draft':
    case 'withdrawn':
    case 'merged':
    case 'referred':
      return null
    case 'pending_review':
      return 'received'
    case 'rejected':
      return 'not_adopted'
    case 'resolved':
    case 'closed':
      return ADOPTED.includes(ticket.outcome) ? 'adopted' : 'not_adopted'
    default:
      return 'reviewed'
  }
}

export const ListSuggestionsInput = z.object({
  state: z.enum(SUGGESTION_STATES).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type ListSuggestionsInput = z.output<typeof ListSuggestionsInput>

export async function listSuggestions(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: ListSuggestionsInput,
) {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const tickets = await listScopedByCategory(ctx.sql, {
    scope,
    group: IDEA_GROUP,
    limit: input.limit,
  })
  const all = tickets.flatMap((ticket) => {
    const state = suggestionState(ticket)
    return state === null ? [] : [{ ticket, state }]
  })
  return {
    suggestions: all
      .filter(({ state }) => input.state === null || state === input.state)
      .map(({ ticket, state }) => ({
        ticket_no: ticket.ticketNo,
        title: ticket.title,
        state,
        plan: state === 'adopted' ? ticket.publicReply : null,
        planned_for: ticket.plannedFor,
        reason: state === 'not_adopted' ? (ticket.publicReply ?? ticket.rejectReason) : null,
        created_at: ticket.createdAt.toISOString(),
      })),
  }
}
