import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { MessageView } from '../protocol/conversations.ts'
import type { StaffActor } from '../shared/actor.ts'
import { hasRole } from '../shared/actor.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { cutTurn, supersededEvent } from './cut-turn.ts'
import {
  closeHandoff,
  listOpenHandoffs,
  openHandoff,
  takeHandoff,
  type OpenHandoff,
} from './handoff-store.ts'
import { conversationTopic, recordLiveEvent } from './live-events.ts'
import { findDraftBehind } from './draft-behind.ts'
import { isErased } from './privacy.ts'
import { maskIntoConversation } from './sealed-text.ts'
import { markDraftSent } from './staff-draft-store.ts'
import {
  findConversation,
  insertMessage,
  listMessages,
  lockConversation,
  messageRow,
  updateConversation,
  type Conversation,
} from './store.ts'
import { isResidentTyping } from './typing-state.ts'
import { turnTopic } from './turn-log.ts'
import { listRunningTurns } from './turn-store.ts'
import { NO_MASKS, toMessageView } from './view.ts'

type HandoffContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'wakeup' | 'turns' | 'actor'>

export const CHAT_ROLES = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
] as const

export function requireChatStaff(ctx: Pick<ServiceContext, 'actor'>): StaffActor {
  if (!hasRole(ctx.actor, ...CHAT_ROLES))
    throw new ForbiddenError('conversations are for handling staff')
  return ctx.actor
}

/** Area scope (R-ROLE-1): a conversation without a place is everybody's; with one, only of those who work there. */
export function isInArea(actor: StaffActor, conversation: Conversation): boolean {
  const code = conversation.divisionCode
  return code === null || actor.areaPrefixes.some((prefix) => code.startsWith(prefix))
}

export function requireInArea(
  actor: StaffActor,
  conversation: Conversation | undefined,
  id: string,
): Conversation {
  if (conversation === undefined || !isInArea(actor, conversation))
    throw new NotFoundError('conversation', id)
  return conversation
}

/** Silences the AI in the same transaction: a running turn ends here, and nothing of it is shown any more. */
export async function takeOverConversation(
  ctx: HandoffContext,
  input: { conversationId: string },
): Promise<void> {
  const staff = requireChatStaff(ctx)
  const at = ctx.clock.now()
  const stopped = await withTransaction(ctx.sql, async (tx) => {
    const conversation = requireInArea(
      staff,
      await lockConversation(tx, input.conversationId),
      input.conversationId,
    )
    if (conversation.mode === 'staff' && conversation.staffId === staff.id) return []
    if (conversation.mode === 'staff') {
      throw new ConflictError('conversation_taken', 'another staff member has this conversation', {
        staff_name: conversation.staffName,
      })
    }
    await assignTo(tx, { conversation, staff, at })
    return silenceAi(tx, { conversation, at })
  })
  for (const turnId of stopped) {
    ctx.turns.aborts.get(turnId)?.abort()
    ctx.turns.logs.delete(turnId)
    ctx.wakeup.notify(turnTopic(turnId))
  }
  ctx.wakeup.notify(conversationTopic(input.conversationId))
}

async function assignTo(
  tx: Transaction,
  input: { conversation: Conversation; staff: StaffActor; at: Date },
): Promise<void> {
  const { conversation, staff, at } = input
  const conversationId = conversation.id
  await openHandoff(tx, {
    id: newId('hnd'),
    conversationId,
    reason: 'staff_initiative',
    urgent: false,
    at,
  })
  await takeHandoff(tx, { conversationId, staffId: staff.id, at })
  await updateConversation(tx, conversationId, {
    mode: 'staff',
    staff_id: staff.id,
    staff_name: staff.name,
    staff_unit: staff.unitName ?? '',
    running_turn_id: null,
    lease_until: null,
  })
  await recordLiveEvent(tx, conversationTopic(conversationId), {
    type: 'conversation.changed',
    mode: 'staff',
    safety_mode: conversation.safetyMode,
  })
}

/** The turns this ended: the running one, and one that waits for it. What they had said stays as their messages. */
async function silenceAi(
  tx: Transaction,
  input: { conversation: Conversation; at: Date },
): Promise<string[]> {
  const conversationId = input.conversation.id
  const stopped: string[] = []
  for (const { id } of await listRunningTurns(tx, conversationId)) {
    const cut = await cutTurn(tx, {
      turnId: id,
      conversationId,
      status: 'superseded',
      outcome: 'handoff_waiting',
      terminal: supersededEvent(id),
      at: input.at,
    })
    if (cut) stopped.push(id)
  }
  return stopped
}

/** A message that stands on a copilot's draft carries the mark 「AI生成·人工审核」 (R-LBL-2). */
export async function sendStaffMessage(
  ctx: HandoffContext,
  input: { conversationId: string; text: string },
): Promise<{ messageId: string }> {
  const staff = requireChatStaff(ctx)
  const text = input.text.trim()
  if (text === '' || [...text].length > 4000) throw new ValidationError('text', 'empty or too long')
  const at = ctx.clock.now()
  const messageId = newId('msg')
  await withTransaction(ctx.sql, async (tx) => {
    const conversation = requireInArea(
      staff,
      await lockConversation(tx, input.conversationId),
      input.conversationId,
    )
    if (conversation.mode !== 'staff' || conversation.staffId !== staff.id) {
      throw new ConflictError('conversation_not_taken', 'take the conversation over first')
    }
    const masked = await maskIntoConversation(ctx.vault, { sealed: conversation.private, text })
    await updateConversation(tx, conversation.id, { private: masked.sealed })
    const draft = await findDraftBehind(tx, {
      conversationId: conversation.id,
      staffId: staff.id,
      text: masked.text,
    })
    const message = {
      id: messageId,
      conversationId: conversation.id,
      role: 'staff' as const,
      label: draft === undefined ? ('staff' as const) : ('staff_ai_draft' as const),
      text: masked.text,
      staff: { id: staff.id, name: staff.name, unit: staff.unitName ?? '' },
      at,
    }
    const seq = await insertMessage(tx, message)
    if (draft !== undefined) await markDraftSent(tx, { ...draft, messageId })
    await recordLiveEvent(tx, conversationTopic(conversation.id), {
      type: 'message.created',
      message: toMessageView(messageRow({ ...message, seq }), NO_MASKS),
    })
  })
  ctx.wakeup.notify(conversationTopic(input.conversationId))
  return { messageId }
}

/** Only staff give a conversation back; the resident starts a new one to talk to the AI again. */
export async function returnToAi(
  ctx: HandoffContext,
  input: { conversationId: string },
): Promise<void> {
  const staff = requireChatStaff(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const conversation = requireInArea(
      staff,
      await lockConversation(tx, input.conversationId),
      input.conversationId,
    )
    if (conversation.mode === 'ai') return
    if (conversation.mode === 'staff' && conversation.staffId !== staff.id) {
      throw new ConflictError('conversation_taken', 'another staff member has this conversation')
    }
    await closeHandoff(tx, conversation.id, at)
    await updateConversation(tx, conversation.id, {
      mode: 'ai',
      safety_mode: null,
      staff_id: null,
      staff_name: null,
      staff_unit: null,
    })
    await recordLiveEvent(tx, conversationTopic(conversation.id), {
      type: 'conversation.changed',
      mode: 'ai',
      safety_mode: null,
    })
  })
  ctx.wakeup.notify(conversationTopic(input.conversationId))
}

export async function listHandoffs(ctx: HandoffContext): Promise<OpenHandoff[]> {
  const { areaPrefixes } = requireChatStaff(ctx)
  return listOpenHandoffs(ctx.sql, { areaPrefixes, limit: 200 })
}

type StaffTranscript = {
  id: string
  mode: string
  messages: MessageView[]
  erased: boolean
  residentTyping: boolean
}

/** The transcript as staff see it: masked. Identity is read from the ticket, with a purpose (R-ROLE-2). */
export async function viewConversationForStaff(
  ctx: HandoffContext,
  conversationId: string,
): Promise<StaffTranscript> {
  const staff = requireChatStaff(ctx)
  if (await isErased(ctx, conversationId)) {
    const gone = { messages: [], erased: true, residentTyping: false }
    return { id: conversationId, mode: 'closed', ...gone }
  }
  const conversation = requireInArea(
    staff,
    await findConversation(ctx.sql, conversationId),
    conversationId,
  )
  const rows = await listMessages(ctx.sql, conversationId)
  const lastSaidAt = rows.findLast(({ role }) => role === 'resident')?.createdAt
  return {
    id: conversation.id,
    mode: conversation.mode,
    messages: rows.map((row) => toMessageView(row, NO_MASKS)),
    erased: false,
    residentTyping:
      conversation.mode === 'staff' &&
      (await isResidentTyping(ctx, { conversationId, lastSaidAt })),
  }
}
