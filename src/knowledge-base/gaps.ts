import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { embedText } from '../retrieval/index.ts'
import { requireEditor, requireReader } from './access.ts'
import { readOpenGaps, resolveGaps } from './gap-store.ts'
import { groupQuestions } from './group-questions.ts'

const MOST_GAPS = 1000

export const ResolveGapsInput = z.object({ ids: z.array(z.string().max(60)).min(1).max(200) })

export type GapGroup = {
  question: string
  count: number
  downVoted: number
  lastAt: Date
  ids: string[]
  others: string[]
  turnId: string | null
  staffAnswer: string | null
}

/** R-KB-8: what residents asked in vain or voted down, by meaning; many askers first. */
export async function listGaps(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ groups: GapGroup[]; sampled: number }> {
  requireReader(ctx)
  const gaps = await readOpenGaps(ctx.sql, MOST_GAPS)
  const embedded = gaps.map((gap) => ({ gap, text: gap.question, vector: embedText(gap.question) }))
  const groups = groupQuestions(embedded).map(({ items }): GapGroup => {
    const own = items.map(({ gap }) => gap)
    const [first] = own
    const questions = [...new Set(own.map(({ question }) => question))]
    return {
      question: questions[0] ?? '',
      count: own.length,
      downVoted: own.filter(({ reason }) => reason === 'down_voted').length,
      lastAt: first?.at ?? new Date(0),
      ids: own.map(({ id }) => id),
      others: questions.slice(1, 6),
      turnId: first?.turnId ?? null,
      staffAnswer: own.find(({ staffAnswer }) => staffAnswer !== null)?.staffAnswer ?? null,
    }
  })
  return { groups, sampled: gaps.length }
}

/** Taken off the queue without a document: out of scope, a test, nonsense. */
export async function closeGaps(
  ctx: ServiceContext,
  input: z.output<typeof ResolveGapsInput>,
): Promise<{ closed: number }> {
  const actor = requireEditor(ctx)
  const at = ctx.clock.now()
  const row = { ids: input.ids, by: actor.id, documentId: null, at }
  return { closed: await resolveGaps(ctx.sql, row) }
}
