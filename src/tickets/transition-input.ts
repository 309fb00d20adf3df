import { z } from 'zod'
import { TICKET_OUTCOMES, TICKET_STATUSES } from '../protocol/tickets.ts'
import { TICKET_LEVELS } from './catalogue.ts'

export const TransitionInput = z.object({
  to: z.enum(TICKET_STATUSES),
  version: z.number().int(),
  reason: z.string().trim().max(1000).default(''),
  category_code: z.string().max(10).nullable().default(null),
  lead_unit: z.string().trim().max(80).nullable().default(null),
  lead_unit_name: z.string().trim().max(100).nullable().default(null),
  level: z.enum(TICKET_LEVELS).nullable().default(null),
  co_units: z.array(z.string().max(80)).max(10).default([]),
  suggested_unit: z.string().trim().max(100).nullable().default(null),
  decision: z.string().trim().max(1000).nullable().default(null),
  question: z.string().trim().max(1000).nullable().default(null),
  outcome: z.enum(TICKET_OUTCOMES).nullable().default(null),
  public_reply: z.string().trim().max(4000).nullable().default(null),
  public_summary: z.string().trim().max(4000).nullable().default(null),
  /** With the outcome `planned`: by when. */
  planned_for: z.iso.date().nullable().default(null),
  parent_no: z.string().max(40).nullable().default(null),
  channel: z.string().trim().max(100).nullable().default(null),
})
export type TransitionInput = z.input<typeof TransitionInput>
export type ParsedTransition = z.output<typeof TransitionInput>
