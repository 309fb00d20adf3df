import { isDraftOpen, withdrawDrafts } from '../../tickets/index.ts'
import { turnText } from '../messages.ts'
import { agrees, asksWhoSees, takesBack } from '../draft-words.ts'
import type { PendingTicket } from '../pending.ts'
import { say } from '../say.ts'
import { offerNext, waitingAfter } from './later-matters.ts'
import { stop, type StepResult, type TurnContext, type TurnDeps } from '../turn-context.ts'

/** What is said of a card that is shown: only the resident's own tap confirms it (R-TKT-1). Undefined when it is about something else. */
export async function talkAboutDraft(
  turn: TurnContext,
  deps: TurnDeps,
  ticket: PendingTicket,
): Promise<StepResult | undefined> {
  const text = turn.text.trim()
  const tell = (key: 'draft_tap' | 'draft_withdrawn' | 'draft_who_sees'): Promise<void> =>
    say(deps, { text: turnText(turn.locale, key), origin: 'system', role: 'lead' })
  if (agrees(text) && (await isDraftOpen(deps.ctx, ticket.draftIds))) {
    await tell('draft_tap')
    return stop('ticket_question')
  }
  if (asksWhoSees(text)) {
    await tell('draft_who_sees')
    return stop('answered')
  }
  if (takesBack(text) && (await withdrawDrafts(deps.ctx, ticket.draftIds))) {
    deps.effects.pending = waitingAfter(ticket)
    await tell('draft_withdrawn')
    await offerNext(turn, deps, ticket.later)
    return stop('greeting')
  }
  return undefined
}
