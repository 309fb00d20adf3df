import type { ServiceContext } from '../ports.ts'
import { OUTCOMES, outcomeFamily, type TurnFigure } from '../protocol/outcomes.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { listTurnsOf, type ListedTurn, type TurnChoice } from './answer-figures-store.ts'
import { TRACE_ROLES } from './trace.ts'

const LIMIT = 100

function choiceOf(figure: TurnFigure): TurnChoice {
  if (figure === 'cited') return { cited: true }
  if (figure === 'voted_up') return { vote: 'up' }
  if (figure === 'voted_down') return { vote: 'down' }
  return { outcomes: OUTCOMES.filter((outcome) => outcomeFamily(outcome) === figure) }
}

/** The turns behind a figure, for those who may open a trace and in their area alone: here are words, not counts. */
export async function listTurns(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { from: Date; to: Date; figure: TurnFigure },
): Promise<{ turns: ListedTurn[]; limit: number }> {
  if (!hasRole(ctx.actor, ...TRACE_ROLES)) throw new ForbiddenError('traces are for staff')
  const { areaPrefixes } = ctx.actor
  const { from, to } = input
  const choice = choiceOf(input.figure)
  const turns = await listTurnsOf(ctx.sql, { from, to, choice, areaPrefixes, limit: LIMIT })
  return { turns, limit: LIMIT }
}
