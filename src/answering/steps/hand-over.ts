import { isStaffHours, nextStaffHours } from '../staff-hours.ts'
import { turnText } from '../messages.ts'
import { proceed, stop, type Step, type TurnContext, type TurnDeps } from '../turn-context.ts'

/** 转人工 works in one step, always. Out of hours it carries a time by which a person answers, from the opening hours. */
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
  return stop(open ? 'handoff_requested' : 'handoff_out_of_hours')
}
