import type { Ports, RunningTurns } from '../ports.ts'
import type { MaskVault } from '../llm/types.ts'
import { isTerminal, type TurnEvent } from '../protocol/turn-events.ts'
import { supersededEvent } from './cut-turn.ts'
import { mapStrings, maskKnown, openMasks, unmask } from './sealed-text.ts'
import { findConversation } from './store.ts'
import { eventWriterFor, type Haste } from './event-writer.ts'
import { joinFollowers } from './followers.ts'
import { findTurn, listTurnEvents, TERMINAL_SEQ } from './turn-store.ts'

/** Someone else ended this turn (restart, takeover, sweep): stop quietly, everything is stored already. */
export class TurnEndedError extends Error {
  constructor(turnId: string) {
    super(`turn ${turnId} was ended elsewhere`)
    this.name = 'TurnEndedError'
  }
}

export type LoggedEvent = { seq: number; event: TurnEvent }

export function turnTopic(turnId: string): string {
  return `turn:${turnId}`
}

/** How long a finished turn's events stay in memory for followers of this process. */
const KEEP_MS = 30_000

export type TurnLog = {
  /**
   * Resolves once the event is stored and may be seen; rejects with TurnEndedError when the turn is no longer ours. A
   * sign of progress is not waited for: when it cannot be stored, the next event says so.
   */
  emit(event: TurnEvent): Promise<void>
  /** Resolves when everything emitted has been stored or refused. */
  flush(): Promise<void>
  close(terminal: TurnEvent | undefined): void
  /** The end could not be stored: whoever follows here is told so now, and not by the sweep when there is room again. */
  fail(error: unknown): void
}

/** Why a turn of this process could not be ended, for its followers. */
const failures = new WeakMap<RunningTurns, Map<string, unknown>>()

/**
 * The event log of a running turn. An event is stored (masked) before anyone sees it, in the statement that checks that
 * the turn still runs; followers of this process then get it from memory.
 */
export function openTurnLog(
  ctx: Pick<Ports, 'sql' | 'clock' | 'turns' | 'wakeup'>,
  input: { turnId: string; masks: MaskVault },
): TurnLog {
  const entries: LoggedEvent[] = []
  ctx.turns.logs.set(input.turnId, entries)
  const writer = eventWriterFor(ctx.sql)
  let seq = 0
  let last: Promise<void> = Promise.resolve()
  let lost: { error: unknown } | undefined
  const publish = (entry: LoggedEvent): void => {
    entries.push(entry)
    ctx.wakeup.notify(turnTopic(input.turnId))
  }
  const store = async (mine: number, event: TurnEvent, haste: Haste): Promise<void> => {
    const stored = mapStrings(event, (text) => maskKnown(text, input.masks))
    const at = ctx.clock.now()
    const appended = await writer.append(
      { turnId: input.turnId, seq: mine, event: stored, at },
      haste,
    )
    if (!appended) throw new TurnEndedError(input.turnId)
    publish({ seq: mine, event: mapStrings(event, (text) => unmask(text, input.masks)) })
  }
  return {
    async emit(event) {
      if (lost !== undefined) throw lost.error
      seq += 1
      const haste = event.type === 'turn.progress' || event.type === 'turn.started' ? 'soon' : 'now'
      const stored = store(seq, event, haste)
      last = stored.catch((error: unknown) => {
        lost ??= { error }
      })
      if (haste === 'now') await stored
    },
    flush() {
      writer.hurry()
      return last
    },
    close(terminal) {
      if (terminal !== undefined) publish({ seq: TERMINAL_SEQ, event: terminal })
      else ctx.turns.logs.delete(input.turnId)
      ctx.wakeup.notify(turnTopic(input.turnId))
      const timer = setTimeout(() => ctx.turns.logs.delete(input.turnId), KEEP_MS)
      if (typeof timer === 'object') timer.unref()
    },
    fail(error) {
      const known = failures.get(ctx.turns) ?? new Map<string, unknown>()
      failures.set(ctx.turns, known.set(input.turnId, error))
      ctx.wakeup.notify(turnTopic(input.turnId))
      const timer = setTimeout(() => known.delete(input.turnId), KEEP_MS)
      if (typeof timer === 'object') timer.unref()
    },
  }
}

const POLL_MS = 400
const HEARTBEAT_MS = 10_000

/**
 * Replays what came after `afterSeq`, then tails until the terminal event. Works for a turn of this process (memory),
 * of another one (polling the table) and for one that ended long ago.
 */
export async function* followTurn(
  ctx: Pick<Ports, 'sql' | 'vault' | 'turns' | 'wakeup' | 'clock'>,
  input: { turnId: string; afterSeq: number; signal: AbortSignal },
): AsyncGenerator<LoggedEvent | 'heartbeat'> {
  const leave = joinFollowers(ctx.turns, input.turnId)
  try {
    yield* tailTurn(ctx, input)
  } finally {
    leave()
  }
}

async function* tailTurn(
  ctx: Pick<Ports, 'sql' | 'vault' | 'turns' | 'wakeup'>,
  input: { turnId: string; afterSeq: number; signal: AbortSignal },
): AsyncGenerator<LoggedEvent | 'heartbeat'> {
  let last = input.afterSeq
  let quietMs = 0
  while (!input.signal.aborted) {
    const local = ctx.turns.logs.get(input.turnId)
    const entries =
      local === undefined
        ? await readStored(ctx, input.turnId, last)
        : local.filter((entry) => entry.seq > last)
    for (const entry of entries) {
      last = entry.seq
      yield entry
      if (isTerminal(entry.event)) return
    }
    if (entries.length > 0) {
      quietMs = 0
      continue
    }
    if (last >= TERMINAL_SEQ) return
    const failure = local === undefined && failures.get(ctx.turns)?.get(input.turnId)
    if (failure) throw failure
    // Nothing can be said between reading the log in memory and waiting, so only the table has to be polled.
    const waitMs = local === undefined ? POLL_MS : HEARTBEAT_MS - quietMs
    await ctx.wakeup.wait(turnTopic(input.turnId), waitMs, input.signal)
    quietMs += waitMs
    if (quietMs >= HEARTBEAT_MS) {
      quietMs = 0
      if (local === undefined && (await findTurn(ctx.sql, input.turnId)) === undefined) {
        // Erased with its conversation by another process: nothing will ever be said here.
        yield { seq: TERMINAL_SEQ, event: supersededEvent(input.turnId) }
        return
      }
      yield 'heartbeat'
    }
  }
}

async function readStored(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  turnId: string,
  afterSeq: number,
): Promise<LoggedEvent[]> {
  const rows = await listTurnEvents(ctx.sql, turnId, afterSeq)
  if (rows.length === 0) return []
  const turn = await findTurn(ctx.sql, turnId)
  const conversation = turn && (await findConversation(ctx.sql, turn.conversationId))
  const masks = await openMasks(ctx.vault, conversation?.private ?? null)
  return rows.map(({ seq, event }) => ({
    seq,
    event: mapStrings(event, (text) => unmask(text, masks)),
  }))
}
