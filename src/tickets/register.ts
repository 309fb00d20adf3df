import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { APPEAL_TYPES, CHANNELS, CONFIDENTIALITIES, URGENCIES } from '../protocol/tickets.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../shared/errors.ts'
import { hashToken, randomToken } from '../shared/ids.ts'
import { requireIntake, scopeOf } from './access.ts'
import { CATALOGUE_VERSION, findCategory } from './catalogue.ts'
import { findTicketByClientKey, findTicketByNo } from './store.ts'
import type { Ticket } from './ticket.ts'
import { sealReporter, writeNewTicket } from './write-ticket.ts'

const QUERY_CODE_BITS = 50

/** A ticket that does not come from a chat: taken down by staff, found on patrol, sent by another system. */
export const RegisterTicketInput = z.object({
  channel: z.enum(CHANNELS).exclude(['chat']),
  client_key: z.string().min(8).max(120).nullable().default(null),
  title: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(4000),
  appeal_type: z.enum(APPEAL_TYPES),
  category_code: z.string().max(10).nullable().default(null),
  address: z.string().trim().max(256).nullable().default(null),
  location: z
    .object({
      lat: z.number().min(-90).max(90),
      long: z.number().min(-180).max(180),
      source_crs: z.enum(['wgs84', 'gcj02', 'bd09']),
      accuracy_m: z.number().nonnegative().nullable(),
    })
    .nullable()
    .default(null),
  division_code: z
    .string()
    .regex(/^\d{6}(\d{3})?(\d{3})?$/)
    .nullable()
    .default(null),
  grid_id: z.string().max(15).nullable().default(null),
  incident_at: z.string().max(60).nullable().default(null),
  urgency: z.enum(URGENCIES).default('normal'),
  confidentiality: z.enum(CONFIDENTIALITIES).default('internal'),
  media: z.array(z.string().max(2000)).max(9).default([]),
  reporter: z
    .object({
      name: z.string().trim().max(40).nullable(),
      phone: z.string().trim().max(30).nullable(),
      contact_pref: z.enum(['phone', 'sms', 'chat', 'none']),
      consent: z.boolean(),
    })
    .nullable()
    .default(null),
})
export type RegisterTicketInput = z.input<typeof RegisterTicketInput>

type RegisterContext = Pick<
  ServiceContext,
  'sql' | 'clock' | 'vault' | 'config' | 'actor' | 'wakeup'
>

const BY_STAFF = ['staff', 'phone', 'patrol', 'proactive'] as const

/** Idempotent by client key (R-TKT-5). The query code is shown once; a repeat gets null. */
export async function registerTicket(
  ctx: RegisterContext,
  raw: RegisterTicketInput,
): Promise<{ ticket: Ticket; queryCode: string | null }> {
  const input = RegisterTicketInput.parse(raw)
  requireChannel(ctx, input)
  if (input.category_code !== null && findCategory(input.category_code) === undefined) {
    throw new ValidationError('category_code', 'unknown category')
  }
  if (input.address === null && input.location === null) {
    throw new ValidationError('address', 'address or location is needed')
  }
  const queryCode = randomToken(QUERY_CODE_BITS)
  const queryCodeHash = await hashToken(queryCode)
  const reporter = await sealReporter(ctx, input.reporter)
  const clientKey = input.client_key === null ? null : `${input.channel}:${input.client_key}`
  const done = await withTransaction(ctx.sql, async (tx) => {
    const earlier = clientKey === null ? undefined : await findTicketByClientKey(tx, clientKey)
    if (earlier !== undefined) return { ticket: earlier, queryCode: null }
    const ticketNo = await writeNewTicket(tx, ctx, {
      clientKey,
      queryCodeHash,
      reporter,
      channel: input.channel,
      urgency: input.urgency,
      appealType: input.appeal_type,
      values: {
        title: input.title,
        description: input.description,
        resident_words: input.description,
        category_code: input.category_code,
        catalogue_version: CATALOGUE_VERSION,
        confidentiality: input.confidentiality,
        anonymous: input.reporter === null,
        contact_pref: input.reporter?.contact_pref ?? 'none',
        incident_at: input.incident_at,
        address: input.address,
        location: input.location,
        division_code: input.division_code,
        grid_id: input.grid_id,
        client_id: ctx.actor.kind === 'client' ? ctx.actor.clientId : null,
        media: input.media,
        level: findCategory(input.category_code)?.level ?? 'street',
      },
      role: ctx.actor.kind,
      from: null,
      diff: { channel: input.channel },
    })
    const ticket = await findTicketByNo(tx, ticketNo)
    if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
    return { ticket, queryCode }
  })
  ctx.wakeup.notify('tickets')
  return done
}

/** Staff register inside their own area; another system only through its own channel; the model never. */
function requireChannel(ctx: RegisterContext, input: z.output<typeof RegisterTicketInput>): void {
  if (ctx.actor.kind === 'client' && input.channel === 'open311') return
  if (ctx.actor.kind === 'system' && ['import', 'proactive'].includes(input.channel)) return
  if (ctx.actor.kind !== 'staff' || !BY_STAFF.some((channel) => channel === input.channel)) {
    throw new ForbiddenError(`channel ${input.channel} is not open to ${ctx.actor.kind}`)
  }
  const { areaPrefixes } = scopeOf(requireIntake(ctx.actor))
  const code = input.division_code ?? ''
  if (!areaPrefixes.some((prefix) => code.startsWith(prefix))) {
    throw new ValidationError('division_code', 'outside one’s own area')
  }
}
