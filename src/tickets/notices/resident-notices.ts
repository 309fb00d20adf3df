import { withTransaction } from '../../db/client.ts'
import { sendsResidentNotices } from '../../operations/webhooks/index.ts'
import type { ServiceContext } from '../../ports.ts'
import type { NoticeChannel } from '../../protocol/notices.ts'
import type { ResidentNotices, StartNoticesRequest } from '../../protocol/tickets.ts'
import { ConflictError, NotFoundError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { isClosedStatus } from '../lifecycle.ts'
import { requireHolder } from '../privacy-correct.ts'
import { lockTicketByNo, updateTicket } from '../store.ts'
import type { Ticket } from '../ticket.ts'
import { checkAddress, maskAddress } from './address.ts'
import { findContact, upsertContact } from './contact-store.ts'
import { forgetContact } from './tell-contacts.ts'

type NoticeContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'config'>
type Holder = { ticketNo: string; queryCode: string }

/** What the operator switched on, as long as a receiver passes it on: no promise without somebody behind it. */
export async function noticeChannels(
  ctx: Pick<ServiceContext, 'sql' | 'config'>,
): Promise<NoticeChannel[]> {
  const channels = ctx.config.RESIDENT_NOTICES
  return channels.length > 0 && (await sendsResidentNotices(ctx.sql)) ? [...channels] : []
}

/** A closed case has no more to tell, and who may not be known gives no number away. */
function mayAsk(ticket: Ticket): boolean {
  return !isClosedStatus(ticket.status) && ticket.confidentiality !== 'secret_identity'
}

export async function readNoticeChoice(
  ctx: NoticeContext,
  holder: Holder,
): Promise<ResidentNotices> {
  const ticket = await requireHolder(ctx, holder)
  return {
    channels: mayAsk(ticket) ? await noticeChannels(ctx) : [],
    chosen: await readChosen(ctx, ticket.id),
  }
}

async function readChosen(
  ctx: Pick<ServiceContext, 'sql' | 'vault'>,
  ticketId: string,
): Promise<ResidentNotices['chosen']> {
  const contact = await findContact(ctx.sql, ticketId)
  if (contact === undefined) return null
  const { channel, consentAt, consentVersion } = contact
  return {
    channel,
    to_masked: maskAddress(channel, await ctx.vault.decrypt(contact.addressSealed)),
    consent_at: consentAt.toISOString(),
    consent_version: consentVersion,
  }
}

/** The opt-in: from here the resident is told of this ticket by one channel. A second one replaces the first. */
export async function startNotices(
  ctx: NoticeContext,
  input: Omit<StartNoticesRequest, 'ticket_no' | 'query_code'> & {
    holder: Holder
    locale: 'zh-CN' | 'en'
  },
): Promise<ResidentNotices> {
  const { ticketNo } = await requireHolder(ctx, input.holder)
  const { channel } = input
  if (!(await noticeChannels(ctx)).includes(channel)) {
    throw new ConflictError('notices_off', `${channel} is not offered`)
  }
  const addressSealed = await ctx.vault.encrypt(checkAddress(channel, input.to))
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const ticket = await lockTicketByNo(tx, ticketNo)
    if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
    if (!mayAsk(ticket)) throw new ConflictError('notices_off', `not for ${ticket.status}`)
    const { id, version } = ticket
    await forgetContact(tx, ticket)
    await upsertContact(tx, {
      id: newId('ntc'),
      ticketId: id,
      channel,
      addressSealed,
      locale: input.locale,
      consentAt: at,
      consentVersion: input.consent_version,
    })
    // A reopened case may have lost its person already: now there is one again to take out when it ends.
    await updateTicket(tx, { id, version, values: { erased_at: null }, keepVersion: true })
  })
  return readNoticeChoice(ctx, input.holder)
}

/** Withdrawing is always possible, whatever the ticket's state and the operator's settings. */
export async function stopNotices(ctx: NoticeContext, holder: Holder): Promise<ResidentNotices> {
  const ticket = await requireHolder(ctx, holder)
  await withTransaction(ctx.sql, (tx) => forgetContact(tx, ticket))
  return readNoticeChoice(ctx, holder)
}
