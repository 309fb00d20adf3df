import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { ResidentTicketAction, ResidentTicketView, TicketStatus } from '../protocol/tickets.ts'
import { equalDigests, hashToken, newId } from '../shared/ids.ts'
import { ConflictError, NotFoundError } from '../shared/errors.ts'
import { appendHistory } from './history.ts'
import { residentActions, toResidentView } from './resident-view.ts'
import {
  findTicketById,
  findTicketByNo,
  insertSupplement,
  listByConversation,
  listDraftOutcomes,
  listHistory,
  lockTicketByNo,
  updateTicket,
} from './store.ts'
import type { Ticket } from './ticket.ts'
import { transitionTicket } from './transition.ts'

type ResidentContext = Pick<
  ServiceContext,
  'sql' | 'clock' | 'actor' | 'wakeup' | 'config' | 'locale'
>
type Credentials = { ticketNo: string; queryCode: string }

/** Number and code together open a ticket; either wrong gives the same answer, and both always cost one digest. */
async function requireTicketByCode(
  ctx: Pick<ServiceContext, 'sql'>,
  input: Credentials,
): Promise<Ticket> {
  const code = input.queryCode.toLowerCase().replaceAll(/[\s-]/g, '')
  const [ticket, digest] = await Promise.all([
    findTicketByNo(ctx.sql, input.ticketNo.toUpperCase()),
    hashToken(code),
  ])
  if (ticket === undefined || !equalDigests(ticket.queryCodeHash, digest)) {
    throw new NotFoundError('ticket', input.ticketNo)
  }
  return ticket
}

export async function lookupTicket(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'locale'>,
  input: Credentials,
): Promise<ResidentTicketView> {
  return viewOf(ctx, await requireTicketByCode(ctx, input))
}

async function viewOf(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'locale'>,
  ticket: Ticket,
): Promise<ResidentTicketView> {
  const parent = await followedCase(ctx, ticket)
  const history = await listHistory(ctx.sql, ticket.id)
  return toResidentView({
    ticket,
    history,
    parent:
      parent === undefined
        ? undefined
        : { ticket: parent, history: await listHistory(ctx.sql, parent.id) },
    now: ctx.clock.now(),
    locale: ctx.locale,
  })
}

async function followedCase(
  ctx: Pick<ServiceContext, 'sql'>,
  ticket: Ticket,
): Promise<Ticket | undefined> {
  return ticket.parentId === null ? undefined : findTicketById(ctx.sql, ticket.parentId)
}

export async function listConversationTickets(
  ctx: Pick<ServiceContext, 'sql'>,
  input: { conversationId: string },
): Promise<{ ticket_no: string; title: string; status: TicketStatus }[]> {
  const tickets = await listByConversation(ctx.sql, input.conversationId)
  return tickets.map(({ ticketNo, title, status }) => ({ ticket_no: ticketNo, title, status }))
}

/** What became of each draft card, so that a reload shows the number instead of the form. */
export async function listDraftStates(
  ctx: Pick<ServiceContext, 'sql'>,
  input: { conversationId: string },
): Promise<Map<string, { status: 'open' | 'confirmed' | 'discarded'; ticketNo: string | null }>> {
  const rows = await listDraftOutcomes(ctx.sql, input.conversationId)
  return new Map(rows.map(({ id, status, ticketNo }) => [id, { status, ticketNo }]))
}

export async function actOnTicket(
  ctx: ResidentContext,
  input: Credentials & { action: ResidentTicketAction },
): Promise<ResidentTicketView> {
  const ticket = await requireTicketByCode(ctx, input)
  const { action } = input
  const allowed = residentActions(ticket, await followedCase(ctx, ticket))
  if (!allowed.includes(action.action)) {
    throw new ConflictError('invalid_transition', `${action.action} in ${ticket.status}`, {
      allowed,
    })
  }
  const own = { ...ctx, actor: { kind: 'resident' as const, ticketNo: ticket.ticketNo } }
  await applyAction(own, ticket, action)
  const next = await findTicketByNo(ctx.sql, ticket.ticketNo)
  if (next === undefined) throw new NotFoundError('ticket', ticket.ticketNo)
  return viewOf(ctx, next)
}

/** The conversation that registered a ticket may add to it without the code. */
export async function supplementOwnTicket(
  ctx: ResidentContext,
  input: { conversationId: string; ticketNo: string; text: string },
): Promise<void> {
  const own = await listByConversation(ctx.sql, input.conversationId)
  const ticket = own.find(({ ticketNo }) => ticketNo === input.ticketNo)
  if (ticket === undefined) throw new NotFoundError('ticket', input.ticketNo)
  const allowed = residentActions(ticket, await followedCase(ctx, ticket))
  if (!allowed.includes('supplement')) {
    throw new ConflictError('invalid_transition', `supplement in ${ticket.status}`, { allowed })
  }
  const resident = { ...ctx, actor: { kind: 'resident' as const, ticketNo: ticket.ticketNo } }
  await supplement(resident, ticket, { text: input.text, kind: 'supplement' })
}

async function applyAction(
  ctx: ResidentContext,
  ticket: Ticket,
  action: ResidentTicketAction,
): Promise<void> {
  const { version, ticketNo } = ticket
  switch (action.action) {
    case 'supplement':
      await supplement(ctx, ticket, { text: action.text, kind: 'supplement' })
      return
    case 'answer':
      await supplement(ctx, ticket, { text: action.text, kind: 'answer' })
      await transitionTicket(ctx, ticketNo, {
        to: 'processing',
        version: version + 1,
        reason: '居民已补充',
      })
      return
    case 'withdraw':
      await transitionTicket(ctx, ticketNo, { to: 'withdrawn', version, reason: action.reason })
      return
    case 'reopen':
      await transitionTicket(ctx, ticketNo, { to: 'processing', version, reason: action.reason })
      return
    case 'appeal':
      await transitionTicket(ctx, ticketNo, {
        to: 'pending_review',
        version,
        reason: action.reason,
      })
      return
    case 'rate':
      await rate(ctx, ticket, action)
  }
}

async function supplement(
  ctx: ResidentContext,
  ticket: Ticket,
  input: { text: string; kind: 'supplement' | 'answer' },
): Promise<void> {
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await lockTicketByNo(tx, ticket.ticketNo)
    await insertSupplement(tx, { id: newId('sup'), ticketId: ticket.id, ...input, at })
    const updated = await updateTicket(tx, {
      id: ticket.id,
      version: ticket.version,
      values: { updated_at: at },
    })
    if (!updated) throw new ConflictError('version_conflict', 'changed meanwhile')
    await appendHistory(tx, ticket.id, {
      at,
      actor: ctx.actor,
      role: 'resident',
      action: input.kind,
      from: null,
      to: null,
      reason: '',
      diff: {},
    })
  })
  ctx.wakeup.notify('tickets')
}

/** R-LIFE: `no` or `dissatisfied` reopens; anything else closes. Asked once per closure. */
async function rate(
  ctx: ResidentContext,
  ticket: Ticket,
  action: Extract<ResidentTicketAction, { action: 'rate' }>,
): Promise<void> {
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const values = {
      resident_verdict: action.verdict,
      satisfaction: action.satisfaction,
      rating_comment: action.comment,
      updated_at: at,
    }
    const updated = await updateTicket(tx, { id: ticket.id, version: ticket.version, values })
    if (!updated) throw new ConflictError('version_conflict', 'changed meanwhile')
    await appendHistory(tx, ticket.id, {
      at,
      actor: ctx.actor,
      role: 'resident',
      action: 'rate',
      from: null,
      to: null,
      reason: '',
      diff: { verdict: action.verdict, satisfaction: action.satisfaction },
    })
  })
  // A follower's verdict is counted for the follower; it does not move the case of the others.
  if (ticket.status === 'merged') return
  const again = action.verdict === 'no' || action.satisfaction === 'dissatisfied'
  await transitionTicket(ctx, ticket.ticketNo, {
    to: again ? 'processing' : 'closed',
    version: ticket.version + 1,
    reason: again ? action.comment || '居民评价未解决或不满意' : '',
  })
}
