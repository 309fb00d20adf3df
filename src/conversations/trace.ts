import type { Ports, ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { requireChatStaff, requireInArea } from './handoff.ts'
import { findConversation } from './store.ts'
import {
  findTurnTrace,
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

/**
 * What a turn did, for handling staff of the conversation's area: steps with duration, tokens, prompt and model,
 * passages with scores. An allow-list, and masked: texts are stored without personal data.
 */
export async function viewTurnTrace(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  turnId: string,
): Promise<TurnTraceView> {
  const staff = requireChatStaff(ctx)
  const trace = await findTurnTrace(ctx.sql, turnId)
  if (trace === undefined) throw new NotFoundError('turn', turnId)
  const { conversationId } = trace.turn
  requireInArea(staff, await findConversation(ctx.sql, conversationId), conversationId)
  return toTraceView(trace)
}

export type TurnTraceView = {
  turn_id: string
  conversation_id: string
  status: string
  outcome: string | null
  question: string
  request_id: string
  started_at: string
  first_sentence_at: string | null
  finished_at: string | null
  superseded_by: string | null
  steps: {
    step: string
    duration_ms: number
    model: string | null
    prompt_id: string | null
    prompt_version: number | null
    input_tokens: number
    output_tokens: number
    details: Readonly<Record<string, unknown>>
  }[]
  passages: {
    passage_id: string
    rank: number
    used: boolean
    scores: Readonly<Record<string, number>>
  }[]
}

export function toTraceView({ turn, steps, passages }: TurnTrace): TurnTraceView {
  return {
    turn_id: turn.id,
    conversation_id: turn.conversationId,
    status: turn.status,
    outcome: turn.outcome,
    question: turn.text,
    request_id: turn.requestId,
    started_at: turn.startedAt.toISOString(),
    first_sentence_at: turn.firstSentenceAt?.toISOString() ?? null,
    finished_at: turn.finishedAt?.toISOString() ?? null,
    superseded_by: turn.supersededBy,
    steps: steps.map((step) => ({
      step: step.step,
      duration_ms: Math.round(step.durationMs * 10) / 10,
      model: step.model ?? null,
      prompt_id: step.promptId ?? null,
      prompt_version: step.promptVersion ?? null,
      input_tokens: step.inputTokens ?? 0,
      output_tokens: step.outputTokens ?? 0,
      details: step.details ?? {},
    })),
    passages: passages.map(({ passageId, rank, used, scores }) => ({
      passage_id: passageId,
      rank,
      used,
      scores,
    })),
  }
}
