import type { Transaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import type { ConversationExport, ExportedMessage } from '../protocol/privacy.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { localDate } from '../shared/clock.ts'
import { equalDigests, hashToken, randomToken } from '../shared/ids.ts'
import { supersededEvent } from './cut-turn.ts'
import { conversationTopic, recordLiveEvent } from './live-events.ts'
import {
  deleteContent,
  deleteConversationRow,
  emptyConversation,
  findErased,
  findFacts,
  findReceipt,
  forgetPendingDrafts,
  insertReceipt,
  listDraftedMessages,
  listFeedback,
  listOwnHandoffs,
  listTurnIds,
  listTurns,
  updateMessageEvents,
  type FeedbackRow,
  type ReceiptRow,
} from './privacy-store.ts'
import { mapStrings, openMasks, unmask } from './sealed-text.ts'
import { listMessages, lockConversation, type Conversation, type MessageRow } from './store.ts'
import { TERMINAL_SEQ } from './turn-store.ts'
import { turnTopic } from './turn-log.ts'
import { toMessageView } from './view.ts'
import type { MaskVault } from '../llm/types.ts'

export { deleteOldReceipts, listExpiredConversations, type ReceiptRow } from './privacy-store.ts'

export type Erasure = { receipt: ReceiptRow; turnIds: string[] }

/**
 * Erases what was said, inside the caller's transaction; undefined when somebody erased it first. A running turn loses
 * its row here, so nothing of it can be stored or shown any more; call `stopErasedTurns` after commit.
 */
export async function eraseConversation(
  tx: Transaction,
  input: {
    conversationId: string
    at: Date
    identityWithdrawn: boolean
    /** What hangs on the conversation in other domains, under the same lock. */
    alsoErase(tx: Transaction): Promise<{ deleted: Record<string, number>; tickets: number }>
  },
): Promise<Erasure | undefined> {
  const { conversationId: id, at, identityWithdrawn } = input
  if ((await lockConversation(tx, id)) === undefined) return undefined
  const turnIds = await listTurnIds(tx, id)
  const elsewhere = await input.alsoErase(tx)
  const counts = await deleteContent(tx, id)
  await emptyConversation(tx, { id, at })
  const receipt: ReceiptRow = {
    receiptNo: `SC-${localDate(at).replaceAll('-', '')}-${randomToken(40).toUpperCase()}`,
    at,
    deleted: { ...counts, ...elsewhere.deleted },
    tickets: elsewhere.tickets,
    identityWithdrawn,
  }
  await insertReceipt(tx, { ...receipt, conversationId: id })
  // Tells the resident's other windows that there is nothing left to show.
  await recordLiveEvent(tx, conversationTopic(id), {
    type: 'conversation.changed',
    mode: 'closed',
    safety_mode: null,
  })
  return { receipt, turnIds }
}

/** At the end of its term: nothing is left of it, not even the shell. Empty when it was used again meanwhile. */
export async function expireConversation(
  tx: Transaction,
  input: { conversationId: string; before: Date; alsoErase(tx: Transaction): Promise<void> },
): Promise<string[]> {
  const { conversationId } = input
  const conversation = await lockConversation(tx, conversationId)
  if (conversation === undefined || conversation.lastActiveAt >= input.before) return []
  const turnIds = await listTurnIds(tx, conversationId)
  await input.alsoErase(tx)
  await deleteContent(tx, conversationId)
  await deleteConversationRow(tx, conversationId)
  return turnIds
}

/** Aborts the model, forgets what this process holds of the turns, and ends the streams that follow them. */
export function stopErasedTurns(
  ctx: Pick<Ports, 'turns' | 'wakeup'>,
  input: { conversationId: string; turnIds: readonly string[] },
): void {
  for (const turnId of input.turnIds) {
    if (ctx.turns.logs.has(turnId)) {
      ctx.turns.logs.set(turnId, [{ seq: TERMINAL_SEQ, event: supersededEvent(turnId) }])
    }
    ctx.turns.aborts.get(turnId)?.abort()
    ctx.wakeup.notify(turnTopic(turnId))
  }
  ctx.wakeup.notify(conversationTopic(input.conversationId))
}

/** The receipt of a conversation its holder deleted before: a repeated request gets the same answer. */
export async function findErasureReceipt(
  ctx: Pick<Ports, 'sql'>,
  input: { id: string; token: string | undefined },
): Promise<ReceiptRow | undefined> {
  const [erased, digest] = await Promise.all([
    findErased(ctx.sql, input.id),
    hashToken(input.token ?? ''),
  ])
  if (erased === undefined || !equalDigests(erased.tokenHash, digest)) return undefined
  return findReceipt(ctx.sql, erased.id)
}

export async function isErased(ctx: Pick<Ports, 'sql'>, id: string): Promise<boolean> {
  return (await findErased(ctx.sql, id)) !== undefined
}

/** Takes cards of drafts that are gone out of the history that still shows them. */
export async function dropDraftCards(
  tx: Transaction,
  input: { conversationId: string; draftIds: ReadonlySet<string> },
): Promise<void> {
  for (const row of await listDraftedMessages(tx, input.conversationId)) {
    const events = row.events.flatMap((event): TurnEvent[] => {
      if (event.type !== 'ticket.draft') return [event]
      const drafts = event.drafts.filter(({ draft_id }) => !input.draftIds.has(draft_id))
      return drafts.length === 0 ? [] : [{ ...event, drafts }]
    })
    await updateMessageEvents(tx, { ...row, conversationId: input.conversationId, events })
  }
  const { conversationId, draftIds } = input
  await forgetPendingDrafts(tx, { conversationId, draftIds: [...draftIds] })
}

export type ExportedConversation = Pick<
  ConversationExport,
  'conversation' | 'messages' | 'turns' | 'handoffs'
>

/** All of it, in the resident's own words: the token that opens the conversation is the right to read it unmasked. */
export async function exportConversation(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  conversation: Conversation,
): Promise<ExportedConversation> {
  const { id } = conversation
  const [masks, facts, messages, feedback, turns, handoffs] = await Promise.all([
    openMasks(ctx.vault, conversation.private),
    findFacts(ctx.sql, id),
    listMessages(ctx.sql, id, { last: ALL }),
    listFeedback(ctx.sql, id),
    listTurns(ctx.sql, id),
    listOwnHandoffs(ctx.sql, id),
  ])
  const votes = new Map(feedback.map((row) => [row.messageId, row]))
  return {
    conversation: {
      id,
      created_at: conversation.createdAt.toISOString(),
      last_active_at: conversation.lastActiveAt.toISOString(),
      locale: conversation.locale,
      mode: conversation.mode,
      safety_mode: conversation.safetyMode,
      division_code: conversation.divisionCode,
      notice_version: facts?.noticeVersion ?? null,
    },
    messages: messages.map((row) => exportMessage(row, masks, votes.get(row.id))),
    turns: turns.map((turn) => ({
      id: turn.id,
      text: unmask(turn.text, masks),
      status: turn.status,
      outcome: turn.outcome,
      started_at: turn.startedAt.toISOString(),
      finished_at: turn.finishedAt?.toISOString() ?? null,
    })),
    handoffs: handoffs.map((row) => ({
      state: row.state,
      requested_at: row.requestedAt.toISOString(),
      taken_at: row.takenAt?.toISOString() ?? null,
      closed_at: row.closedAt?.toISOString() ?? null,
    })),
  }
}

/** What other domains keep of the conversation, for whoever holds its token: names and numbers back in their places. */
export async function inOwnWords<T>(
  ctx: Pick<Ports, 'vault'>,
  conversation: Pick<Conversation, 'private'>,
  value: T,
): Promise<T> {
  const masks = await openMasks(ctx.vault, conversation.private)
  return mapStrings(value, (text) => unmask(text, masks))
}

/** More than a conversation can hold; the page itself reads the last thousand. */
const ALL = 1_000_000

function exportMessage(
  row: MessageRow,
  masks: MaskVault,
  vote: FeedbackRow | undefined,
): ExportedMessage {
  const view = toMessageView(row, masks)
  return {
    ...view,
    citations: view.events.flatMap((event) =>
      event.type === 'answer.citations' ? event.citations : [],
    ),
    feedback:
      vote === undefined
        ? null
        : {
            vote: vote.vote,
            reasons: vote.reasons,
            comment: vote.comment,
            at: vote.at.toISOString(),
          },
  }
}
