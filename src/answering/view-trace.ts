import { findTrace, type StepRecord } from '../conversations/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { TurnTraceView } from '../protocol/turn-trace.ts'
import { listChecked } from './checked-sentences.ts'
import { costCents } from '../llm/index.ts'
import { loadPassages } from '../retrieval/index.ts'

/** DESIGN.md law 9: turn → steps → passages with scores → prompt version → model → outcome. */
export async function viewTurnTrace(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'config'>,
  turnId: string,
): Promise<TurnTraceView> {
  const { turn, steps, passages, events } = await findTrace(ctx, turnId)
  const ids = passages.map((passage) => passage.passageId)
  const known = new Map(
    (await loadPassages(ctx, ids)).map((passage) => [passage.passageId, passage]),
  )
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
    cost_cents: costOf(steps, ctx.config.CHAT_MODEL_PRICE),
    steps: steps.map((step) => ({
      step: step.step,
      duration_ms: Math.round(step.durationMs * 10) / 10,
      model: step.model ?? null,
      prompt_id: step.promptId ?? null,
      prompt_version: step.promptVersion ?? null,
      input_tokens: step.inputTokens ?? 0,
      output_tokens: step.outputTokens ?? 0,
      details: { ...step.details },
    })),
    sentences: listChecked(events, steps),
    passages: passages.map(({ passageId, rank, used, scores }) => ({
      passage_id: passageId,
      rank,
      used,
      scores: { ...scores },
      title: known.get(passageId)?.title ?? null,
      article: known.get(passageId)?.articleNo ?? null,
    })),
  }
}

function costOf(
  steps: readonly StepRecord[],
  price: ServiceContext['config']['CHAT_MODEL_PRICE'],
): number | null {
  if (price === undefined) return null
  const sum = (key: 'inputTokens' | 'outputTokens'): number =>
    steps.reduce((total, step) => total + (step[key] ?? 0), 0)
  const usage = { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') }
  return costCents({ ...usage, cachedTokens: 0 }, price)
}
