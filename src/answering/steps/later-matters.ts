import { isEnglish } from '../../shared/english.ts'
import { isDraftOpen } from '../../tickets/index.ts'
import { goesOn } from '../draft-words.ts'
import { turnText } from '../messages.ts'
import type { PendingState, PendingTicket } from '../pending.ts'
import { say } from '../say.ts'
import { openTicket } from '../ticket-state.ts'
import type { TurnContext, TurnDeps } from '../turn-context.ts'
import { understandByRules } from '../understanding/index.ts'

// A matter told while the draft of another one was asking: noted, told as noted, and taken up when the first one's card is out.

type Later = NonNullable<PendingTicket['later']>

const SHOWN = 40

export function laterOf(pending: PendingState | null): Later {
  if (pending === null) return []
  if (pending.kind === 'ticket') return pending.later ?? []
  return 'ticket' in pending ? (pending.ticket.later ?? []) : []
}

function shown(matter: string): string {
  const chars = [...matter.trim()]
  const most = isEnglish(matter) ? 2 * SHOWN : SHOWN
  return chars.length > most ? `${chars.slice(0, most - 1).join('')}…` : chars.join('')
}

export async function tellNoted(turn: TurnContext, deps: TurnDeps, matter: string): Promise<void> {
  const text = turnText(turn.locale, 'matter_noted', { matter: shown(matter) })
  await say(deps, { text, origin: 'system', role: 'notice' })
}

/** The next matter below the card of the one before, one tap away; nothing where none waits. */
export async function offerNext(
  turn: TurnContext,
  deps: TurnDeps,
  later: Later | undefined,
): Promise<void> {
  const [next] = later ?? []
  if (next === undefined) return
  const text = turnText(turn.locale, 'next_matter')
  await deps.emit({
    type: 'choices',
    prompt: turnText(turn.locale, 'next_matter_waits', { matter: shown(next.text) }),
    choices: [{ label: text, text }],
    skippable: true,
  })
}

/** What is left of a ticket that is done with: the matters that wait behind it. */
export function waitingAfter(ticket: PendingTicket): PendingState | null {
  return (ticket.later ?? []).length === 0
    ? null
    : { kind: 'drafted', ticket: { ...ticket, draftIds: [] } }
}

/** The noted matter as if it had been told now; undefined when something else is said. */
export async function takeUpNext(
  turn: TurnContext,
  deps: TurnDeps,
): Promise<{ turn: TurnContext; state: PendingTicket } | undefined> {
  const [next, ...later] = laterOf(turn.pending)
  if (next === undefined || !(await wantsNext(turn, deps))) return undefined
  const told = {
    ...turn,
    text: next.text,
    residentMessageId: next.messageId,
    understanding: understandByRules(next.text),
  }
  return { turn: told, state: { ...openTicket(told), later } }
}

/** The button; or a plain yes, once the card before is confirmed or taken back. */
async function wantsNext({ text, locale, pending }: TurnContext, deps: TurnDeps): Promise<boolean> {
  if (text.trim() === turnText(locale, 'next_matter')) return true
  if (pending?.kind !== 'drafted' || !goesOn(text.trim())) return false
  return !(await isDraftOpen(deps.ctx, pending.ticket.draftIds))
}
