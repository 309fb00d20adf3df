import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type {
  ConfirmTicketRequest,
  ConfirmTicketResponse,
  TicketDraftCard,
} from '../protocol/tickets.ts'
import { localDate } from '../shared/clock.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../shared/errors.ts'
import { hashToken, newId, randomToken } from '../shared/ids.ts'
import { CATALOGUE_VERSION, findCategory } from './catalogue.ts'
import { dueText } from './due-text.ts'
import { appendHistory } from './history.ts'
import { startClocks } from './sla.ts'
import {
  findTicketByClientKey,
  findTicketByNo,
  insertTicket,
  lockDraft,
  markDraftConfirmed,
  nextTicketSequence,
  type DraftRow,
  type TicketValues,
} from './store.ts'
import type { Reporter, Ticket } from './ticket.ts'

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
    reporter: await sealReporter(ctx, input),
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
    await markDraftConfirmed(tx, { id: draft.id, ticketId: ticket.id, at: ticket.createdAt })
    return { ticket, isNew: true }
  })
  ctx.wakeup.notify('tickets')
  return {
    ticket_no: created.ticket.ticketNo,
    query_code: created.isNew ? queryCode : null,
    status: created.ticket.status,
    due_text: dueText(created.ticket, ctx.clock.now()),
  }
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

async function sealReporter(
  ctx: CreateContext,
  input: ConfirmInput,
): Promise<{ sealed: string | null; digest: string | null }> {
  const { reporter } = input
  if (input.anonymous || reporter === null) return { sealed: null, digest: null }
  const value: Reporter = {
    name: reporter.name,
    phone: reporter.phone,
    consentAt: ctx.clock.now().toISOString(),
  }
  return {
    sealed: await ctx.vault.encrypt(JSON.stringify(value)),
    digest:
      reporter.phone === null ? null : await ctx.vault.digest(reporter.phone.replaceAll(/\D/g, '')),
  }
}

type WriteInput = {
  input: ConfirmInput
  draft: DraftRow
  clientKey: string
  queryCodeHash: string
  reporter: { sealed: string | null; digest: string | null }
}

async function writeTicket(
  tx: Transaction,
  ctx: CreateContext,
  write: WriteInput,
): Promise<string> {
  const at = ctx.clock.now()
  const day = localDate(at).replaceAll('-', '')
  const sequence = await nextTicketSequence(tx, day)
  const ticketNo = `${ctx.config.TICKET_PREFIX}-${day}-${String(sequence).padStart(6, '0')}`
  const id = newId('tkt')
  await insertTicket(tx, {
    id,
    ticket_no: ticketNo,
    query_code_hash: write.queryCodeHash,
    client_key: write.clientKey,
    channel: 'chat',
    status: 'pending_review',
    created_at: at,
    updated_at: at,
    reporter_sealed: write.reporter.sealed,
    reporter_digest: write.reporter.digest,
    ...confirmedValues(write.input),
    ...draftValues(write.draft, at),
    ...clockValues(write.input, at),
  })
  await appendHistory(tx, id, {
    at,
    actor: ctx.actor,
    role: 'resident',
    action: 'create',
    from: 'draft',
    to: 'pending_review',
    reason: '',
    diff: { edited: editedFields(write.draft.card, write.input) },
  })
  return ticketNo
}

function confirmedValues(input: ConfirmInput): TicketValues {
  return {
    appeal_type: input.appeal_type,
    title: input.title,
    description: input.description,
    category_code: input.category_code,
    catalogue_version: CATALOGUE_VERSION,
    urgency: input.urgency,
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

function clockValues(input: ConfirmInput, at: Date): TicketValues {
  const sla = startClocks({ urgency: input.urgency, appealType: input.appeal_type, from: at })
  return {
    sla,
    accept_due_at: sla.due.accept,
    sign_due_at: sla.due.sign,
    contact_due_at: sla.due.contact,
    resolve_due_at: sla.due.resolve,
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
