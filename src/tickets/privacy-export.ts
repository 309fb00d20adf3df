import type { ServiceContext } from '../ports.ts'
import type { OwnTicketData } from '../protocol/privacy.ts'
import type { TicketDraftCard } from '../protocol/tickets.ts'
import { isClosedStatus } from './lifecycle.ts'
import { findContact } from './notices/contact-store.ts'
import { requireHolder, type TicketHolder } from './privacy-correct.ts'
import { findOwnExtras, listOpenDraftCards } from './privacy-store.ts'
import { toResidentView } from './resident-view.ts'
import { findTicketById, listByConversation, listHistory, listSupplements } from './store.ts'
import type { Reporter, Ticket } from './ticket.ts'

type ExportContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'locale'>

/** Tickets and unconfirmed drafts of a conversation for whoever holds it: their own data, no notes, no staff. */
export async function exportTickets(
  ctx: ExportContext,
  input: { conversationId: string },
): Promise<{ tickets: OwnTicketData[]; drafts: TicketDraftCard[] }> {
  const [tickets, drafts] = await Promise.all([
    listByConversation(ctx.sql, input.conversationId),
    listOpenDraftCards<TicketDraftCard>(ctx.sql, input.conversationId),
  ])
  const own: OwnTicketData[] = []
  for (const ticket of tickets) own.push(await ownData(ctx, ticket))
  return { tickets: own, drafts }
}

export async function readOwnTicket(
  ctx: ExportContext,
  holder: TicketHolder,
): Promise<OwnTicketData> {
  return ownData(ctx, await requireHolder(ctx, holder))
}

async function ownData(ctx: ExportContext, ticket: Ticket): Promise<OwnTicketData> {
  const parent =
    ticket.parentId === null ? undefined : await findTicketById(ctx.sql, ticket.parentId)
  const [history, supplements, extras, contact, notices] = await Promise.all([
    listHistory(ctx.sql, ticket.id),
    listSupplements(ctx.sql, ticket.id),
    findOwnExtras(ctx.sql, ticket.id),
    openContact(ctx, ticket),
    openNotices(ctx, ticket),
  ])
  const followed =
    parent === undefined
      ? undefined
      : { ticket: parent, history: await listHistory(ctx.sql, parent.id) }
  return {
    ticket: toResidentView({
      ticket,
      history,
      parent: followed,
      now: ctx.clock.now(),
      locale: ctx.locale,
    }),
    place: {
      address: ticket.address,
      location: pointOf(ticket.location),
      division_code: ticket.divisionCode,
    },
    contact,
    notices,
    incident_at: ticket.incidentAt,
    resident_words: ticket.residentWords,
    supplements: supplements.map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text })),
    rating_comment: extras?.ratingComment ?? '',
    media: extras?.media ?? [],
    corrections: history
      .filter(({ action }) => action === 'correct' || action === 'erase_identity')
      .map(({ at, action, diff }) => ({
        at: at.toISOString(),
        fields: action === 'correct' && Array.isArray(diff['fields']) ? diff['fields'] : [action],
      })),
    correctable: !isClosedStatus(ticket.status),
  }
}

async function openContact(
  ctx: Pick<ServiceContext, 'vault'>,
  ticket: Ticket,
): Promise<OwnTicketData['contact']> {
  if (ticket.reporterSealed === null) return null
  const reporter = JSON.parse(await ctx.vault.decrypt(ticket.reporterSealed)) as Reporter
  return {
    name: reporter.name,
    phone: reporter.phone,
    contact_pref: ticket.contactPref,
    consent_at: reporter.consentAt,
  }
}

async function openNotices(
  ctx: Pick<ServiceContext, 'sql' | 'vault'>,
  ticket: Ticket,
): Promise<OwnTicketData['notices']> {
  const contact = await findContact(ctx.sql, ticket.id)
  if (contact === undefined) return null
  return {
    channel: contact.channel,
    to: await ctx.vault.decrypt(contact.addressSealed),
    consent_at: contact.consentAt.toISOString(),
    consent_version: contact.consentVersion,
  }
}

function pointOf(value: unknown): { lat: number; long: number } | null {
  if (value === null || typeof value !== 'object' || !('lat' in value) || !('long' in value))
    return null
  return { lat: Number(value.lat), long: Number(value.long) }
}
