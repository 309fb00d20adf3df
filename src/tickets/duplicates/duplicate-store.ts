import type { Sql } from '../../db/client.ts'
import { scopeCondition, type TicketScope } from '../store.ts'

export type Point = { lat: number; long: number }

export type DuplicateCandidate = {
  id: string
  ticketNo: string
  title: string
  description: string
  address: string | null
  location: Point | null
  status: string
  conversationId: string | null
  createdAt: Date
}

/** Same category, filed within the window, not itself merged away; without a scope for the resident's own check. */
export async function listDuplicateCandidates(
  sql: Sql,
  input: {
    categoryCode: string
    from: Date
    to: Date
    exceptNo: string | null
    scope: TicketScope | null
    limit: number
  },
): Promise<DuplicateCandidate[]> {
  return sql<DuplicateCandidate[]>`
    select t.id, t.ticket_no as "ticketNo", t.title, t.description, t.address, t.location, t.status,
      t.conversation_id as "conversationId", t.created_at as "createdAt"
    from tickets t
    where t.category_code = ${input.categoryCode} and t.created_at between ${input.from} and ${input.to}
      and t.parent_id is null and t.status not in ('withdrawn', 'draft')
      and t.ticket_no is distinct from ${input.exceptNo}
      ${input.scope === null ? sql`and t.confidentiality <> 'secret_identity'` : sql`and ${scopeCondition(sql, input.scope)}`}
    order by t.created_at desc limit ${input.limit}`
}
