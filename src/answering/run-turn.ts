import {
  endTurn,
  isSaid,
  keepTrace,
  openTurnLog,
  reloadClaim,
  TurnEndedError,
  TurnStoppedError,
  waitForTurnEnd,
  watchFollowers,
  type ClaimedTurn,
  type PassageRecord,
  type StepRecord,
  type TurnEffects,
  type TurnEnd,
  type TurnLog,
} from '../conversations/index.ts'
import type { ServiceContext, TurnWatch } from '../ports.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { isAppError } from '../shared/errors.ts'
import { errorFields } from '../shared/logger.ts'
import { PendingState } from './pending.ts'
import { raisesAlarm } from './raises-alarm.ts'
import { turnText } from './messages.ts'
import { thenAskAgain } from './steps/ask-again.ts'
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
  thenAskAgain(trackTicket),
  draftTicket,
  thenAskAgain(declineOrRedirect),
  thenAskAgain(answerQuestion),
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
  const stopWatching = watchFollowers(ctx, {
    turnId: claimed.id,
    conversationId: claimed.conversation.id,
    onAbandoned: () => abort.abort(new TurnStoppedError('abandoned')),
  })
  const log = openTurnLog(ctx, { turnId: claimed.id, masks: claimed.masks })
  const collected = new Collected()
  const watch = ctx.telemetry?.startTurn({ turnId: claimed.id, requestId: ctx.requestId })
  try {
    const end = await attemptTurn(ctx, { claimed, abort, collected, log, watch })
    log.close(end)
  } catch (error) {
    log.close(undefined)
    if (!(error instanceof TurnEndedError)) log.fail(error)
    await explainEnd(ctx, { claimed, collected, error })
  } finally {
    clearTimeout(timer)
    stopWatching()
    ctx.turns.aborts.delete(claimed.id)
    watch?.end(collected.outcome ?? 'ended_elsewhere')
  }
}

/** The turn was ended from outside, or its end could not be stored; neither may stop whoever runs us. */
async function explainEnd(
  ctx: ServiceContext,
  input: { claimed: ClaimedTurn; collected: Collected; error: unknown },
): Promise<void> {
  const { claimed, collected, error } = input
  const fields = { turn_id: claimed.id }
  if (!(error instanceof TurnEndedError)) {
    ctx.logger.log('error', 'turn.not_ended', { ...fields, ...errorFields(error) })
    return
  }
  const { steps, passages } = collected
  await keepTrace(ctx, { turnId: claimed.id, steps, passages }).catch((lost: unknown) =>
    ctx.logger.log('warn', 'turn.trace_lost', { ...fields, ...errorFields(lost) }),
  )
}

/** What the steps leave behind besides the events themselves. */
class Collected {
  readonly events: TurnEvent[] = []
  readonly steps: StepRecord[] = []
  readonly effects: TurnEffects = {}
  passages: readonly PassageRecord[] = []
  outcome: Outcome | undefined
}

type Attempt = {
  claimed: ClaimedTurn
  abort: AbortController
  collected: Collected
  log: TurnLog
  watch: TurnWatch | undefined
}

async function attemptTurn(ctx: ServiceContext, attempt: Attempt): Promise<TurnEvent | undefined> {
  const { claimed, collected, log } = attempt
  await log.emit({
    type: 'turn.started',
    turn_id: claimed.id,
    conversation_id: claimed.conversation.id,
    client_turn_id: claimed.clientTurnId,
    message_id: claimed.residentMessageId,
  })
  let result: Ending
  try {
    const ready = await afterTurnBefore(ctx, attempt)
    result = await runSteps(STEPS, turnContext(ctx, ready), turnDeps(ctx, attempt))
  } catch (error) {
    if (error instanceof TurnEndedError) throw error
    result = endAfterError(ctx, attempt, error)
  }
  logTurn(ctx, attempt, result.outcome)
  await log.flush()
  return endTurn(ctx, {
    turnId: claimed.id,
    conversationId: claimed.conversation.id,
    status: 'completed',
    ...result,
    events: collected.events,
    suggestions: result.suggestions ?? [],
    masks: claimed.masks,
    effects: result.failure === undefined ? collected.effects : {},
    steps: collected.steps,
    passages: collected.passages,
  })
}

/** The one before us has its first sentence out: it finishes, and what it leaves behind is part of our conversation. */
async function afterTurnBefore(ctx: ServiceContext, attempt: Attempt): Promise<ClaimedTurn> {
  const { claimed } = attempt
  if (claimed.waitFor === null) return claimed
  // Danger waits for nobody, least of all for an answer that hangs (R-EMG).
  if (raisesAlarm(claimed.text, claimed.history)) return claimed
  await waitForTurnEnd(ctx, { turnId: claimed.waitFor, signal: attempt.abort.signal })
  return reloadClaim(ctx, claimed)
}

type Ending = Pick<TurnEnd, 'outcome' | 'failure'> & {
  status?: TurnEnd['status']
  suggestions?: readonly string[]
}

function endAfterError(ctx: ServiceContext, attempt: Attempt, error: unknown): Ending {
  const { claimed, abort, collected } = attempt
  if (abort.signal.reason instanceof TurnStoppedError) {
    // Asked for, or nobody there to ask: what was said is the answer.
    return collected.events.length > 0
      ? { outcome: 'answered_partial' }
      : {
          status: 'superseded',
          outcome: 'superseded_by_restart',
          failure: { code: 'superseded', message: '' },
        }
  }
  const timedOut = abort.signal.aborted
  const code = timedOut ? 'timeout' : 'internal'
  ctx.logger.log(isAppError(error) || timedOut ? 'warn' : 'error', 'turn.failed', {
    turn_id: claimed.id,
    ...errorFields(error),
  })
  return {
    status: 'failed',
    outcome: timedOut ? 'error_timeout' : 'error_internal',
    failure: { code, message: turnText(claimed.conversation.locale, `failed_${code}`) },
  }
}

function turnDeps(ctx: ServiceContext, attempt: Attempt): TurnDeps {
  const { collected } = attempt
  return {
    ctx,
    signal: attempt.abort.signal,
    startedAt: performance.now(),
    effects: collected.effects,
    async emit(event) {
      await attempt.log.emit(event)
      if (isSaid(event)) collected.events.push(event)
    },
    record: (step) => {
      collected.steps.push(step)
      attempt.watch?.step(step)
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

function logTurn(ctx: ServiceContext, attempt: Attempt, outcome: Outcome): void {
  const { steps } = attempt.collected
  attempt.collected.outcome = outcome
  ctx.logger.log('info', 'turn', {
    turn_id: attempt.claimed.id,
    request_id: ctx.requestId,
    outcome,
    duration_ms: Math.round(steps.reduce((sum, step) => sum + step.durationMs, 0)),
    input_tokens: steps.reduce((sum, step) => sum + (step.inputTokens ?? 0), 0),
    output_tokens: steps.reduce((sum, step) => sum + (step.outputTokens ?? 0), 0),
  })
}
