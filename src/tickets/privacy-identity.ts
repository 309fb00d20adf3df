import type { Transaction } from '../db/client.ts'
import { maskPersonalData } from '../llm/index.ts'
import { redactWebhooks } from '../operations/webhooks/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { Actor } from '../shared/actor.ts'
import { appendHistory } from './history.ts'
import { forgetContact } from './notices/tell-contacts.ts'
import { deletePhotosOf } from './photos/photo-store.ts'
import {
  clearAlertReasons,
  listNoteTexts,
  listReviewValues,
  listSupplementTexts,
  setNoteText,
  setReviewValues,
  setSupplementText,
  type PersonalTexts,
  type TicketToErase,
} from './privacy-store.ts'
import { updateTicket, type TicketValues } from './store.ts'
import type { Reporter } from './ticket.ts'

const TEXTS: readonly (keyof PersonalTexts)[] = [
  'title',
  'description',
  'resident_words',
  'ai_summary',
  'address',
  'incident_at',
  'public_reply',
  'public_summary',
  'pending_question',
  'reject_reason',
  'rating_comment',
]

/** About 100 m: where it was stays known, whose door it was does not. */
const coarse = (degrees: number): number => Math.round(degrees * 1000) / 1000

/**
 * Takes the person out of a ticket and leaves the matter: contact data and digest go, names, numbers and door numbers in
 * every text become placeholders nobody can turn back. Call it while holding the ticket's row lock.
 */
export async function eraseIdentity(
  tx: Transaction,
  ctx: Pick<ServiceContext, 'vault'>,
  input: {
    ticket: TicketToErase
    actor: Actor
    role: string
    reason: string
    at: Date
    /** Withdrawn while the case is open: the place is what it is about and stays exact until it is closed. */
    keepPlace: boolean
    also?: TicketValues
  },
): Promise<void> {
  const { ticket, at } = input
  const mask = maskerFor(await namesOf(ctx, ticket))
  const values: Record<string, unknown> = {
    ...input.also,
    reporter_sealed: null,
    reporter_digest: null,
    anonymous: true,
    contact_pref: 'none',
    ai_fields: maskValue(ticket.ai_fields, mask),
    updated_at: at,
    ...(input.keepPlace ? { erase_on_close: true } : { erased_at: at, erase_on_close: false }),
  }
  for (const name of TEXTS) {
    const text = ticket[name]
    if (text !== null && !(name === 'address' && input.keepPlace)) values[name] = mask(text)
  }
  if (ticket.location !== null && !input.keepPlace) {
    const { lat, long } = ticket.location
    values['location'] = { ...ticket.location, lat: coarse(lat), long: coarse(long) }
  }
  await updateTicket(tx, { id: ticket.id, version: ticket.version, values })
  await maskRelated(tx, ticket.id, mask)
  await clearAlertReasons(tx, ticket.id)
  await deletePhotosOf(tx, { ticketId: ticket.id })
  await forgetContact(tx, { id: ticket.id, ticketNo: ticket.ticket_no })
  await redactWebhooks(tx, { ticketNo: ticket.ticket_no, mask })
  await appendHistory(tx, ticket.id, {
    at,
    actor: input.actor,
    role: input.role,
    action: 'erase_identity',
    from: null,
    to: null,
    reason: input.reason,
    diff: {},
  })
}

/** What was added, noted and reviewed. A review knows no names when it is written: the matter is still open then. */
async function maskRelated(
  tx: Transaction,
  ticketId: string,
  mask: (text: string) => string,
): Promise<void> {
  for (const row of await listSupplementTexts(tx, ticketId)) {
    await setSupplementText(tx, { ...row, text: mask(row.text) })
  }
  for (const row of await listNoteTexts(tx, ticketId)) {
    await setNoteText(tx, { ...row, text: mask(row.text) })
  }
  for (const { field, suggested, confirmed } of await listReviewValues(tx, ticketId)) {
    await setReviewValues(tx, {
      ticketId,
      field,
      suggested: maskValue(suggested, mask),
      confirmed: maskValue(confirmed, mask),
    })
  }
}

async function namesOf(
  ctx: Pick<ServiceContext, 'vault'>,
  ticket: TicketToErase,
): Promise<string[]> {
  if (ticket.reporter_sealed === null) return []
  const { name, phone } = JSON.parse(await ctx.vault.decrypt(ticket.reporter_sealed)) as Reporter
  return [name, phone].filter((item): item is string => item !== null && item !== '')
}

function maskerFor(names: readonly string[]): (text: string) => string {
  return (text) => maskPersonalData(text, { names }).text
}

function maskValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskValue(item, mask)]),
  )
}
