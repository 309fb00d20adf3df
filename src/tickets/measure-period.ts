import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { ValidationError } from '../shared/errors.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { listKpiFacts } from './kpi-store.ts'
import { listBehind, measure, type KpiFacts, type KpiValue } from './kpi.ts'

export const PeriodInput = z.object({ from: z.iso.date(), to: z.iso.date() })
export type PeriodInput = z.output<typeof PeriodInput>

const DAY = 86_400_000
const LONGEST_DAYS = 400

type PeriodContext = Pick<ServiceContext, 'sql' | 'actor'>

/** Both dates inclusive, as days in Shanghai. */
export function periodOf(input: PeriodInput): { from: Date; to: Date } {
  const from = new Date(`${input.from}T00:00:00+08:00`)
  const to = new Date(new Date(`${input.to}T00:00:00+08:00`).getTime() + DAY)
  if (to <= from || to.getTime() - from.getTime() > LONGEST_DAYS * DAY) {
    throw new ValidationError('to', `after from, at most ${LONGEST_DAYS} days`)
  }
  return { from, to }
}

async function factsOf(ctx: PeriodContext, input: PeriodInput): Promise<KpiFacts[]> {
  const staff = requireTicketStaff(ctx.actor)
  return listKpiFacts(ctx.sql, { scope: scopeOf(staff), ...periodOf(input) })
}

export async function measurePeriod(
  ctx: PeriodContext,
  input: PeriodInput,
): Promise<{ tickets: number; values: KpiValue[] }> {
  const facts = await factsOf(ctx, input)
  return { tickets: facts.length, values: measure(facts) }
}

export async function listTicketsBehind(
  ctx: PeriodContext,
  input: PeriodInput & { id: string; part: 'met' | 'missed' },
): Promise<string[]> {
  const found = listBehind(await factsOf(ctx, input), input)
  if (found === undefined) throw new ValidationError('id', 'this figure has no ticket list')
  return found
}
