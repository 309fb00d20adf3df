import type { ServiceContext } from '../ports.ts'
import { divisionName } from '../regions/index.ts'
import {
  categoryName,
  findCategory,
  listPublicTickets,
  listTicketUpdates,
  type PublicTicket,
} from '../tickets/index.ts'
import { Open311Error } from './errors.ts'

const DAY = 86_400_000
const MAX_SPAN_DAYS = 90
const MAX_ROWS = 1000

type Query = Readonly<Record<string, string>>
type ListContext = Pick<ServiceContext, 'sql' | 'clock' | 'locale'>

function readList(value: string | undefined): string[] | null {
  const items = (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return items.length === 0 ? null : items.slice(0, MAX_ROWS)
}

/** W3C date-time with a zone; anything else is a fault, never a guess. */
function readInstant(name: string, value: string | undefined, problems: string[]): Date | null {
  if (value === undefined) return null
  const valid = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value)
  const date = new Date(value)
  if (valid && !Number.isNaN(date.getTime())) return date
  problems.push(`${name} must be a date-time with zone, like 2026-11-23T09:00:00+08:00`)
  return null
}

function readPage(query: Query, problems: string[]): { limit: number; offset: number } {
  const read = (name: string, standard: number, max: number): number => {
    const value = query[name]
    if (value === undefined) return standard
    const number = Number(value)
    if (Number.isInteger(number) && number >= 1) return Math.min(number, max)
    problems.push(`${name} must be a whole number from 1`)
    return standard
  }
  const limit = read('page_size', MAX_ROWS, MAX_ROWS)
  return { limit, offset: (read('page', 1, 1_000_000) - 1) * limit }
}

function readOpen(value: string | undefined, problems: string[]): boolean | null {
  const wanted = new Set(readList(value) ?? [])
  if ([...wanted].some((item) => item !== 'open' && item !== 'closed')) {
    problems.push('status must be open or closed')
  }
  return wanted.size === 1 ? wanted.has('open') : null
}

/** The span of R-311-4: at most 90 days, the last 90 when nothing is said. */
function readSpan(query: Query, now: Date, problems: string[]): { from: Date; to: Date } {
  const start = readInstant('start_date', query['start_date'], problems)
  const end = readInstant('end_date', query['end_date'], problems)
  const from = start ?? new Date((end ?? now).getTime() - MAX_SPAN_DAYS * DAY)
  const to = end ?? new Date(Math.min(now.getTime(), from.getTime() + MAX_SPAN_DAYS * DAY))
  if (start !== null && end !== null && to.getTime() - from.getTime() > MAX_SPAN_DAYS * DAY) {
    problems.push(`start_date to end_date may span at most ${MAX_SPAN_DAYS} days`)
  }
  return { from, to }
}

export async function listRequests(ctx: ListContext, query: Query): Promise<object[]> {
  const numbers = readList(query['service_request_id'])
  if (numbers !== null) {
    const filter = { numbers, categories: null, from: null, to: null, open: null }
    const found = await listPublicTickets(ctx, { ...filter, limit: MAX_ROWS, offset: 0 })
    return found.map((ticket) => toRequest(ticket, ctx.locale))
  }
  const problems: string[] = []
  const span = readSpan(query, ctx.clock.now(), problems)
  const page = readPage(query, problems)
  const open = readOpen(query['status'], problems)
  if (problems.length > 0) throw new Open311Error(400, problems)
  const categories = readList(query['service_code'])
  const tickets = await listPublicTickets(ctx, {
    numbers: null,
    categories,
    ...span,
    open,
    ...page,
  })
  return tickets.map((ticket) => toRequest(ticket, ctx.locale))
}

export async function getRequest(ctx: ListContext, id: string): Promise<object[]> {
  const found = await listRequests(ctx, { service_request_id: id })
  if (found.length === 0) throw new Open311Error(404, [`service_request_id ${id} was not found`])
  return found
}

function toRequest(ticket: PublicTicket, locale: ServiceContext['locale']): object {
  const category = findCategory(ticket.categoryCode)
  const place = [ticket.address, divisionName(ticket.divisionCode ?? '')].filter(Boolean).join(', ')
  return {
    service_request_id: ticket.ticketNo,
    status: ticket.open ? 'open' : 'closed',
    status_notes: ticket.statusNotes ?? '',
    service_name: category === undefined ? '' : categoryName(category, locale),
    service_code: ticket.categoryCode ?? '',
    description: ticket.description,
    agency_responsible: ticket.leadUnit ?? '',
    service_notice: ticket.dueText ?? '',
    requested_datetime: ticket.requestedAt.toISOString(),
    updated_datetime: ticket.updatedAt.toISOString(),
    expected_datetime: ticket.expectedAt.toISOString(),
    address: place,
    address_id: '',
    zipcode: '',
    lat: ticket.location?.lat ?? null,
    long: ticket.location?.long ?? null,
    media_url: null,
  }
}

/** FixMyStreet's words for what happened. */
const UPDATE_STATUS: Readonly<Record<string, string>> = {
  pending_review: 'OPEN',
  accepted: 'INVESTIGATING',
  dispatched: 'ACTION_SCHEDULED',
  processing: 'IN_PROGRESS',
  pending_info: 'INVESTIGATING',
  returned: 'FOR_TRIAGE',
  resolved: 'FIXED',
  closed: 'CLOSED',
  rejected: 'NOT_COUNCILS_RESPONSIBILITY',
  merged: 'DUPLICATE',
  referred: 'INTERNAL_REFERRAL',
  withdrawn: 'CANCELLED',
}

export async function listRequestUpdates(ctx: ListContext, query: Query): Promise<object[]> {
  const problems: string[] = []
  const span = readSpan(query, ctx.clock.now(), problems)
  if (problems.length > 0) throw new Open311Error(400, problems)
  const updates = await listTicketUpdates(ctx, { ...span, limit: MAX_ROWS })
  return updates.map((update) => {
    const reopened =
      ['resolved', 'closed'].includes(update.from ?? '') && update.to === 'processing'
    return {
      update_id: `${update.ticketNo}.${update.seq}`,
      service_request_id: update.ticketNo,
      status: reopened ? 'REOPEN' : (UPDATE_STATUS[update.to] ?? 'OPEN'),
      updated_datetime: update.at.toISOString(),
      description: ['resolved', 'closed'].includes(update.to) ? (update.publicReply ?? '') : '',
      media_url: '',
    }
  })
}
