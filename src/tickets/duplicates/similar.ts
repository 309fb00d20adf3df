import type { ServiceContext } from '../../ports.ts'
import { requireTicketStaff, scopeOf } from '../access.ts'
import { statusText } from '../status-text.ts'
import { listScopedByIds } from '../store.ts'
import { listDuplicateCandidates } from './duplicate-store.ts'
import { similarity, vectorise } from './similarity.ts'

const WINDOW_DAYS = 180
const CANDIDATES = 200
const ALIKE = 0.12
const DAY = 86_400_000

export type SimilarTicket = {
  ticket_no: string
  title: string
  status_text: string
  public_reply: string | null
}

/** How the like was handled before, wherever it was, among what the person may see (R-ROLE-1); answered ones first. */
export async function findSimilarTickets(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  input: { text: string; categoryCode: string; limit: number },
): Promise<SimilarTicket[]> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const now = ctx.clock.now()
  const candidates = await listDuplicateCandidates(ctx.sql, {
    categoryCode: input.categoryCode,
    from: new Date(now.getTime() - WINDOW_DAYS * DAY),
    to: now,
    exceptNo: null,
    scope,
    limit: CANDIDATES,
  })
  const texts = candidates.map(({ title, description }) => ({ title, body: description }))
  const [own, ...others] = vectorise([{ title: input.text, body: '' }, ...texts])
  const ids = candidates
    .map(({ id }, at) => ({ id, score: similarity(own ?? new Map(), others[at] ?? new Map()) }))
    .filter(({ score }) => score >= ALIKE)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, input.limit)
    .map(({ id }) => id)
  const tickets = await listScopedByIds(ctx.sql, { ids, scope })
  return tickets
    .map((ticket) => ({
      ticket_no: ticket.ticketNo,
      title: ticket.title,
      status_text: statusText(ticket.status),
      public_reply: ticket.publicReply,
    }))
    .toSorted((a, b) => Number(b.public_reply !== null) - Number(a.public_reply !== null))
}
