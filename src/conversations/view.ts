import type { Ports } from '../ports.ts'
import type { ConversationView, MessageView } from '../protocol/conversations.ts'
import type { MaskVault } from '../llm/types.ts'
import { lastLiveEventId } from './event-store.ts'
import { conversationTopic } from './live-events.ts'
import { mapStrings, openMasks, unmask } from './sealed-text.ts'
import { listMessages, type Conversation, type MessageRow } from './store.ts'
import { listRunningTurns } from './turn-store.ts'

export const NO_MASKS: MaskVault = { byPlaceholder: new Map(), byOriginal: new Map() }

/** An allow-list: what leaves for the resident's page. Notes, staff ids and traces have no way in. */
export function toMessageView(row: MessageRow, masks: MaskVault): MessageView {
  const open = (text: string): string => unmask(text, masks)
  return {
    id: row.id,
    seq: row.seq,
    role: row.role,
    label: row.label,
    text: open(row.text),
    created_at: row.createdAt.toISOString(),
    turn_id: row.turnId,
    outcome: row.outcome,
    events: mapStrings(row.events, open),
    staff:
      row.staffName === null
        ? null
        : { name: maskStaffName(row.staffName), unit: row.staffUnit ?? '' },
    feedback: row.feedback,
  }
}

/** `王小明` → `王**`: the resident sees who answers, not a full name. */
export function maskStaffName(name: string): string {
  const [first = '', ...rest] = name
  return first + '*'.repeat(Math.min(2, Math.max(1, rest.length)))
}

export async function getConversationView(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  conversation: Conversation,
): Promise<Omit<ConversationView, 'tickets'>> {
  // Read first: an event between the two reads is delivered again and ignored by its message id, never lost.
  const lastEventId = await lastLiveEventId(ctx.sql, conversationTopic(conversation.id))
  const [rows, masks, [running]] = await Promise.all([
    listMessages(ctx.sql, conversation.id),
    openMasks(ctx.vault, conversation.private),
    listRunningTurns(ctx.sql, conversation.id),
  ])
  return {
    id: conversation.id,
    created_at: conversation.createdAt.toISOString(),
    mode: conversation.mode,
    safety_mode: conversation.safetyMode,
    messages: rows.map((row) => toMessageView(row, masks)),
    running_turn:
      running === undefined ? null : { turn_id: running.id, client_turn_id: running.clientTurnId },
    last_event_id: lastEventId,
  }
}
