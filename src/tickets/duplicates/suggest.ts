import type { ServiceContext } from '../../ports.ts'
import { NotFoundError } from '../../shared/errors.ts'
import { requireTicketStaff, scopeOf } from '../access.ts'
import { dueText } from '../due-text.ts'
import { statusText } from '../status-text.ts'
import { findScopedTicket, findTicketById } from '../store.ts'
import { listDuplicateCandidates, type DuplicateCandidate, type Point } from './duplicate-store.ts'
import { similarity, vectorise } from './similarity.ts'

/** R-LIFE-6. */
const WINDOW_DAYS = 14
const NEAR_METERS = 200
const SIMILAR = 0.2
const CANDIDATES = 200
const DAY = 86_400_000

export function metersBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const dLat = (b.lat - a.lat) * rad
  const dLong = (b.long - a.long) * rad
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLong / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)))
}

function plainAddress(address: string | null): string {
  return (address ?? '').normalize('NFKC').replaceAll(/[\s,，。、()（）]/g, '')
}

type Matter = {
  title: string
  description: string
  address: string | null
  location: Point | null
}

export function isSamePlace(a: Matter, b: Matter): boolean {
  if (a.location !== null && b.location !== null) {
    if (metersBetween(a.location, b.location) <= NEAR_METERS) return true
  }
  const address = plainAddress(a.address)
  return address !== '' && address === plainAddress(b.address)
}

type Found = { candidate: DuplicateCandidate; score: number }

/** Same place and like words, most alike first. */
export function rankDuplicates(matter: Matter, candidates: readonly DuplicateCandidate[]): Found[] {
  const near = candidates.filter((candidate) => isSamePlace(matter, candidate))
  const [own, ...others] = vectorise(
    [matter, ...near].map(({ title, description }) => ({ title, body: description })),
  )
  if (own === undefined) return []
  return near
    .map((candidate, at) => ({ candidate, score: similarity(own, others[at] ?? new Map()) }))
    .filter(({ score }) => score >= SIMILAR)
    .toSorted((a, b) => b.score - a.score)
}

export type MergeSuggestion = {
  ticket_no: string
  title: string
  status: string
  score: number
  created_at: string
}

/** Proposals only: merging is a transition a person makes, with a reason. */
export async function suggestMerges(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  ticketNo: string,
): Promise<MergeSuggestion[]> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const ticket = await findScopedTicket(ctx.sql, { ticketNo, scope })
  if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
  if (ticket.categoryCode === null) return []
  const candidates = await listDuplicateCandidates(ctx.sql, {
    categoryCode: ticket.categoryCode,
    from: new Date(ticket.createdAt.getTime() - WINDOW_DAYS * DAY),
    to: new Date(ticket.createdAt.getTime() + WINDOW_DAYS * DAY),
    exceptNo: ticketNo,
    scope,
    limit: CANDIDATES,
  })
  const matter = { ...ticket, location: ticket.location as Point | null }
  return rankDuplicates(matter, candidates).map(({ candidate, score }) => ({
    ticket_no: candidate.ticketNo,
    title: candidate.title,
    status: candidate.status,
    score: Math.round(score * 100) / 100,
    created_at: candidate.createdAt.toISOString(),
  }))
}

export type SameMatter = {
  /** Only of one's own conversation: another person's number is not shown. */
  ticket_no: string | null
  /** For `followTicket`; it never leaves the service. */
  ticket_id: string
  status_text: string
  due_text: string
  public_reply: string | null
}

/** Before a new card: what is already known of this matter, so that the resident can add to it or follow it. */
export async function findSameMatter(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: Matter & { categoryCode: string; conversationId: string },
): Promise<SameMatter | undefined> {
  const now = ctx.clock.now()
  const candidates = await listDuplicateCandidates(ctx.sql, {
    categoryCode: input.categoryCode,
    from: new Date(now.getTime() - WINDOW_DAYS * DAY),
    to: now,
    exceptNo: null,
    scope: null,
    limit: CANDIDATES,
  })
  const [best] = rankDuplicates(input, candidates)
  if (best === undefined) return undefined
  const ticket = await findTicketById(ctx.sql, best.candidate.id)
  if (ticket === undefined) return undefined
  return {
    ticket_no: ticket.conversationId === input.conversationId ? ticket.ticketNo : null,
    ticket_id: ticket.id,
    status_text: statusText(ticket.status),
    due_text: dueText(ticket, now),
    public_reply: ticket.publicReply,
  }
}
