import { listConversationTickets, lookupTicket, statusText } from '../../tickets/index.ts'
import { NotFoundError } from '../../shared/errors.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import { lostCode } from '../understanding/index.ts'
import {
  proceed,
  stop,
  type Step,
  type StepResult,
  type TurnContext,
  type TurnDeps,
} from '../turn-context.ts'

/** Words about tickets come from rows: the conversation's own, or one opened by number and code together. */
export const trackTicket: Step = {
  name: 'track-ticket',
  async run(turn, deps) {
    if (turn.understanding?.intent !== 'track') return proceed(turn)
    const { trackNo, queryCode } = turn.understanding
    if (trackNo !== null && queryCode !== null)
      return byCode(turn, deps, { ticketNo: trackNo, queryCode })
    if (lostCode(turn.text)) return codeIsLost(turn, deps)
    const own = await listConversationTickets(deps.ctx, { conversationId: turn.conversationId })
    const wanted = trackNo === null ? own : own.filter((ticket) => ticket.ticket_no === trackNo)
    if (wanted.length === 0) {
      await say(deps, {
        text: turnText(turn.locale, 'track_needs_code'),
        origin: 'system',
        role: 'lead',
      })
      return stop('track_needs_code')
    }
    for (const [index, ticket] of wanted.entries()) {
      const text = turnText(turn.locale, 'track_result', {
        ticket_no: ticket.ticket_no,
        title: ticket.title,
        status: statusText(ticket.status),
        due: '',
      })
      await say(deps, { text, origin: 'system', role: index === 0 ? 'lead' : 'text', index })
    }
    return stop('tracked')
  },
}

/** Only a hash of the code is kept: a person can find the ticket, the machine cannot. */
async function codeIsLost(turn: TurnContext, deps: TurnDeps): Promise<StepResult> {
  const hotline = deps.ctx.config.HOTLINE_NUMBER
  await say(deps, {
    text: turnText(turn.locale, 'track_lost_code', { hotline }),
    origin: 'system',
    role: 'lead',
  })
  const text = turnText(turn.locale, 'offer_handover')
  await deps.emit({
    type: 'choices',
    prompt: '',
    choices: [{ label: text, text }],
    skippable: true,
  })
  return stop('track_needs_code')
}

async function byCode(
  turn: TurnContext,
  deps: TurnDeps,
  input: { ticketNo: string; queryCode: string },
) {
  try {
    const view = await lookupTicket(deps.ctx, input)
    const text = turnText(turn.locale, 'track_result', {
      ticket_no: view.ticket_no,
      title: view.title,
      status: view.status_text,
      due: view.due_text ?? '',
    })
    await say(deps, { text, origin: 'system', role: 'lead' })
    if (view.public_reply !== null) {
      await say(deps, { text: view.public_reply, origin: 'system', role: 'text', index: 1 })
    }
    return stop('tracked')
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    await say(deps, {
      text: turnText(turn.locale, 'track_not_found'),
      origin: 'system',
      role: 'lead',
    })
    return stop('track_needs_code')
  }
}
