import type { ServiceContext } from '../ports.ts'
import { OUTCOMES, outcomeFamily, type Outcome, type OutcomeFamily } from '../protocol/outcomes.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import {
  countCited,
  countOutcomes,
  countSettled,
  countVotes,
  medianWait,
} from './answer-figures-store.ts'

export type AnswerFigures = {
  turns: number
  outcomes: { outcome: Outcome; family: OutcomeFamily; count: number }[]
  by_day: { day: string; answered: number; unanswerable: number; handoff: number; turns: number }[]
  votes: { up: number; down: number }
  /** Answers that open a passage, of all answers. */
  citations: { answers: number; cited: number }
  /** Conversations whose question was settled at once, of all that asked one. */
  first_resolution: { asked: number; settled: number }
  handoffs: { requested: number; taken: number; median_wait_seconds: number | null }
}

function isOutcome(text: string): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text)
}

/** How the AI's turns ended. Counts only: no question, no person, so no area is needed to see them. */
export async function measureAnswers(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  period: { from: Date; to: Date },
): Promise<AnswerFigures> {
  if (!hasRole(ctx.actor, 'city', 'supervisor', 'auditor', 'admin', 'kb_editor', 'kb_reviewer'))
    throw new ForbiddenError('figures of the AI')
  const [rows, votes, wait, citations, settled] = await Promise.all([
    countOutcomes(ctx.sql, period),
    countVotes(ctx.sql, period),
    medianWait(ctx.sql, period),
    countCited(ctx.sql, period),
    countSettled(ctx.sql, period),
  ])
  const known = rows.flatMap((row) =>
    isOutcome(row.outcome)
      ? [{ ...row, outcome: row.outcome, family: outcomeFamily(row.outcome) }]
      : [],
  )
  const sum = (items: readonly { count: number }[]): number =>
    items.reduce((total, { count }) => total + count, 0)
  const days = [...new Set(known.map(({ day }) => day))]
  return {
    turns: sum(known),
    outcomes: [...new Set(known.map(({ outcome }) => outcome))].map((outcome) => ({
      outcome,
      family: outcomeFamily(outcome),
      count: sum(known.filter((row) => row.outcome === outcome)),
    })),
    by_day: days.map((day) => {
      const own = known.filter((row) => row.day === day)
      const of = (family: OutcomeFamily): number => sum(own.filter((row) => row.family === family))
      return {
        day,
        answered: of('answered'),
        unanswerable: of('unanswerable'),
        handoff: of('handoff'),
        turns: sum(own),
      }
    }),
    votes,
    citations,
    first_resolution: settled,
    handoffs: {
      requested: wait.requested,
      taken: wait.taken,
      median_wait_seconds: wait.medianSeconds,
    },
  }
}
