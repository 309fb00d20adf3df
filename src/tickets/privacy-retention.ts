import table from '../../knowledge/tables/privacy.json' with { type: 'json' }
import {
  deleteOldReceipts,
  dropDraftCards,
  expireConversation,
  listExpiredConversations,
  stopErasedTurns,
} from '../conversations/index.ts'
import { withTransaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import type { RetentionKind } from '../protocol/privacy.ts'
import { eraseIdentity } from './privacy-identity.ts'
import { deleteOldLoosePhotos, deletePhotosOf } from './photos/photo-store.ts'
import {
  deleteOldDrafts,
  deleteOldLimits,
  deleteOldSessions,
  deleteOldTickets,
  listIdentitiesDue,
  lockTicketToErase,
  lockTicketsOf,
  detachTicket,
  setTerms,
} from './privacy-store.ts'

import { deleteRetentionRuns, insertRetentionRun } from './retention-log-store.ts'

const DAY_MS = 86_400_000
const BATCH = 100
/** Well inside the lease of a job; what is left then is done the next night, or by the next call. */
const BUDGET_MS = 120_000
const ACTOR = { kind: 'system', job: 'retention' } as const

type RetentionContext = Pick<Ports, 'sql' | 'clock' | 'vault' | 'wakeup' | 'turns'>
type Periods = Readonly<Record<RetentionKind, number>>

export const RETENTION_VERSION = table.version
export const RETENTION_DAYS: Periods = {
  draft: daysOf('draft'),
  conversation: daysOf('conversation'),
  ticket_identity: daysOf('ticket_identity'),
  ticket_facts: daysOf('ticket_facts'),
  log: daysOf('log'),
  receipt: daysOf('receipt'),
}

function daysOf(kind: RetentionKind): number {
  const row = table.retention.find(({ id }) => id === kind)
  if (row === undefined || !Number.isInteger(row.days) || row.days < 1) {
    throw new Error(`privacy.json: no period for ${kind}`)
  }
  return row.days
}

export type RetentionReport = {
  drafts: number
  photos: number
  conversations: number
  identities: number
  terms: number
  tickets: number
  sessions: number
  limits: number
  receipts: number
  /** False when the time was up before the work was done. */
  complete: boolean
}

/** R-PRV-4. Each batch is one short transaction and finds only what is still due, so a run can be cut off and repeated. */
export async function sweepRetention(
  ctx: RetentionContext,
  days: Periods = RETENTION_DAYS,
): Promise<RetentionReport> {
  const { sql } = ctx
  const at = ctx.clock.now()
  const before = (kind: RetentionKind): Date => new Date(at.getTime() - days[kind] * DAY_MS)
  const until = performance.now() + BUDGET_MS
  let complete = true
  const all = async (batch: () => Promise<number>): Promise<number> => {
    let total = 0
    for (;;) {
      if (performance.now() > until) complete = false
      if (!complete) return total
      const done = await batch()
      total += done
      if (done < BATCH) return total
    }
  }
  const limit = BATCH
  const counts = {
    drafts: await all(() => dropDrafts(ctx, before('draft'))),
    photos: await all(() => deleteOldLoosePhotos(sql, { before: before('draft'), limit })),
    conversations: await all(() => dropConversations(ctx, { before: before('conversation'), at })),
    identities: await all(() => dropIdentities(ctx, { closedBefore: before('ticket_identity') })),
    terms: await all(() => setTerms(sql, { days: days.ticket_facts, limit })),
    tickets: await all(() => withTransaction(sql, (tx) => deleteOldTickets(tx, { at, limit }))),
    sessions: await all(() => deleteOldSessions(sql, { before: before('log'), limit })),
    limits: await deleteOldLimits(sql, new Date(at.getTime() - DAY_MS)),
    receipts: await all(() =>
      withTransaction(sql, (tx) => deleteOldReceipts(tx, { before: before('receipt'), limit })),
    ),
  }
  await insertRetentionRun(sql, { at, counts, complete })
  await deleteRetentionRuns(sql, before('log'))
  return { ...counts, complete }
}

async function dropDrafts(ctx: RetentionContext, before: Date): Promise<number> {
  return withTransaction(ctx.sql, async (tx) => {
    const gone = await deleteOldDrafts(tx, { before, limit: BATCH })
    const draftIds = new Set(gone.map(({ id }) => id))
    for (const conversationId of new Set(gone.map((row) => row.conversationId))) {
      await dropDraftCards(tx, { conversationId, draftIds })
    }
    return gone.length
  })
}

async function dropConversations(
  ctx: RetentionContext,
  input: { before: Date; at: Date },
): Promise<number> {
  const ids = await listExpiredConversations(ctx.sql, { ...input, limit: BATCH })
  for (const conversationId of ids) {
    const turnIds = await withTransaction(ctx.sql, (tx) =>
      expireConversation(tx, {
        conversationId,
        before: input.before,
        alsoErase: async () => {
          await deletePhotosOf(tx, { conversationId })
          for (const { id } of await lockTicketsOf(tx, conversationId)) {
            await detachTicket(tx, { id, eraseOnClose: false })
          }
        },
      }),
    )
    stopErasedTurns(ctx, { conversationId, turnIds })
  }
  return ids.length
}

async function dropIdentities(
  ctx: RetentionContext,
  input: { closedBefore: Date },
): Promise<number> {
  const numbers = await listIdentitiesDue(ctx.sql, { ...input, limit: BATCH })
  for (const ticketNo of numbers) {
    await withTransaction(ctx.sql, async (tx) => {
      const ticket = await lockTicketToErase(tx, ticketNo)
      if (ticket === undefined) return
      await eraseIdentity(tx, ctx, {
        ticket,
        actor: ACTOR,
        role: 'timer',
        reason: 'retention',
        at: ctx.clock.now(),
        keepPlace: false,
      })
    })
  }
  return numbers.length
}
