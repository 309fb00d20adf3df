import {
  endTurn,
  openTurnLog,
  TurnEndedError,
  turnTopic,
  type ClaimedTurn,
  type PassageRecord,
  type StepRecord,
  type TurnEffects,
} from '../conversations/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { isAppError } from '../shared/errors.ts'
import { errorFields } from '../shared/logger.ts'
import { PendingState } from './pending.ts'
import { turnText } from './messages.ts'
import { answerQuestion } from './steps/answer.ts'
import { checkEmergency } from './steps/emergency.ts'
import { declineOrRedirect } from './steps/decline.ts'
import { draftTicket } from './steps/ticket.ts'
import { guardInput } from './steps/guard-input.ts'
import { handOver } from './steps/hand-over.ts'
import { stayBehindStaff } from './steps/stay-behind-staff.ts'
import { trackTicket } from './steps/track.ts'
import { understand } from './steps/understand.ts'
import type { Step, StepResult, TurnContext, TurnDeps } from './turn-context.ts'

/** The turn. Each step either passes the turn on or ends it with an outcome; the last one always ends it. */
export const STEPS: readonly Step[] = [
  checkEmergency,
  stayBehindStaff,
  guardInput,
  understand,
  handOver,
  trackTicket,
  draftTicket,
  declineOrRedirect,
  answerQuestion,
]

export async function runSteps(
  steps: readonly Step[],
  turn: TurnContext,
  deps: TurnDeps,
): Promise<Extract<StepResult, { kind: 'stop' }>> {
  let current = turn
  for (const step of steps) {
    deps.signal.throwIfAborted()
    const startedAt = performance.now()
    const result = await step.run(current, deps)
    deps.record({ step: step.name, durationMs: performance.now() - startedAt })
    if (result.kind === 'stop') return result
    current = result.turn
  }
  throw new Error('the last step of a turn must end it')
}

/**
 * Runs a claimed turn to its end, whatever happens: exactly one terminal event is stored on every path. Never throws;
 * what goes wrong inside is an outcome for the resident and a log line for us.
 */
export async function runTurn(ctx: ServiceContext, claimed: ClaimedTurn): Promise<void> {
  const abort = new AbortController()
  ctx.turns.aborts.set(claimed.id, abort)
  const timer = setTimeout(
    () => abort.abort(new DOMException('turn deadline', 'TimeoutError')),
    Math.max(0, claimed.deadlineAt.getTime() - ctx.clock.now().getTime()),
  )
  const log = openTurnLog(ctx, { turnId: claimed.id, masks: claimed.masks })
  const collected = new Collected()
  try {
    const end = await attemptTurn(ctx, { claimed, abort, collected, emit: log.emit })
    log.close(end)
  } catch (error) {
    if (!(error instanceof TurnEndedError)) {
      ctx.logger.log('error', 'turn.not_ended', { turn_id: claimed.id, ...errorFields(error) })
    }
    log.close(undefined)
  } finally {
    clearTimeout(timer)
    ctx.turns.aborts.delete(claimed.id)
  }
}

/** What the steps leave behind besides the events themselves. */
class Collected {
  readonly events: TurnEvent[] = []
  readonly steps: StepRecord[] = []
  readonly effects: TurnEffects = {}
  passages: readonly PassageRecord[] = []
}

type Attempt = {
  claimed: ClaimedTurn
  abort: AbortController
  collected: Collected
  emit(event: TurnEvent): Promise<void>
}

async function attemptTurn(ctx: ServiceContext, attempt: Attempt): Promise<TurnEvent | undefined> {
  const { claimed, collected } = attempt
  const deps = turnDeps(ctx, attempt)
  await attempt.emit({
    type: 'turn.started',
    turn_id: claimed.id,
    conversation_id: claimed.conversation.id,
    client_turn_id: claimed.clientTurnId,
    message_id: claimed.residentMessageId,
  })
  if (claimed.waitFor !== null) await waitForTurn(ctx, claimed.waitFor, attempt.abort.signal)
  let result: { outcome: Outcome; suggestions?: readonly string[] }
  let failure: { code: 'timeout' | 'internal'; message: string } | undefined
  try {
    result = await runSteps(STEPS, turnContext(ctx, claimed), deps)
  } catch (error) {
    if (error instanceof TurnEndedError) throw error
    const timedOut = attempt.abort.signal.aborted
    result = { outcome: timedOut ? 'error_timeout' : 'error_internal' }
    const code = timedOut ? 'timeout' : 'internal'
    failure = { code, message: turnText(claimed.conversation.locale, `failed_${code}`) }
    ctx.logger.log(isAppError(error) || timedOut ? 'warn' : 'error', 'turn.failed', {
      turn_id: claimed.id,
      ...errorFields(error),
    })
  }
  logTurn(ctx, attempt, result.outcome)
  return endTurn(ctx, {
    turnId: claimed.id,
    conversationId: claimed.conversation.id,
    status: failure === undefined ? 'completed' : 'failed',
    outcome: result.outcome,
    events: collected.events,
    text: plainText(collected.events),
    label: collected.events.some(isAiSentence) ? 'ai' : 'system',
    suggestions: result.suggestions ?? [],
    ...(failure === undefined ? {} : { failure }),
    masks: claimed.masks,
    effects: failure === undefined ? collected.effects : {},
    steps: collected.steps,
    passages: collected.passages,
  })
}

function turnDeps(ctx: ServiceContext, attempt: Attempt): TurnDeps {
  const { collected } = attempt
  return {
    ctx,
    signal: attempt.abort.signal,
    effects: collected.effects,
    async emit(event) {
      await attempt.emit(event)
      if (event.type !== 'turn.progress') collected.events.push(event)
    },
    record: (step) => {
      collected.steps.push(step)
    },
    usePassages: (passages) => {
      collected.passages = passages
    },
  }
}

function turnContext(ctx: ServiceContext, claimed: ClaimedTurn): TurnContext {
  const { conversation } = claimed
  const pending = PendingState.safeParse(conversation.pending)
  return {
    turnId: claimed.id,
    conversationId: conversation.id,
    residentMessageId: claimed.residentMessageId,
    text: claimed.text,
    masks: claimed.masks,
    history: claimed.history,
    at: ctx.clock.now(),
    locale: conversation.locale,
    mode: conversation.mode,
    safetyMode: conversation.safetyMode,
    divisionCode: conversation.divisionCode,
    pending: pending.success ? pending.data : null,
  }
}

/** The one before us has its first sentence out: let it finish (its own deadline bounds the wait). */
async function waitForTurn(
  ctx: ServiceContext,
  turnId: string,
  signal: AbortSignal,
): Promise<void> {
  while (ctx.turns.aborts.has(turnId)) {
    await ctx.wakeup.wait(turnTopic(turnId), 200, signal)
    signal.throwIfAborted()
  }
}

function isAiSentence(event: TurnEvent): boolean {
  return event.type === 'answer.sentence' && event.origin === 'ai'
}

/** The message as plain text, for history, copy and search. */
function plainText(events: readonly TurnEvent[]): string {
  return events
    .map((event) => {
      if (event.type === 'answer.sentence') return event.text
      if (event.type === 'emergency') return event.card.text
      if (event.type === 'choices') return event.prompt
      if (event.type === 'handoff') return event.text
      return ''
    })
    .filter((text) => text !== '')
    .join('\n')
}

function logTurn(ctx: ServiceContext, attempt: Attempt, outcome: Outcome): void {
  const { steps } = attempt.collected
  ctx.logger.log('info', 'turn', {
    turn_id: attempt.claimed.id,
    request_id: ctx.requestId,
    outcome,
    duration_ms: Math.round(steps.reduce((sum, step) => sum + step.durationMs, 0)),
    input_tokens: steps.reduce((sum, step) => sum + (step.inputTokens ?? 0), 0),
    output_tokens: steps.reduce((sum, step) => sum + (step.outputTokens ?? 0), 0),
  })
}
