import { withTransaction, type Transaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import type { MaskVault } from '../llm/types.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { newId } from '../shared/ids.ts'
import { insertAlert, openHandoff } from './handoff-store.ts'
import { conversationTopic, recordLiveEvent } from './live-events.ts'
import { saidLabel, saidText } from './said.ts'
import { mapStrings, maskKnown } from './sealed-text.ts'
import {
  insertGap,
  insertMessage,
  lockConversation,
  messageRow,
  setPending,
  updateConversation,
  type Conversation,
  type ConversationChange,
  type NewMessage,
} from './store.ts'
import {
  finishTurn,
  insertTerminalEvent,
  type PassageRecord,
  type StepRecord,
} from './turn-store.ts'
import { NO_MASKS, toMessageView } from './view.ts'

/** Writes that belong to the end of the turn: they commit with its message, or not at all. */
export type TurnEffects = {
  pending?: unknown
  safetyMode?: string | null
  requestHandoff?: { reason: string; urgent: boolean }
  alert?: { kind: string; summary: string }
  gap?: { question: string; reason: string }
}

export type TurnFailure = {
  code: 'timeout' | 'internal' | 'superseded' | 'unavailable'
  message: string
}

export type TurnEnd = {
  turnId: string
  conversationId: string
  status: 'completed' | 'failed' | 'superseded'
  outcome: Outcome
  /** The turn's events in order, without progress and terminal ones; empty when nothing was said. */
  events: readonly TurnEvent[]
  suggestions: readonly string[]
  failure?: TurnFailure
  masks: MaskVault
  effects: TurnEffects
  steps: readonly StepRecord[]
  passages: readonly PassageRecord[]
}

/**
 * Ends a turn exactly once: answer, effects, terminal event and lease in one transaction. Undefined when somebody else
 * ended it first; then nothing of ours is written.
 */
export async function endTurn(
  ctx: Pick<Ports, 'sql' | 'clock' | 'wakeup'>,
  end: TurnEnd,
): Promise<TurnEvent | undefined> {
  const at = ctx.clock.now()
  const messageId = end.events.length > 0 ? newId('msg') : null
  const terminal = terminalEvent(end, messageId)
  const written = await withTransaction(ctx.sql, async (tx) => {
    const [conversation, finished] = await Promise.all([
      lockConversation(tx, end.conversationId),
      finishTurn(tx, {
        id: end.turnId,
        status: end.status,
        outcome: end.outcome,
        at,
        ...(messageId === null ? {} : { answerMessageId: messageId }),
        steps: end.steps,
        passages: end.passages,
      }),
    ])
    if (conversation === undefined || !finished) return false
    const events = mapStrings(end.events, (text) => maskKnown(text, end.masks))
    await Promise.all([
      messageId === null ? undefined : storeAnswer(tx, { ...end, messageId, events, at }),
      insertTerminalEvent(tx, end.turnId, terminal),
      applyEffects(tx, { conversation, end, at }),
    ])
    return true
  })
  if (!written) return undefined
  ctx.wakeup.notify(conversationTopic(end.conversationId))
  return terminal
}

function terminalEvent(end: TurnEnd, messageId: string | null): TurnEvent {
  if (end.failure !== undefined) {
    return { type: 'turn.failed', turn_id: end.turnId, ...end.failure }
  }
  return {
    type: 'turn.completed',
    turn_id: end.turnId,
    message_id: messageId,
    outcome: end.outcome,
    suggestions: [...end.suggestions],
  }
}

/** Events are masked already. */
export async function storeAnswer(
  tx: Transaction,
  answer: {
    turnId: string
    conversationId: string
    messageId: string
    outcome: Outcome
    events: readonly TurnEvent[]
    at: Date
  },
): Promise<void> {
  const message: NewMessage = {
    id: answer.messageId,
    conversationId: answer.conversationId,
    role: 'assistant',
    label: saidLabel(answer.events),
    text: saidText(answer.events),
    events: answer.events,
    turnId: answer.turnId,
    outcome: answer.outcome,
    at: answer.at,
  }
  const seq = await insertMessage(tx, message)
  await recordLiveEvent(tx, conversationTopic(answer.conversationId), {
    type: 'message.created',
    message: toMessageView(messageRow({ ...message, seq }), NO_MASKS),
  })
}

async function applyEffects(
  tx: Transaction,
  input: { conversation: Conversation; end: TurnEnd; at: Date },
): Promise<void> {
  const { conversation, end, at } = input
  const { effects } = end
  const change: ConversationChange = {}
  if (conversation.runningTurnId === end.turnId) {
    change.running_turn_id = null
    change.lease_until = null
  }
  if (effects.safetyMode !== undefined) change.safety_mode = effects.safetyMode
  if (effects.requestHandoff !== undefined && conversation.mode === 'ai') {
    change.mode = 'waiting'
    await openHandoff(tx, {
      id: newId('hnd'),
      conversationId: conversation.id,
      ...effects.requestHandoff,
      at,
    })
  }
  if (Object.keys(change).length > 0) await updateConversation(tx, conversation.id, change)
  if (effects.pending !== undefined) await setPending(tx, conversation.id, effects.pending)
  if (effects.alert !== undefined) {
    await insertAlert(tx, {
      id: newId('alr'),
      conversationId: conversation.id,
      kind: effects.alert.kind,
      summary: maskKnown(effects.alert.summary, end.masks),
      divisionCode: conversation.divisionCode,
      at,
    })
  }
  if (effects.gap !== undefined) {
    await insertGap(tx, { id: newId('gap'), ...effects.gap, turnId: end.turnId, at })
  }
  if (change.mode !== undefined || change.safety_mode !== undefined) {
    await recordLiveEvent(tx, conversationTopic(conversation.id), {
      type: 'conversation.changed',
      mode: change.mode ?? conversation.mode,
      safety_mode: change.safety_mode === undefined ? conversation.safetyMode : change.safety_mode,
    })
  }
}
