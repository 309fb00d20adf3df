import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { isAppError } from '../shared/errors.ts'
import { requireTicketWriter } from './access.ts'
import { suggestDispatch } from './suggest-dispatch.ts'
import { transitionTicket } from './transition.ts'
import type { TransitionInput } from './transition-input.ts'

const items = z
  .array(z.object({ ticket_no: z.string().max(40), version: z.number().int() }))
  .min(1)
  .max(100)
const reason = z.string().trim().max(1000)

export const BulkInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), items, reason: reason.default('') }),
  /** Without a unit each ticket goes where the directory of units says. */
  z.object({
    action: z.literal('dispatch'),
    items,
    reason: reason.default(''),
    lead_unit: z.string().trim().max(80).nullable().default(null),
    lead_unit_name: z.string().trim().max(100).nullable().default(null),
  }),
  z.object({ action: z.literal('reject'), items, reason: reason.min(1) }),
  z.object({
    action: z.literal('merge'),
    items,
    reason: reason.min(1),
    parent_no: z.string().max(40),
  }),
])
export type BulkInput = z.output<typeof BulkInput>
export type BulkResult = {
  ticket_no: string
  ok: boolean
  status: string | null
  version: number | null
  error: { code: string; key: string; field: string | null } | null
}

type BulkContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup' | 'config'>

/** One transition per ticket, each with its own checks and its own answer: one that cannot go holds no other back. */
export async function moveTickets(ctx: BulkContext, input: BulkInput): Promise<BulkResult[]> {
  requireTicketWriter(ctx.actor)
  const results: BulkResult[] = []
  for (const item of input.items) results.push(await moveOne(ctx, input, item))
  return results
}

async function moveOne(
  ctx: BulkContext,
  input: BulkInput,
  item: { ticket_no: string; version: number },
): Promise<BulkResult> {
  try {
    const move = await moveOf(ctx, input, item.ticket_no)
    const moved = await transitionTicket(ctx, item.ticket_no, { ...move, version: item.version })
    const { status, version } = moved
    return { ticket_no: item.ticket_no, ok: true, status, version, error: null }
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code, key } = error
    return {
      ticket_no: item.ticket_no,
      ok: false,
      status: null,
      version: null,
      error: { code, key, field: error.field ?? null },
    }
  }
}

async function moveOf(
  ctx: BulkContext,
  input: BulkInput,
  ticketNo: string,
): Promise<Omit<TransitionInput, 'version'>> {
  switch (input.action) {
    case 'accept':
      return { to: 'accepted', reason: input.reason }
    case 'reject':
      return { to: 'rejected', reason: input.reason }
    case 'merge':
      return { to: 'merged', reason: input.reason, parent_no: input.parent_no }
    case 'dispatch': {
      if (input.lead_unit !== null) {
        const { lead_unit, lead_unit_name } = input
        return { to: 'dispatched', reason: input.reason, lead_unit, lead_unit_name }
      }
      const { lead_unit, lead_unit_name } = await suggestDispatch(ctx, ticketNo)
      return { to: 'dispatched', reason: input.reason, lead_unit, lead_unit_name }
    }
  }
}
