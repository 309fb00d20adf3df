import { isStaffHours, nextStaffHours } from '../staff-hours.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import { firstMissing } from '../ticket-state.ts'
import { redraw } from './ticket.ts'
import { proceed, stop, type Step, type TurnContext, type TurnDeps } from '../turn-context.ts'

/**
 * 转人工 works in one step, always. Out of hours it carries a time by which a person answers, from the SLA table, and what was told
 * becomes a card: confirmed, it is in the queue before the desk opens.
 */
export const handOver: Step = {
  name: 'hand-over',
  async run(turn, deps) {
    return turn.understanding?.intent === 'handover'
      ? requestPerson(turn, deps, 'resident_asked')
      : proceed(turn)
  },
}

export async function requestPerson(turn: TurnContext, deps: TurnDeps, reason: string) {
  deps.effects.requestHandoff = { reason, urgent: turn.understanding?.emotion === 'distressed' }
  const hours = deps.ctx.config.STAFF_HOURS
  const hotline = deps.ctx.config.HOTLINE_NUMBER
  const open = isStaffHours(hours, turn.at)
  const promise = open ? null : nextStaffHours(hours, turn.at, turn.locale)
  await deps.emit({
    type: 'handoff',
    state: open ? 'waiting' : 'out_of_hours',
    text:
      promise === null
        ? turnText(turn.locale, 'handoff_requested', { hotline })
        : turnText(turn.locale, 'handoff_out_of_hours', { hotline, promise }),
    promise,
  })
  if (open) return stop('handoff_requested')
  await offerCard(turn, deps)
  return stop('handoff_out_of_hours')
}

async function offerCard(turn: TurnContext, deps: TurnDeps): Promise<void> {
  const { pending } = turn
  const told =
    pending?.kind === 'offered' ? pending.ticket : pending?.kind === 'ticket' ? pending : undefined
  if (told !== undefined && firstMissing({ ...told, asked: [] }) !== 'what') {
    const text = turnText(turn.locale, 'handoff_card')
    await say(deps, { text, origin: 'system', role: 'notice' })
    await redraw(turn, deps, told)
    return
  }
  if (pending?.kind === 'drafted') return
  const text = turnText(turn.locale, 'offer_ticket')
  await deps.emit({
    type: 'choices',
    prompt: turnText(turn.locale, 'handoff_register'),
    choices: [{ label: text, text }],
    skippable: true,
  })
}
