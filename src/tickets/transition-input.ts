import { z } from 'zod'
import {
  APPEAL_TYPES,
  SATISFACTIONS,
  TICKET_OUTCOMES,
  TICKET_STATUSES,
  URGENCIES,
  VERDICTS,
} from '../protocol/tickets.ts'
import { TICKET_LEVELS } from './catalogue.ts'

/** What a reviewer puts right while accepting; a field left out stands as it is. */
const CorrectedFields = z
  .object({
    title: z.string().trim().min(1).max(60),
    appeal_type: z.enum(APPEAL_TYPES),
    address: z.string().trim().min(1).max(256),
    division_code: z.string().regex(/^\d{6}(\d{3})?(\d{3})?$/),
    incident_at: z.string().trim().max(60),
    urgency: z.enum(URGENCIES),
  })
  .partial()
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
  /** With an acceptance: what the reviewer put right. */
  fields: CorrectedFields.default({}),
  /** With a call-back: what the resident said on the phone. */
  verdict: z.enum(VERDICTS).nullable().default(null),
  satisfaction: z.enum(SATISFACTIONS).nullable().default(null),
})
export type TransitionInput = z.input<typeof TransitionInput>
export type ParsedTransition = z.output<typeof TransitionInput>
