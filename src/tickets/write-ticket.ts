import { z } from 'zod'
import type { Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { AppealType, CHANNELS, ConfirmTicketRequest, Urgency } from '../protocol/tickets.ts'
import { CRS_NAMES, roundPoint, toWgs84 } from '../regions/index.ts'
import { localDate } from '../shared/clock.ts'
import { newId } from '../shared/ids.ts'
import { phoneDigest } from '../shared/phone-digest.ts'
import { appendHistory } from './history.ts'
import { startClocks } from './sla.ts'
import { insertTicket, nextTicketSequence, type TicketValues } from './store.ts'
import type { Reporter } from './ticket.ts'

export type SealedReporter = { sealed: string | null; digest: string | null }

/** The name and phone as ciphertext, and a keyed digest of the phone to recognise the same reporter by. */
export async function sealReporter(
  ctx: Pick<ServiceContext, 'vault' | 'clock'>,
  reporter: ConfirmTicketRequest['reporter'],
): Promise<SealedReporter> {
  if (reporter === null) return { sealed: null, digest: null }
  const value: Reporter = {
    name: reporter.name,
    phone: reporter.phone,
    consentAt: ctx.clock.now().toISOString(),
  }
  return {
    sealed: await ctx.vault.encrypt(JSON.stringify(value)),
    digest: await phoneDigest(ctx.vault, reporter.phone),
  }
}

export type NewTicket = {
  clientKey: string | null
  queryCodeHash: string
  reporter: SealedReporter
  channel: (typeof CHANNELS)[number]
  urgency: Urgency
  appealType: AppealType
  /** Every other column. */
  values: TicketValues
  role: string
  from: string | null
  diff: Record<string, unknown>
}

const Located = z.object({
  lat: z.number(),
  long: z.number(),
  source_crs: z.enum(CRS_NAMES),
  accuracy_m: z.number().nullable(),
})

/** Stored as WGS84 whatever it came in; `source_crs` says what that was (R-MAP). */
function storedLocation(value: unknown): z.output<typeof Located> | null {
  const parsed = Located.safeParse(value)
  if (!parsed.success) return null
  const { lat, long, source_crs, accuracy_m } = parsed.data
  const point = roundPoint(toWgs84({ lon: long, lat }, source_crs))
  return { lat: point.lat, long: point.lon, source_crs, accuracy_m }
}

/** The only writer of new tickets: number, clocks, first link of the chain. Returns the number. */
export async function writeNewTicket(
  tx: Transaction,
  ctx: Pick<ServiceContext, 'clock' | 'config' | 'actor'>,
  ticket: NewTicket,
): Promise<string> {
  const at = ctx.clock.now()
  const day = localDate(at).replaceAll('-', '')
  const sequence = await nextTicketSequence(tx, day)
  const ticketNo = `${ctx.config.TICKET_PREFIX}-${day}-${String(sequence).padStart(6, '0')}`
  const id = newId('tkt')
  const category = ticket.values['category_code']
  const sla = startClocks({
    urgency: ticket.urgency,
    appealType: ticket.appealType,
    categoryCode: typeof category === 'string' ? category : null,
    from: at,
  })
  await insertTicket(tx, {
    ...ticket.values,
    location: storedLocation(ticket.values['location']),
    id,
    ticket_no: ticketNo,
    query_code_hash: ticket.queryCodeHash,
    client_key: ticket.clientKey,
    channel: ticket.channel,
    urgency: ticket.urgency,
    appeal_type: ticket.appealType,
    status: 'pending_review',
    created_at: at,
    updated_at: at,
    next_mark_at: at,
    reporter_sealed: ticket.reporter.sealed,
    reporter_digest: ticket.reporter.digest,
    sla,
    accept_due_at: sla.due.accept,
    sign_due_at: sla.due.sign,
    contact_due_at: sla.due.contact,
    resolve_due_at: sla.due.resolve,
  })
  await appendHistory(tx, id, {
    at,
    actor: ctx.actor,
    role: ticket.role,
    action: 'create',
    from: ticket.from,
    to: 'pending_review',
    reason: '',
    diff: ticket.diff,
  })
  return ticketNo
}
