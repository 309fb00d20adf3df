import type { ServiceContext } from '../ports.ts'
import { OUTCOMES, outcomeFamily, type OutcomeFamily } from '../protocol/outcomes.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { listTurnsOf, type ListedTurn } from './answer-figures-store.ts'
import { TRACE_ROLES } from './trace.ts'

const LIMIT = 100

/** The turns behind a figure, for those who may open a trace and in their area alone: here are words, not counts. */
export async function listTurns(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { from: Date; to: Date; family: OutcomeFamily },
): Promise<{ turns: ListedTurn[]; limit: number }> {
  if (!hasRole(ctx.actor, ...TRACE_ROLES)) throw new ForbiddenError('traces are for staff')
  const { areaPrefixes } = ctx.actor
  const outcomes = OUTCOMES.filter((outcome) => outcomeFamily(outcome) === input.family)
  const { from, to } = input
  const turns = await listTurnsOf(ctx.sql, { from, to, outcomes, areaPrefixes, limit: LIMIT })
  return { turns, limit: LIMIT }
}
