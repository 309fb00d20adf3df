import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type {
  ConfirmTicketRequest,
  ConfirmTicketResponse,
  TicketDraftCard,
} from '../protocol/tickets.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../shared/errors.ts'
import { hashToken, randomToken } from '../shared/ids.ts'
import { CATALOGUE_VERSION, findCategory } from './catalogue.ts'
import { dueText, nextDueAt } from './due-text.ts'
import { insertFollower } from './follower-store.ts'
import { hangPhotos } from './photos/photos.ts'
import {
  findTicketByClientKey,
  findTicketByNo,
  lockDraft,
  markDraftConfirmed,
  type DraftRow,
  type TicketValues,
} from './store.ts'
import type { Ticket } from './ticket.ts'
import { sealReporter, writeNewTicket, type SealedReporter } from './write-ticket.ts'

type CreateContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'config' | 'actor' | 'wakeup'>
type ConfirmInput = ConfirmTicketRequest & { conversationId: string }

/** At least 40 random bits (R-TKT query_code); 50 make ten characters that can be read over the phone. */
const QUERY_CODE_BITS = 50

/**
 * The resident's confirmation is the only way from a draft to a ticket (R-TKT-1). Idempotent by client key and by draft
 * (R-TKT-5): the second call finds the first one's ticket, without the code, which is shown once.
 */
export async function confirmDraft(
  ctx: CreateContext,
  input: ConfirmInput,
): Promise<ConfirmTicketResponse> {
  if (ctx.actor.kind !== 'resident') throw new ForbiddenError('only the resident confirms a draft')
  checkInput(input)
  const queryCode = randomToken(QUERY_CODE_BITS)
  const prepared = {
    queryCode,
    queryCodeHash: await hashToken(queryCode),
    reporter: await sealReporter(ctx, input.anonymous ? null : input.reporter),
  }
  const created = await withTransaction(ctx.sql, async (tx) => {
    const draft = await lockDraft(tx, input.draft_id)
    if (draft === undefined || draft.conversationId !== input.conversationId) {
      throw new NotFoundError('draft', input.draft_id)
    }
    const clientKey = `${input.conversationId}:${input.client_key}`
    const earlier = await findTicketByClientKey(tx, clientKey)
    if (earlier !== undefined) return { ticket: earlier, isNew: false }
    if (draft.status !== 'open')
      throw new ConflictError('draft_closed', 'this draft is not open any more')
    const ticketNo = await writeTicket(tx, ctx, { input, draft, clientKey, ...prepared })
    const ticket = await findTicketByNo(tx, ticketNo)
    if (ticket === undefined) throw new Error(`ticket ${ticketNo} was not written`)
    await tellOwner(tx, ticket, input.conversationId)
    const { media: ids, conversationId } = input
    await hangPhotos(tx, { ids, conversationId, ticketId: ticket.id })
    await markDraftConfirmed(tx, { id: draft.id, ticketId: ticket.id, at: ticket.createdAt })
    return { ticket, isNew: true }
  })
  ctx.wakeup.notify('tickets')
  return {
    ticket_no: created.ticket.ticketNo,
    query_code: created.isNew ? queryCode : null,
    status: created.ticket.status,
    due_text: dueText(created.ticket, ctx.clock.now()),
    next_due_at: nextDueAt(created.ticket)?.toISOString() ?? null,
  }
}

/** Whoever may not be known is told nothing on a page somebody else could read; number and code still open the ticket. */
async function tellOwner(tx: Transaction, ticket: Ticket, conversationId: string): Promise<void> {
  if (ticket.confidentiality === 'secret_identity') return
  const { id: ticketId, status, createdAt: at } = ticket
  await insertFollower(tx, { ticketId, conversationId, status, at })
}

function checkInput(input: ConfirmInput): void {
  if (input.category_code !== null && findCategory(input.category_code) === undefined) {
    throw new ValidationError('category_code', 'unknown category')
  }
  if (!input.place_unknown && input.address === null && input.location === null) {
    throw new ValidationError('address', 'address, location or place_unknown is needed')
  }
  const phone = input.reporter?.phone
  if (phone != null && phone !== '' && !/^[+0-9][0-9 -]{6,19}$/.test(phone)) {
    throw new ValidationError('phone', 'not a phone number')
  }
  if (phone != null && phone !== '' && input.reporter?.consent !== true) {
    throw new ValidationError('consent', 'contact details need consent')
  }
}

type WriteInput = {
  input: ConfirmInput
  draft: DraftRow
  clientKey: string
  queryCodeHash: string
  reporter: SealedReporter
}

async function writeTicket(
  tx: Transaction,
  ctx: CreateContext,
  write: WriteInput,
): Promise<string> {
  return writeNewTicket(tx, ctx, {
    clientKey: write.clientKey,
    queryCodeHash: write.queryCodeHash,
    reporter: write.reporter,
    channel: 'chat',
    urgency: write.input.urgency,
    appealType: write.input.appeal_type,
    values: { ...confirmedValues(write.input), ...draftValues(write.draft, ctx.clock.now()) },
    role: 'resident',
    from: 'draft',
    diff: { edited: editedFields(write.draft.card, write.input) },
  })
}

function confirmedValues(input: ConfirmInput): TicketValues {
  return {
    title: input.title,
    description: input.description,
    category_code: input.category_code,
    catalogue_version: CATALOGUE_VERSION,
    confidentiality: input.confidentiality,
    anonymous: input.anonymous,
    contact_pref: input.reporter?.contact_pref ?? 'none',
    incident_at: input.incident_at,
    address: input.address,
    location: input.location,
    place_unknown: input.place_unknown,
    division_code: input.division_code,
    media: input.media,
    conversation_id: input.conversationId,
    level: findCategory(input.category_code)?.level ?? 'street',
  }
}

function draftValues(draft: DraftRow, at: Date): TicketValues {
  const { card } = draft
  return {
    resident_words: card.fields.description.evidence?.text ?? card.fields.description.value ?? '',
    ai_summary: card.fields.title.value ?? '',
    risk_flags: card.risk_flags,
    source_message_ids: draft.sourceMessageIds,
    ai_fields: aiFields(card, at),
  }
}

/** What the machine filled, kept beside the confirmed values until a person confirms each (「AI建议」). */
function aiFields(card: TicketDraftCard, at: Date): Ticket['aiFields'] {
  const entries = Object.entries(card.fields)
    .filter(([, field]) => field.set_by !== 'resident' && field.value !== null)
    .map(([name, field]) => [
      name,
      {
        value: field.value,
        confidence: field.confidence,
        evidence: field.evidence,
        model: field.set_by,
        at: at.toISOString(),
      },
    ])
  return {
    ...(Object.fromEntries(entries) as Ticket['aiFields']),
    category_candidates: {
      value: card.category_candidates,
      confidence: card.category_candidates[0]?.confidence ?? 0,
      evidence: null,
      model: 'classifier',
      at: at.toISOString(),
    },
  }
}

function editedFields(card: TicketDraftCard, input: ConfirmInput): string[] {
  const confirmed: Readonly<Record<string, unknown>> = input
  return Object.entries(card.fields)
    .filter(([name, field]) => (field.value ?? null) !== (confirmed[name] ?? null))
    .map(([name]) => name)
}
