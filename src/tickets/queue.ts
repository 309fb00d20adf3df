import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { URGENCIES } from '../protocol/tickets.ts'
import { divisionName } from '../regions/index.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { categoryPath } from './catalogue.ts'
import {
  countQueue,
  countViews,
  listChangedRows,
  listQueueRows,
  QUEUE_VIEWS,
  type QueueFilter,
  type QueueRow,
} from './queue-store.ts'
import { statusText } from './status-text.ts'

type QueueContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'locale'>

const MAX_WORDS = 6

/** What a saved filter keeps. */
export const QueueFilterInput = z.object({
  view: z.enum(QUEUE_VIEWS).default('area'),
  text: z.string().trim().max(100).default(''),
  urgency: z.enum(URGENCIES).nullable().default(null),
  category_group: z
    .string()
    .regex(/^[A-Z]\d{2}$/)
    .nullable()
    .default(null),
})
export type QueueFilterInput = z.output<typeof QueueFilterInput>

export const ListQueueInput = QueueFilterInput.extend({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
})
export type ListQueueInput = z.output<typeof ListQueueInput>

export const WatchQueueInput = QueueFilterInput.extend({
  since: z.iso.datetime({ offset: true }),
  shown: z
    .string()
    .max(8_000)
    .default('')
    .transform((text) => text.split(',').filter((no) => no !== '')),
})
export type WatchQueueInput = z.output<typeof WatchQueueInput>

function toFilter(input: QueueFilterInput, createdAfter: Date | null): QueueFilter {
  return {
    view: input.view,
    words: input.text
      .normalize('NFKC')
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, MAX_WORDS),
    urgency: input.urgency,
    categoryGroup: input.category_group,
    createdAfter,
  }
}

/** One page of the queue, and how many there are, so that a list of any length can be scrolled to any place. */
export async function listQueue(ctx: QueueContext, input: ListQueueInput) {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const now = ctx.clock.now()
  const query = { scope, now, filter: toFilter(input, null) }
  const [rows, total] = await Promise.all([
    listQueueRows(ctx.sql, { ...query, limit: input.limit, offset: input.offset }),
    countQueue(ctx.sql, query),
  ])
  return { now: now.toISOString(), total, tickets: rows.map((row) => toQueueItem(row, ctx.locale)) }
}

export async function countQueueViews(ctx: QueueContext) {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  return { counts: await countViews(ctx.sql, { scope, now: ctx.clock.now() }) }
}

/** What changed under a reader: how many came in, and the new state of the rows on the screen. Nothing moves by itself. */
export async function watchQueue(ctx: QueueContext, input: WatchQueueInput) {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const now = ctx.clock.now()
  const since = new Date(input.since)
  const [fresh, changed] = await Promise.all([
    countQueue(ctx.sql, { scope, now, filter: toFilter(input, since) }),
    listChangedRows(ctx.sql, { scope, ticketNos: input.shown, since }),
  ])
  return {
    now: now.toISOString(),
    fresh,
    changed: changed.map((row) => toQueueItem(row, ctx.locale)),
  }
}

function toQueueItem(row: QueueRow, locale: ServiceContext['locale']) {
  return {
    ticket_no: row.ticketNo,
    title: row.title,
    category_code: row.categoryCode,
    category: row.categoryCode === null ? null : categoryPath(row.categoryCode, locale),
    address: row.address,
    division: divisionName(row.divisionCode),
    status: row.status,
    status_text: statusText(row.status),
    urgency: row.urgency,
    risk_flags: row.riskFlags,
    lead_unit: row.leadUnitName,
    assignee: row.assigneeName,
    level: row.level,
    created_at: row.createdAt.toISOString(),
    clock_due_at: row.clockDueAt?.toISOString() ?? null,
    resolve_due_at: row.resolveDueAt.toISOString(),
    closed: row.closedAt !== null,
    children: row.children,
    version: row.version,
  }
}
