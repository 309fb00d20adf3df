import type { ServiceContext } from '../ports.ts'
import { ValidationError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { maskPersonalData } from '../llm/index.ts'
import { requireChatStaff, requireInArea } from './handoff.ts'
import {
  insertConversationNote,
  listConversationNotes,
  type ConversationNote,
} from './note-store.ts'
import { findConversation } from './store.ts'

type NoteContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

const LONGEST = 2000

/** Among staff only: no view, export or model of a resident reads the table these stand in (bug class 11). */
export async function addConversationNote(
  ctx: NoteContext,
  input: { conversationId: string; text: string },
): Promise<void> {
  const staff = requireChatStaff(ctx)
  const { conversationId } = input
  requireInArea(staff, await findConversation(ctx.sql, conversationId), conversationId)
  const text = input.text.trim()
  if (text === '' || text.length > LONGEST) throw new ValidationError('text', 'empty or too long')
  await insertConversationNote(ctx.sql, {
    id: newId('not'),
    conversationId,
    staffId: staff.id,
    staffName: staff.name,
    // What is never needed here can never leak from here.
    text: maskPersonalData(text).text,
    at: ctx.clock.now(),
  })
}

export async function readConversationNotes(
  ctx: NoteContext,
  conversationId: string,
): Promise<ConversationNote[]> {
  const staff = requireChatStaff(ctx)
  requireInArea(staff, await findConversation(ctx.sql, conversationId), conversationId)
  return listConversationNotes(ctx.sql, conversationId)
}
