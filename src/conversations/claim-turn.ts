import { withTransaction, type Transaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import type { MaskVault } from '../llm/types.ts'
import { MAX_MESSAGE_LENGTH } from '../protocol/conversations.ts'
import { NotFoundError, ValidationError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { supersededEvent } from './cut-turn.ts'
import { conversationTopic, recordLiveEvent } from './live-events.ts'
import { maskIntoConversation } from './sealed-text.ts'
import {
  findConversation,
  insertMessage,
  listMessages,
  messageRow,
  lockConversation,
  updateConversation,
  type Conversation,
  type MessageRow,
} from './store.ts'
import { turnTopic } from './turn-log.ts'
import {
  findTurn,
  findTurnByClientId,
  insertTerminalEvent,
  insertTurn,
  listRunningTurns,
  supersedeTurn,
  type TurnRow,
} from './turn-store.ts'
import { NO_MASKS, toMessageView } from './view.ts'

export type ClaimedTurn = {
  id: string
  clientTurnId: string
  conversation: Conversation
  residentMessageId: string
  /** Masked; several messages joined when a burst restarted the turn. */
  text: string
  masks: MaskVault
  history: readonly { role: 'resident' | 'assistant' | 'staff'; text: string }[]
  /** A turn whose first sentence was already out: ours starts when it has ended. */
  waitFor: string | null
  deadlineAt: Date
}

export type TurnClaim =
  | { kind: 'claimed'; turn: ClaimedTurn }
  | { kind: 'existing'; turnId: string }

// Built from codes, because the characters themselves cannot be read in a source file. Tab and line feed stay.
const CONTROL = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11)}-${String.fromCharCode(12)}${String.fromCharCode(14)}-${String.fromCharCode(31)}${String.fromCharCode(127)}]`,
  'g',
)

/** Throws ValidationError naming `text`; nothing is stored then. */
export function checkMessageText(text: string): string {
  // Control characters break screens and logs; line breaks and tabs are how people write lists.
  const clean = text.replaceAll(CONTROL, '').trim()
  if (clean === '') throw new ValidationError('text', 'empty message', 'message_empty')
  const length = [...clean].length
  if (length > MAX_MESSAGE_LENGTH) {
    throw new ValidationError('text', `message of ${length} characters`, 'message_too_long', {
      max: MAX_MESSAGE_LENGTH,
      length,
    })
  }
  return clean
}

type ClaimContext = Pick<
  ServiceContext,
  'sql' | 'clock' | 'vault' | 'config' | 'requestId' | 'turns' | 'wakeup'
>
type ClaimInput = {
  conversationId: string
  clientTurnId: string
  text: string
  divisionCode?: string
}

/**
 * Stores the resident's message and claims the conversation for one turn. A repeat of the same `clientTurnId` finds the
 * turn it started; a message that arrives before the running turn's first sentence restarts that turn with both texts.
 */
export async function claimTurn(ctx: ClaimContext, input: ClaimInput): Promise<TurnClaim> {
  const plain = checkMessageText(input.text)
  const claim = await withTransaction(ctx.sql, async (tx) => {
    // Sent together, run in order: statements that need no answer of each other cost one round trip.
    const [conversation, existing] = await Promise.all([
      lockConversation(tx, input.conversationId),
      findTurnByClientId(tx, input.conversationId, input.clientTurnId),
    ])
    if (conversation === undefined) throw new NotFoundError('conversation', input.conversationId)
    if (existing !== undefined) {
      // A resident who comes back, perhaps to another process, is still there: the turn goes on for them.
      await updateConversation(tx, conversation.id, { last_active_at: ctx.clock.now() })
      return { kind: 'existing' as const, turnId: existing.id }
    }
    const written = await writeClaim(tx, ctx, { ...input, text: plain, conversation })
    return { kind: 'claimed' as const, ...written }
  })
  if (claim.kind === 'existing') return claim
  stopSuperseded(ctx, claim.joined)
  ctx.wakeup.notify(conversationTopic(input.conversationId))
  return { kind: 'claimed', turn: claim.turn }
}

async function writeClaim(
  tx: Transaction,
  ctx: ClaimContext,
  input: ClaimInput & { conversation: Conversation },
): Promise<{ turn: ClaimedTurn; joined: TurnRow | undefined }> {
  const { conversation } = input
  const at = ctx.clock.now()
  const deadlineAt = new Date(at.getTime() + ctx.config.TURN_DEADLINE_MS)
  const masked = await maskIntoConversation(ctx.vault, {
    sealed: conversation.private,
    text: input.text,
  })
  const ids = { turnId: newId('turn'), messageId: newId('msg') }
  const { joined, waitFor } = await settleRunning(tx, { conversation, by: ids.turnId, at })
  const text = joined === undefined ? masked.text : `${joined.text}\n${masked.text}`
  const divisionCode = input.divisionCode ?? conversation.divisionCode
  const [, , , rows] = await Promise.all([
    storeMessage(tx, { conversation, id: ids.messageId, text: masked.text, at }),
    insertTurn(tx, {
      id: ids.turnId,
      conversationId: conversation.id,
      clientTurnId: input.clientTurnId,
      text,
      residentMessageId: ids.messageId,
      startedAt: at,
      deadlineAt,
      requestId: ctx.requestId,
    }),
    updateConversation(tx, conversation.id, {
      running_turn_id: ids.turnId,
      lease_until: deadlineAt,
      private: masked.sealed,
      division_code: divisionCode,
    }),
    listMessages(tx, conversation.id, { last: HISTORY_MESSAGES + 1 }),
  ])
  const turn: ClaimedTurn = {
    id: ids.turnId,
    clientTurnId: input.clientTurnId,
    conversation: { ...conversation, divisionCode },
    residentMessageId: ids.messageId,
    text,
    masks: masked.masks,
    history: toHistory(rows, ids.messageId),
    waitFor,
    deadlineAt,
  }
  return { turn, joined }
}

/** The claim as it stands after the turn before it has ended: its answer, its pending question, who speaks now. */
export async function reloadClaim(
  ctx: Pick<ServiceContext, 'sql'>,
  turn: ClaimedTurn,
): Promise<ClaimedTurn> {
  const [conversation, rows] = await Promise.all([
    findConversation(ctx.sql, turn.conversation.id),
    listMessages(ctx.sql, turn.conversation.id, { last: HISTORY_MESSAGES + 1 }),
  ])
  if (conversation === undefined) throw new NotFoundError('conversation', turn.conversation.id)
  return { ...turn, conversation, history: toHistory(rows, turn.residentMessageId) }
}

const HISTORY_MESSAGES = 8

function toHistory(rows: readonly MessageRow[], exceptId: string): ClaimedTurn['history'] {
  return rows
    .filter((row) => row.id !== exceptId && row.role !== 'system')
    .map((row) => ({ role: row.role === 'system' ? 'assistant' : row.role, text: row.text }))
}

async function storeMessage(
  tx: Transaction,
  input: { conversation: Conversation; id: string; text: string; at: Date },
): Promise<void> {
  const base = { role: 'resident', label: 'resident' } as const
  const { conversation, id, text, at } = input
  const seq = await insertMessage(tx, { id, text, ...base, conversationId: conversation.id, at })
  // The event carries the masked text: it tells other tabs that a message came.
  const view = toMessageView(
    messageRow({ id, seq, conversationId: conversation.id, ...base, text, at }),
    NO_MASKS,
  )
  await recordLiveEvent(tx, conversationTopic(conversation.id), {
    type: 'message.created',
    message: view,
  })
}

/** A turn that has not spoken is restarted with both texts; one that has is waited for. */
async function settleRunning(
  tx: Transaction,
  input: { conversation: Conversation; by: string; at: Date },
): Promise<{ joined: TurnRow | undefined; waitFor: string | null }> {
  const { conversation, by, at } = input
  const leased = conversation.leaseUntil !== null && conversation.leaseUntil > at
  if (conversation.runningTurnId === null || !leased) return { joined: undefined, waitFor: null }
  const { runningTurnId } = conversation
  const superseded = await supersedeTurn(tx, { id: runningTurnId, by, at })
  if (superseded) await insertTerminalEvent(tx, runningTurnId, supersededEvent(runningTurnId))
  // The restarted turn may itself have been waiting for one that is still speaking.
  const [speaking] = await listRunningTurns(tx, conversation.id)
  return {
    joined: superseded ? await findTurn(tx, runningTurnId) : undefined,
    waitFor: speaking?.id ?? null,
  }
}

function stopSuperseded(
  ctx: Pick<ServiceContext, 'turns' | 'wakeup'>,
  turn: TurnRow | undefined,
): void {
  if (turn === undefined) return
  ctx.turns.aborts.get(turn.id)?.abort()
  // Followers then read the terminal event from the table.
  ctx.turns.logs.delete(turn.id)
  ctx.wakeup.notify(turnTopic(turn.id))
}
