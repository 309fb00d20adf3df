import {
  buildCard,
  findSameMatter,
  followTicket,
  supplementOwnTicket,
  type DraftInput,
  type SameMatter,
} from '../../tickets/index.ts'
import { isAppError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { turnText } from '../messages.ts'
import type { PendingSameMatter, PendingTicket } from '../pending.ts'
import { say } from '../say.ts'
import { stop, type StepResult, type TurnContext, type TurnDeps } from '../turn-context.ts'

/**
 * A matter that is open already nearby is shown with its state before a second card is made: the resident adds to it, leaves it
 * at that, or registers all the same. Undefined when nothing like it is known. Danger is never held up by a question.
 */
export async function offerSameMatter(
  turn: TurnContext,
  deps: TurnDeps,
  draft: { input: DraftInput; state: PendingTicket },
): Promise<StepResult | undefined> {
  const { input, state } = draft
  if (input.riskFlags.length > 0 || input.place === null) return undefined
  const same = await findSame(deps, input)
  if (same === undefined) return undefined
  deps.effects.pending = {
    kind: 'same_matter',
    ticketNo: same.ticket_no,
    ticketId: same.ticket_id,
    place: input.place,
    since: input.since,
    ticket: state,
  }
  await say(deps, { text: knownText(turn, same), origin: 'system', role: 'lead' })
  if (same.public_reply !== null) {
    await say(deps, { text: same.public_reply, origin: 'system', role: 'text', index: 1 })
  }
  const keys =
    same.ticket_no === null
      ? (['same_follow', 'same_leave', 'same_register'] as const)
      : (['same_add', 'same_register'] as const)
  await deps.emit({
    type: 'choices',
    prompt: '',
    choices: keys.map((key) => {
      const text = turnText(turn.locale, key)
      return { label: text, text }
    }),
    skippable: true,
  })
  return stop('ticket_question')
}

async function findSame(deps: TurnDeps, input: DraftInput): Promise<SameMatter | undefined> {
  const { fields } = buildCard(input)
  if (fields.category_code.value === null) return undefined
  return findSameMatter(deps.ctx, {
    title: fields.title.value ?? input.matter,
    description: fields.description.value ?? input.matter,
    address: input.place,
    location: null,
    categoryCode: fields.category_code.value,
    conversationId: input.conversationId,
  })
}

function knownText(turn: TurnContext, same: SameMatter): string {
  const facts = { status: same.status_text, due: same.due_text }
  return same.ticket_no === null
    ? turnText(turn.locale, 'same_nearby', facts)
    : turnText(turn.locale, 'draft_existing', { ...facts, ticket_no: same.ticket_no })
}

/** What the resident chose; undefined when something else was said. */
export async function answerSameMatter(
  turn: TurnContext,
  deps: TurnDeps,
  pending: PendingSameMatter,
): Promise<StepResult | 'register' | undefined> {
  const said = turn.text.trim()
  const chose = (key: 'same_add' | 'same_follow' | 'same_leave' | 'same_register'): boolean =>
    said === turnText(turn.locale, key)
  if (chose('same_register')) return 'register'
  if (chose('same_leave')) return leaveIt(turn, deps)
  if (chose('same_follow')) return followIt(turn, deps, pending.ticketId)
  const { ticketNo } = pending
  return chose('same_add') && ticketNo !== null
    ? addTo(turn, deps, { ticketNo, words: pending.ticket.words.map(({ text }) => text) })
    : undefined
}

async function leaveIt(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  deps.effects.pending = null
  await say(deps, { text: turnText(turn.locale, 'same_left'), origin: 'system', role: 'lead' })
  return stop('ticket_followed')
}

async function followIt(turn: TurnContext, deps: TurnDeps, ticketId: string): Promise<StepResult> {
  const { conversationId } = turn
  await followTicket(deps.ctx, { ticketId, conversationId })
  deps.effects.pending = null
  await say(deps, { text: turnText(turn.locale, 'same_followed'), origin: 'system', role: 'lead' })
  return stop('ticket_followed')
}

/** Says so only once the row is written; a ticket that takes no more words is registered anew. */
async function addTo(
  turn: TurnContext,
  deps: TurnDeps,
  input: { ticketNo: string; words: readonly string[] },
): Promise<StepResult | 'register'> {
  const { ticketNo, words } = input
  try {
    await supplementOwnTicket(deps.ctx, {
      conversationId: turn.conversationId,
      ticketNo,
      text: words.join('\n').slice(0, 2000),
    })
  } catch (error) {
    if (!isAppError(error)) throw error
    deps.ctx.logger.log('warn', 'same_matter.not_added', errorFields(error))
    return 'register'
  }
  deps.effects.pending = null
  const text = turnText(turn.locale, 'same_added', { ticket_no: ticketNo })
  await say(deps, { text, origin: 'system', role: 'lead' })
  return stop('ticket_followed')
}
