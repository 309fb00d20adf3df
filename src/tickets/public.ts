import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { categoryName, findCategory } from './catalogue.ts'
import { dueText } from './due-text.ts'
import { appendHistory } from './history.ts'
import { isClosedStatus } from './lifecycle.ts'
import {
  findClientTicket,
  listPublicRows,
  listPublicUpdates,
  type PublicFilter,
  type PublicRow,
  type PublicUpdate,
} from './public-store.ts'
import { insertSupplement, updateTicket } from './store.ts'

export type { PublicFilter, PublicUpdate }

/** What anybody may see of a ticket (R-PRV-7, R-311-4). */
export type PublicTicket = {
  ticketNo: string
  open: boolean
  status: PublicRow['status']
  categoryCode: string | null
  description: string
  statusNotes: string | null
  leadUnit: string | null
  dueText: string | null
  requestedAt: Date
  /** Stands still once the case is closed. */
  updatedAt: Date
  expectedAt: Date
  /** Street and number of public tickets only. */
  address: string | null
  divisionCode: string | null
  location: { lat: number; long: number } | null
}

/** About 100 m in latitude and, at 30° north, in longitude. */
const GRID_DEGREES = 0.001

const snap = (degrees: number): number =>
  Math.round(Math.round(degrees / GRID_DEGREES) * GRID_DEGREES * 1e6) / 1e6

function toPublicTicket(
  row: PublicRow,
  { now, locale }: { now: Date; locale: ServiceContext['locale'] },
): PublicTicket {
  const isPublic = row.confidentiality === 'public'
  const category = findCategory(row.categoryCode)
  return {
    ticketNo: row.ticketNo,
    open: !isClosedStatus(row.status),
    status: row.status,
    categoryCode: row.categoryCode,
    description:
      row.publicSummary ?? (category === undefined ? '居民诉求' : categoryName(category, locale)),
    statusNotes:
      row.parentNo === null ? (row.publicReply ?? row.rejectReason) : `并入 ${row.parentNo}`,
    leadUnit: row.leadUnitName,
    dueText: dueText(row, now) || null,
    requestedAt: row.createdAt,
    updatedAt: row.closedAt ?? row.updatedAt,
    expectedAt: row.resolveDueAt,
    address: isPublic ? row.address : null,
    divisionCode: row.divisionCode,
    location:
      row.location === null || isPublic
        ? row.location
        : { lat: snap(row.location.lat), long: snap(row.location.long) },
  }
}

export async function listPublicTickets(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'locale'>,
  filter: PublicFilter,
): Promise<PublicTicket[]> {
  const view = { now: ctx.clock.now(), locale: ctx.locale }
  return (await listPublicRows(ctx.sql, filter)).map((row) => toPublicTicket(row, view))
}

export async function listTicketUpdates(
  ctx: Pick<ServiceContext, 'sql'>,
  input: { from: Date; to: Date; limit: number },
): Promise<PublicUpdate[]> {
  return listPublicUpdates(ctx.sql, input)
}

/** Another system adds to a ticket it filed itself; anybody else's answers like a missing one. */
export async function supplementAsClient(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup'>,
  input: { ticketNo: string; text: string },
): Promise<{ updateId: string }> {
  const { actor } = ctx
  if (actor.kind !== 'client') throw new ForbiddenError('for systems only')
  const at = ctx.clock.now()
  const updateId = newId('sup')
  await withTransaction(ctx.sql, async (tx) => {
    const { ticketNo } = input
    const ticket = await findClientTicket(tx, { ticketNo, clientId: actor.clientId })
    if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
    if (ticket.status === 'withdrawn') {
      throw new ConflictError('invalid_transition', 'the ticket is withdrawn')
    }
    await insertSupplement(tx, {
      id: updateId,
      ticketId: ticket.id,
      text: input.text,
      kind: 'supplement',
      at,
    })
    const { id, version } = ticket
    await updateTicket(tx, { id, version, values: { updated_at: at } })
    await appendHistory(tx, id, {
      at,
      actor,
      role: 'client',
      action: 'supplement',
      from: null,
      to: null,
      reason: '',
      diff: {},
    })
  })
  ctx.wakeup.notify('tickets')
  return { updateId }
}
