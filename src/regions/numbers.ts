import { z } from 'zod'
import table from '../../knowledge/tables/numbers.json' with { type: 'json' }
import { withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { Ports, ServiceContext } from '../ports.ts'
import { actorLabel, hasRole } from '../shared/actor.ts'
import { localDate } from '../shared/clock.ts'
import {
  ForbiddenError,
  NotFoundError,
  PreconditionError,
  ValidationError,
} from '../shared/errors.ts'
import {
  deleteCorrection,
  listCorrectionRows,
  saveCorrection,
  type NumberCorrection,
} from './numbers-store.ts'

const line = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  line(max)
    .nullable()
    .transform((text) => (text === '' ? null : text))

export const CorrectNumberInput = z.object({
  name: line(40).min(1),
  hours: optional(60),
  note: optional(80),
  source: line(200).min(1),
  verified_at: z.iso.date().nullable(),
})
export type CorrectNumberInput = z.output<typeof CorrectNumberInput>

type Shipped = (typeof table.numbers)[number]
export type NumberView = Omit<Shipped, 'hours' | 'verified_at'> & {
  hours: string | null
  verified_at: string | null
  /** Police, fire, ambulance, traffic police: nobody changes them. */
  locked: boolean
  corrected: boolean
  /** Residents see the correction; without it, or before it was verified, the shipped row. */
  shown: 'shipped' | 'correction'
}

type NumberContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

export async function viewNumbers(
  ctx: Pick<Ports, 'sql'>,
): Promise<{ version: string; rows: NumberView[] }> {
  const found = new Map((await listCorrectionRows(ctx.sql)).map((row) => [row.number, row]))
  const rows = table.numbers.map((shipped): NumberView => {
    const row = found.get(shipped.number)
    const state = { locked: shipped.emergency, corrected: row !== undefined }
    if (row === undefined) return { ...shipped, ...state, shown: 'shipped' }
    const { name, hours, note, source, verifiedAt } = row
    return {
      ...shipped,
      ...state,
      name,
      hours,
      note,
      source,
      verified_at: verifiedAt,
      shown: verifiedAt === null ? 'shipped' : 'correction',
    }
  })
  return { version: table.version, rows }
}

/** What residents may be shown in place of the shipped rows: verified, and none of the locked ones. */
export async function listVerifiedNumbers(ctx: Pick<Ports, 'sql'>): Promise<NumberCorrection[]> {
  const rows = await listCorrectionRows(ctx.sql)
  return rows.filter(({ number, verifiedAt }) => {
    const shipped = table.numbers.find((row) => row.number === number)
    return shipped?.emergency === false && verifiedAt !== null
  })
}

function requireOpenNumber(ctx: NumberContext, number: string): Shipped {
  if (!hasRole(ctx.actor, 'admin')) throw new ForbiddenError('the table of numbers')
  const shipped = table.numbers.find((row) => row.number === number)
  if (shipped === undefined) throw new NotFoundError('number', number)
  if (shipped.emergency) throw new PreconditionError('number_locked', `${number} is never changed`)
  return shipped
}

export async function correctNumber(
  ctx: NumberContext,
  number: string,
  input: CorrectNumberInput,
): Promise<void> {
  requireOpenNumber(ctx, number)
  const { verified_at: verifiedAt, ...facts } = input
  const at = ctx.clock.now()
  if (verifiedAt !== null && verifiedAt > localDate(at))
    throw new ValidationError('verified_at', 'verified in the future', 'date_ahead')
  const by = actorLabel(ctx.actor)
  await withTransaction(ctx.sql, async (tx) => {
    await saveCorrection(tx, { number, ...facts, verifiedAt, at, by })
    const entry = { at, actor: ctx.actor, action: 'number.corrected', subject: number }
    await appendAudit(tx, { ...entry, details: input })
  })
}

/** Back to the row as shipped. */
export async function dropNumberCorrection(ctx: NumberContext, number: string): Promise<void> {
  requireOpenNumber(ctx, number)
  await withTransaction(ctx.sql, async (tx) => {
    if (!(await deleteCorrection(tx, number))) throw new NotFoundError('number', number)
    const at = ctx.clock.now()
    await appendAudit(tx, { at, actor: ctx.actor, action: 'number.restored', subject: number })
  })
}
