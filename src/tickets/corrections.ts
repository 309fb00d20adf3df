import { findDivision } from '../regions/index.ts'
import { PreconditionError } from '../shared/errors.ts'
import { findCategory } from './catalogue.ts'
import { startClocks } from './sla.ts'
import type { TicketValues } from './store.ts'
import type { Ticket } from './ticket.ts'
import type { ParsedTransition } from './transition-input.ts'

const RANK = { normal: 0, urgent: 1, critical: 2 } as const

/** R-TKT urgency: a person may lower it, with a reason. Corrections belong to the acceptance, nowhere else. */
export function checkCorrections(current: Ticket, input: ParsedTransition): void {
  const { fields } = input
  if (Object.keys(fields).length > 0 && input.to !== 'accepted') {
    throw new PreconditionError('precondition', 'fields are corrected while accepting', {
      field: 'fields',
    })
  }
  if (fields.division_code !== undefined && findDivision(fields.division_code) === undefined) {
    throw new PreconditionError('precondition', 'unknown division', { field: 'division_code' })
  }
  const lowered = fields.urgency !== undefined && RANK[fields.urgency] < RANK[current.urgency]
  if (lowered && input.reason === '') {
    throw new PreconditionError('precondition', 'lowering the urgency needs a reason', {
      field: 'reason',
    })
  }
}

/** The values the ticket has after the acceptance, machine-filled or not: what a review confirms. */
export function reviewedValues(current: Ticket, input: ParsedTransition): Record<string, unknown> {
  const { fields } = input
  return {
    category_code: input.category_code ?? current.categoryCode,
    title: fields.title ?? current.title,
    appeal_type: fields.appeal_type ?? current.appealType,
    address: fields.address ?? current.address,
    division_code: fields.division_code ?? current.divisionCode,
    incident_at: fields.incident_at ?? current.incidentAt,
    urgency: fields.urgency ?? current.urgency,
  }
}

/** Columns the corrections change. Another type or urgency is another row of the table of limits, from the beginning. */
export function correctionEffects(
  current: Ticket,
  input: ParsedTransition,
  staffId: string | null,
): TicketValues {
  const { fields } = input
  const values: Record<string, unknown> = { ...fields }
  if (fields.address !== undefined) values['place_unknown'] = false
  const category = input.category_code
  if (category !== null && category !== current.categoryCode && input.level === null) {
    values['level'] = findCategory(category)?.level ?? current.level
  }
  const urgency = fields.urgency ?? current.urgency
  const appealType = fields.appeal_type ?? current.appealType
  if (urgency !== current.urgency || appealType !== current.appealType) {
    const sla = startClocks({
      urgency,
      appealType,
      categoryCode: category ?? current.categoryCode,
      from: current.createdAt,
    })
    Object.assign(values, {
      sla,
      accept_due_at: sla.due.accept,
      sign_due_at: sla.due.sign,
      contact_due_at: sla.due.contact,
      resolve_due_at: sla.due.resolve,
    })
  }
  if (staffId !== null) values['ai_fields'] = confirmFields(current, staffId)
  return values
}

/** From here on the machine's part of each field is history: a person stands behind the value. */
function confirmFields(current: Ticket, staffId: string): Ticket['aiFields'] {
  return Object.fromEntries(
    Object.entries(current.aiFields).map(([name, field]) => [
      name,
      { ...field, confirmed_by: staffId },
    ]),
  )
}
