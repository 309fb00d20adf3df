import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { TicketCorrection } from '../protocol/privacy.ts'
import { equalDigests, hashToken } from '../shared/ids.ts'
import { ConflictError, NotFoundError } from '../shared/errors.ts'
import { appendHistory } from './history.ts'
import { isClosedStatus } from './lifecycle.ts'
import { eraseIdentity } from './privacy-identity.ts'
import { lockTicketToErase } from './privacy-store.ts'
import { findTicketByNo, updateTicket, type TicketValues } from './store.ts'
import type { Ticket } from './ticket.ts'
import { sealReporter } from './write-ticket.ts'

type CorrectContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'wakeup'>

/** The conversation that filed the ticket, or number and query code: after a deletion only the code is left. */
export type TicketHolder =
  | { ticketNo: string; conversationId: string }
  | { ticketNo: string; queryCode: string }

/**
 * The resident corrects contact data and place, or withdraws the consent to be contacted (R-PRV-3). The chain records
 * which fields changed, never what they held. A withdrawal also takes the person out of the texts, at once.
 */
export async function correctTicket(
  ctx: CorrectContext,
  input: { holder: TicketHolder; correction: TicketCorrection },
): Promise<{ ticketNo: string }> {
  const { holder, correction } = input
  const { ticketNo } = await requireHolder(ctx, holder)
  const contact = correction.contact ?? null
  const sealed = await sealReporter(ctx, contact)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const ticket = await lockTicketToErase(tx, ticketNo)
    const current = await findTicketByNo(tx, ticketNo)
    if (ticket === undefined || current === undefined) throw new NotFoundError('ticket', ticketNo)
    if (isClosedStatus(current.status)) {
      throw new ConflictError('invalid_transition', `correction in ${current.status}`)
    }
    const actor = { kind: 'resident', ticketNo } as const
    const place = placeValues(correction)
    if (correction.withdraw_consent === true) {
      // The place the resident just gave is the one to keep.
      const given = { ...ticket, address: correction.place?.address ?? ticket.address }
      const reason = 'consent_withdrawn'
      const erase = { ticket: given, actor, role: 'resident', reason, at }
      await eraseIdentity(tx, ctx, { ...erase, keepPlace: true, also: place })
      if (correction.place === undefined) return
      await recordCorrection(tx, { ticketId: ticket.id, ticketNo, correction, at })
      return
    }
    const who: TicketValues =
      contact === null
        ? {}
        : {
            reporter_sealed: sealed.sealed,
            reporter_digest: sealed.digest,
            contact_pref: contact.contact_pref,
            anonymous: contact.name === null && contact.phone === null,
            erased_at: null,
          }
    const { id, version } = ticket
    await updateTicket(tx, { id, version, values: { ...who, ...place, updated_at: at } })
    await recordCorrection(tx, { ticketId: id, ticketNo, correction, at })
  })
  ctx.wakeup.notify('tickets')
  return { ticketNo }
}

function placeValues({ place }: TicketCorrection): TicketValues {
  // The old point on the map belongs to the old words.
  return place === undefined ? {} : { address: place.address, location: null, place_unknown: false }
}

async function recordCorrection(
  tx: Transaction,
  row: { ticketId: string; ticketNo: string; correction: TicketCorrection; at: Date },
): Promise<void> {
  const { ticketId, ticketNo, correction, at } = row
  const fields = [
    ...(correction.contact === undefined ? [] : ['contact']),
    ...(correction.place === undefined ? [] : ['place']),
  ]
  await appendHistory(tx, ticketId, {
    at,
    actor: { kind: 'resident', ticketNo },
    role: 'resident',
    action: 'correct',
    from: null,
    to: null,
    reason: '',
    diff: { fields },
  })
}

/** The same answer for a wrong code, somebody else's ticket and none. */
export async function requireHolder(
  ctx: Pick<ServiceContext, 'sql'>,
  holder: TicketHolder,
): Promise<Ticket> {
  const ticket = await findTicketByNo(ctx.sql, holder.ticketNo.trim().toUpperCase())
  if ('conversationId' in holder) {
    if (ticket === undefined || ticket.conversationId !== holder.conversationId) {
      throw new NotFoundError('ticket', holder.ticketNo)
    }
    return ticket
  }
  const digest = await hashToken(holder.queryCode.toLowerCase().replaceAll(/[\s-]/g, ''))
  if (ticket === undefined || !equalDigests(ticket.queryCodeHash, digest)) {
    throw new NotFoundError('ticket', holder.ticketNo)
  }
  return ticket
}
