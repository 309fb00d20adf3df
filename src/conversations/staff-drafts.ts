import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { ConflictError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireChatStaff, requireInArea } from './handoff.ts'
import { maskIntoConversation } from './sealed-text.ts'
import { insertStaffDraft } from './staff-draft-store.ts'
import {
  findConversation,
  listMessages,
  lockConversation,
  updateConversation,
  type MessageRow,
} from './store.ts'

type DraftContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'actor'>

const LAST_MESSAGES = 40

export type TalkForDraft = {
  divisionCode: string | null
  staff: { id: string; name: string; unit: string }
  messages: Pick<MessageRow, 'role' | 'text'>[]
}

/** The masked talk, for whoever has taken the conversation over. */
export async function readTalkForDraft(
  ctx: DraftContext,
  conversationId: string,
): Promise<TalkForDraft> {
  const staff = requireChatStaff(ctx)
  const found = await findConversation(ctx.sql, conversationId)
  const conversation = requireInArea(staff, found, conversationId)
  if (conversation.mode !== 'staff' || conversation.staffId !== staff.id)
    throw new ConflictError('conversation_not_taken', 'take the conversation over first')
  const rows = await listMessages(ctx.sql, conversationId, { last: LAST_MESSAGES })
  return {
    divisionCode: conversation.divisionCode,
    staff: { id: staff.id, name: staff.name, unit: staff.unitName ?? '' },
    messages: rows.map(({ role, text }) => ({ role, text })),
  }
}

export async function keepStaffDraft(
  ctx: DraftContext,
  input: {
    conversationId: string
    text: string
    removed: readonly string[]
    sources: readonly string[]
    model: string
    promptId: string
    promptVersion: number
  },
): Promise<{ id: string; text: string }> {
  const staff = requireChatStaff(ctx)
  const id = newId('sdr')
  const at = ctx.clock.now()
  return withTransaction(ctx.sql, async (tx) => {
    const found = await lockConversation(tx, input.conversationId)
    const conversation = requireInArea(staff, found, input.conversationId)
    const masked = await maskIntoConversation(ctx.vault, {
      sealed: conversation.private,
      text: input.text,
    })
    await updateConversation(tx, conversation.id, { private: masked.sealed })
    await insertStaffDraft(tx, { ...input, id, staffId: staff.id, text: masked.text, at })
    return { id, text: masked.text }
  })
}
