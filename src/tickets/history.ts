import type { Sql } from '../db/client.ts'
import { maskPersonalData } from '../llm/index.ts'
import { enqueueWebhook } from '../operations/webhooks/index.ts'
import type { Ports } from '../ports.ts'
import type { HistoryAction } from '../protocol/tickets.ts'
import { actorLabel, type Actor } from '../shared/actor.ts'
import { sha256Hex } from '../shared/ids.ts'
import {
  findTicketById,
  insertHistory,
  lastHistory,
  listHistory,
  listTicketIds,
  type HistoryRow,
} from './store.ts'
import { toTicketRecord } from './ticket-record.ts'

type HistoryEntry = {
  at: Date
  actor: Actor
  role: string
  action: HistoryAction
  from: string | null
  to: string | null
  reason: string
  /** Changed fields, without personal data. */
  diff: Record<string, unknown>
}

async function hashRow(row: Omit<HistoryRow, 'hash'>, ticketId: string): Promise<string> {
  return sha256Hex(
    JSON.stringify([
      ticketId,
      row.seq,
      row.at.toISOString(),
      row.actor,
      row.actorRole,
      row.action,
      row.fromStatus,
      row.toStatus,
      row.reason,
      canonical(row.diff),
      row.previousHash,
    ]),
  )
}

/** jsonb does not keep key order, so the hash is taken over sorted keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)])
}

const WEBHOOK_TYPE: Readonly<Record<string, 'ticket.created' | 'ticket.status_changed'>> = {
  create: 'ticket.created',
  transition: 'ticket.status_changed',
}

/** The allow-listed record as it stands in this transaction; its version tells receivers the order. */
async function webhookData(
  sql: Sql,
  event: { ticketId: string; action: string; from: string | null },
): Promise<Record<string, unknown>> {
  const ticket = await findTicketById(sql, event.ticketId)
  if (ticket === undefined) throw new Error(`ticket ${event.ticketId} has no row`)
  return { action: event.action, from_status: event.from, ticket: toTicketRecord(ticket) }
}

/** Call while holding the ticket's row lock: the chain has one writer. */
export async function appendHistory(
  sql: Sql,
  ticketId: string,
  entry: HistoryEntry,
): Promise<void> {
  const last = await lastHistory(sql, ticketId)
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actor: actorLabel(entry.actor),
    actorRole: entry.role,
    action: entry.action,
    fromStatus: entry.from,
    toStatus: entry.to,
    // The chain cannot be changed later, so nobody's number may enter it.
    reason: maskPersonalData(entry.reason).text,
    diff: entry.diff,
    previousHash: last?.hash ?? '',
  }
  await insertHistory(sql, ticketId, { ...row, hash: await hashRow(row, ticketId) })
  await enqueueWebhook(sql, {
    type: WEBHOOK_TYPE[entry.action] ?? 'ticket.updated',
    at: entry.at,
    data: () => webhookData(sql, { ticketId, action: entry.action, from: entry.from }),
  })
}

export type ChainReport = {
  tickets: number
  rows: number
  broken: { ticketNo: string; seq: number } | null
}

/** Walks every chain; names the first row that does not follow from the one before it. */
export async function verifyHistory(ctx: Pick<Ports, 'sql'>): Promise<ChainReport> {
  let rows = 0
  const tickets = await listTicketIds(ctx.sql)
  for (const ticket of tickets) {
    let previous = ''
    let seq = 0
    for (const row of await listHistory(ctx.sql, ticket.id)) {
      rows += 1
      seq += 1
      const { hash, ...rest } = row
      const intact =
        row.seq === seq &&
        row.previousHash === previous &&
        (await hashRow(rest, ticket.id)) === hash
      if (!intact)
        return {
          tickets: tickets.length,
          rows,
          broken: { ticketNo: ticket.ticketNo, seq: row.seq },
        }
      previous = hash
    }
  }
  return { tickets: tickets.length, rows, broken: null }
}
