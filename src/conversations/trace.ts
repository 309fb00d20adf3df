import type { Ports, ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { CHAT_ROLES, isInArea } from './handoff.ts'
import { findConversation } from './store.ts'
import {
  findTurnTrace,
  readLastCited,
  saveTrace,
  type PassageRecord,
  type StepRecord,
  type TurnTrace,
} from './turn-store.ts'

/** For a turn that was ended from outside: what it did until then can still be traced. */
export async function keepTrace(
  ctx: Pick<Ports, 'sql'>,
  trace: { turnId: string; steps: readonly StepRecord[]; passages: readonly PassageRecord[] },
): Promise<void> {
  await saveTrace(ctx.sql, trace)
}

/** The passages the last answer of a conversation stood on, best first; empty before there was one. */
export async function findLastCited(
  ctx: Pick<Ports, 'sql'>,
  input: { conversationId: string },
): Promise<string[]> {
  const passages = await readLastCited(ctx.sql, input.conversationId)
  return passages.filter(({ used }) => used).map(({ passageId }) => passageId)
}

/** Those who handle residents, those who answer for the knowledge, those who watch over both. */
export const TRACE_ROLES = [
  ...CHAT_ROLES,
  'kb_editor',
  'kb_reviewer',
  'supervisor',
  'auditor',
] as const

/**
 * What a turn did: for staff of the conversation's area, and for the command line of whoever runs the service. Masked,
 * because texts are stored without personal data.
 */
export async function findTrace(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  turnId: string,
): Promise<TurnTrace> {
  const { actor } = ctx
  const isSystem = actor.kind === 'system'
  if (!isSystem && !hasRole(actor, ...TRACE_ROLES)) throw new ForbiddenError('traces are for staff')
  const trace = await findTurnTrace(ctx.sql, turnId)
  if (trace === undefined) throw new NotFoundError('turn', turnId)
  if (isSystem) return trace
  const { conversationId } = trace.turn
  const conversation = await findConversation(ctx.sql, conversationId)
  if (conversation === undefined || !isInArea(actor, conversation))
    throw new NotFoundError('turn', turnId)
  return trace
}
