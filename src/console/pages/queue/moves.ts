import type { TicketStatus } from '../../../protocol/tickets.ts'
import type { TicketDetail } from './api.ts'
import { t } from './texts.ts'

export type MoveField =
  | 'lead_unit'
  | 'reason'
  | 'decision'
  | 'suggested_unit'
  | 'question'
  | 'outcome'
  | 'public_reply'
  | 'channel'
  | 'verdict'

export type Move = {
  to: TicketStatus
  label: string
  /** Key in the ticket view. */
  keys: string
  /** Asked for before it goes; none means it goes at once. */
  fields: readonly MoveField[]
}

/** What each step asks for, as the lifecycle wants it from this state; the server checks the same again. */
export function moveTo(to: TicketStatus, ticket: Pick<TicketDetail, 'status'>): Move | undefined {
  const { status } = ticket
  switch (to) {
    case 'accepted':
      return { to, label: t('accept'), keys: 'a', fields: [] }
    case 'rejected':
      return {
        to,
        label: t('reject'),
        keys: 'r',
        fields: status === 'returned' ? ['reason', 'decision'] : ['reason'],
      }
    case 'dispatched':
      return { to, label: dispatchLabel(status), keys: 'd', fields: dispatchFields(status) }
    case 'processing':
      return processingMove(status)
    case 'pending_info':
      return { to, label: t('ask_resident'), keys: 'q', fields: ['question'] }
    case 'resolved':
      return { to, label: t('resolve'), keys: 'w', fields: ['outcome', 'public_reply'] }
    case 'returned':
      return { to, label: t('return'), keys: 'b', fields: ['reason', 'suggested_unit'] }
    case 'closed':
      return { to, label: t('call_back'), keys: 'c', fields: ['verdict'] }
    case 'referred':
      return { to, label: t('refer'), keys: 'f', fields: ['channel', 'reason'] }
    default:
      // Merging starts from the likely duplicates, withdrawing is the resident's.
      return undefined
  }
}

function dispatchLabel(status: TicketStatus): string {
  return status === 'accepted' || status === 'returned' ? t('dispatch') : t('redispatch')
}

function dispatchFields(status: TicketStatus): readonly MoveField[] {
  if (status === 'accepted') return ['lead_unit']
  return status === 'returned' ? ['lead_unit', 'decision'] : ['lead_unit', 'reason']
}

function processingMove(status: TicketStatus): Move {
  const to = 'processing'
  if (status === 'accepted')
    return { to, label: t('self_handle'), keys: 's', fields: ['lead_unit'] }
  if (status === 'resolved' || status === 'closed') {
    return { to, label: t('reopen'), keys: 'o', fields: ['reason'] }
  }
  return { to, label: status === 'pending_info' ? t('go_on') : t('sign'), keys: 's', fields: [] }
}

/** In the order of work: what the lifecycle expects next comes first, ways out come last. */
const ORDER: readonly TicketStatus[] = [
  'accepted',
  'dispatched',
  'processing',
  'resolved',
  'closed',
  'pending_info',
  'returned',
  'rejected',
  'referred',
]

/** Where the order of work and the next step differ: signing before dispatching again, calling back before reopening. */
const NEXT: Readonly<Partial<Record<TicketStatus, TicketStatus>>> = {
  dispatched: 'processing',
  processing: 'resolved',
  resolved: 'closed',
}

export function movesOf(ticket: Pick<TicketDetail, 'status' | 'allowed'>): Move[] {
  const next = NEXT[ticket.status]
  const first = next !== undefined && ticket.allowed.includes(next) ? next : null
  return [...new Set(ticket.allowed)]
    .toSorted((a, b) => rank(a, first) - rank(b, first))
    .flatMap((to) => moveTo(to, ticket) ?? [])
}

function rank(to: TicketStatus, first: TicketStatus | null): number {
  return to === first ? -1 : ORDER.indexOf(to)
}
