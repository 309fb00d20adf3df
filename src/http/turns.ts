import { runTurn } from '../answering/index.ts'
import {
  claimTurn,
  createConversation,
  findTrace,
  followTurn,
  importHistory,
  requireConversation,
} from '../conversations/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'

export type OpenedTurn = {
  turnId: string
  conversationId: string
  /** Only for a conversation that this call opened. */
  token: string | undefined
}

/**
 * A turn for a program that speaks for a resident: the same claim and the same `runTurn` as the resident page, in a new
 * conversation with the history told, or in the one a token opens.
 */
export async function openTurn(
  ctx: ServiceContext,
  input: {
    text: string
    history: readonly { role: 'resident' | 'assistant'; text: string }[]
    locale: 'zh-CN' | 'en'
    conversation?: { id: string; token: string } | undefined
    divisionCode?: string | undefined
  },
): Promise<OpenedTurn> {
  const { conversation } = input
  let opened: { id: string; token?: string }
  if (conversation === undefined) {
    opened = await createConversation(ctx, { locale: input.locale })
    await importHistory(ctx, { conversationId: opened.id, messages: input.history })
  } else opened = { id: (await requireConversation(ctx, conversation)).id }
  const claim = await claimTurn(ctx, {
    conversationId: opened.id,
    clientTurnId: crypto.randomUUID(),
    text: input.text,
    ...(input.divisionCode === undefined ? {} : { divisionCode: input.divisionCode }),
  })
  if (claim.kind === 'claimed') ctx.defer('turn', () => runTurn(ctx, claim.turn))
  const turnId = claim.kind === 'claimed' ? claim.turn.id : claim.turnId
  return { turnId, conversationId: opened.id, token: opened.token }
}

export async function* turnEvents(
  ctx: ServiceContext,
  input: { turnId: string; signal: AbortSignal },
): AsyncGenerator<TurnEvent | 'heartbeat'> {
  for await (const entry of followTurn(ctx, { ...input, afterSeq: 0 })) {
    yield entry === 'heartbeat' ? entry : entry.event
  }
}

/** Tokens of the model calls behind a turn that has ended; 0 when no model was asked. */
export async function turnTokens(
  ctx: ServiceContext,
  turnId: string,
): Promise<{ input: number; output: number }> {
  const { steps } = await findTrace({ ...ctx, actor: { kind: 'system', job: 'usage' } }, turnId)
  return {
    input: steps.reduce((sum, step) => sum + (step.inputTokens ?? 0), 0),
    output: steps.reduce((sum, step) => sum + (step.outputTokens ?? 0), 0),
  }
}
