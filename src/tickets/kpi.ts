import type { CHANNELS, SATISFACTIONS, TicketStatus, VERDICTS } from '../protocol/tickets.ts'

/** What the formulas of R-KPI read of a ticket. */
export type KpiFacts = {
  ticketNo: string
  channel: (typeof CHANNELS)[number]
  status: TicketStatus
  anonymous: boolean
  contactPref: string
  contactedAt: Date | null
  contactDueAt: Date
  signedAt: Date | null
  signDueAt: Date
  resolvedAt: Date | null
  resolveDueAt: Date
  closedAt: Date | null
  extended: boolean
  merged: boolean
  verdict: (typeof VERDICTS)[number] | null
  satisfaction: (typeof SATISFACTIONS)[number]
  reopenCount: number
  dispatches: number
  /** Dispatches that went to another unit than the one before: upheld returns and 改派. */
  moves: number
  calledBack: boolean
  /** Fields the machine had filled and a person reviewed, and how many of them stayed as they were. */
  reviewed: number
  unchanged: number
}

/** Below this a share is shown with 样本不足. */
export const SMALL_SAMPLE = 10

type Test = {
  /** Counts merged tickets as well. */
  merges?: boolean
  counts(ticket: KpiFacts): boolean
  meets(ticket: KpiFacts): boolean
}
type Formula = Test & { id: string }

/** R-HOT-5: what staff found themselves has no resident to answer, ask or satisfy. */
const isReported = (t: KpiFacts): boolean => t.channel !== 'patrol' && t.channel !== 'proactive'
const wantsContact = (t: KpiFacts): boolean =>
  isReported(t) && !t.anonymous && t.contactPref !== 'none'
const judged = (t: KpiFacts): boolean => isReported(t) && t.verdict !== null
const rated = (t: KpiFacts): boolean => isReported(t) && t.satisfaction !== 'unrated'
const by = (at: Date | null, due: Date): boolean => at !== null && at <= due
const satisfied = (t: KpiFacts): boolean => ['very', 'satisfied'].includes(t.satisfaction)

/** Merged children, referred tickets and those withdrawn before they were due count nowhere. */
export function isCounted(ticket: KpiFacts): boolean {
  if (ticket.merged || ticket.status === 'referred' || ticket.status === 'draft') return false
  return (
    ticket.status !== 'withdrawn' || (ticket.closedAt ?? ticket.resolveDueAt) > ticket.resolveDueAt
  )
}

export const FORMULAS: readonly Formula[] = [
  {
    id: 'response_rate',
    counts: wantsContact,
    meets: (t) => by(t.contactedAt, t.contactDueAt),
  },
  { id: 'resolution_rate', counts: judged, meets: (t) => t.verdict === 'yes' },
  { id: 'partial_rate', counts: judged, meets: (t) => t.verdict === 'partial' },
  { id: 'satisfaction_rate', counts: rated, meets: satisfied },
  { id: 'basic_rate', counts: rated, meets: (t) => t.satisfaction === 'basic' },
  { id: 'rating_coverage', counts: (t) => isReported(t) && t.status === 'closed', meets: rated },
  {
    id: 'signed_on_time',
    counts: (t) => t.dispatches > 0,
    meets: (t) => by(t.signedAt, t.signDueAt),
  },
  {
    id: 'resolved_on_time',
    counts: (t) => !t.extended,
    meets: (t) => by(t.resolvedAt, t.resolveDueAt),
  },
  {
    id: 'resolved_on_time_extended',
    counts: (t) => t.extended,
    meets: (t) => by(t.resolvedAt, t.resolveDueAt),
  },
  { id: 'dispatch_accuracy', counts: (t) => t.dispatches > 0, meets: (t) => t.moves === 0 },
  {
    id: 'reopen_rate',
    counts: (t) => t.status === 'closed' || t.reopenCount > 0,
    meets: (t) => t.reopenCount > 0,
  },
  {
    id: 'call_back_rate',
    counts: (t) => t.resolvedAt !== null && wantsContact(t),
    meets: (t) => t.calledBack || judged(t),
  },
]

export type KpiValue = {
  id: string
  numerator: number
  denominator: number
  /** Null with nothing to divide by: shown as —. */
  value: number | null
  small_sample: boolean
}

function valueOf(id: string, numerator: number, denominator: number): KpiValue {
  return {
    id,
    numerator,
    denominator,
    value: denominator === 0 ? null : numerator / denominator,
    small_sample: denominator > 0 && denominator < SMALL_SAMPLE,
  }
}

/** Every figure of the period, from the same facts the lists behind them are made of. */
export function measure(tickets: readonly KpiFacts[]): KpiValue[] {
  const counted = tickets.filter(isCounted)
  const merged = tickets.filter((ticket) => ticket.merged)
  const reviewed = counted.reduce((sum, ticket) => sum + ticket.reviewed, 0)
  const unchanged = counted.reduce((sum, ticket) => sum + ticket.unchanged, 0)
  return [
    ...FORMULAS.map(({ id, counts, meets }) => {
      const inside = counted.filter(counts)
      return valueOf(id, inside.filter(meets).length, inside.length)
    }),
    valueOf('merge_rate', merged.length, counted.length + merged.length),
    valueOf('ai_adoption', unchanged, reviewed),
  ]
}

/** Not shares of tickets alone; the tickets behind them all the same. Of fields: those where every one stayed. */
const OTHERS: Readonly<Record<string, Test>> = {
  merge_rate: { merges: true, counts: (t) => t.merged || isCounted(t), meets: (t) => t.merged },
  ai_adoption: { counts: (t) => t.reviewed > 0, meets: (t) => t.unchanged === t.reviewed },
}

/** R-KPI-1: the tickets behind a figure. `met` and `missed` together are the denominator. */
export function listBehind(
  tickets: readonly KpiFacts[],
  input: { id: string; part: 'met' | 'missed' },
): string[] | undefined {
  const formula = FORMULAS.find(({ id }) => id === input.id) ?? OTHERS[input.id]
  if (formula === undefined) return undefined
  return tickets
    .filter((ticket) => formula.counts(ticket) && (formula.merges === true || isCounted(ticket)))
    .filter((ticket) => formula.meets(ticket) === (input.part === 'met'))
    .map(({ ticketNo }) => ticketNo)
}
