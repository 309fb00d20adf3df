import type { Ports } from '../ports.ts'
import type { MaskVault } from '../llm/types.ts'
import { isTerminal, type TurnEvent } from '../protocol/turn-events.ts'
import { mapStrings, maskKnown, openMasks, unmask } from './sealed-text.ts'
import { findConversation } from './store.ts'
import { appendTurnEvent, findTurn, listTurnEvents, TERMINAL_SEQ } from './turn-store.ts'

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

/**
 * The event log of a running turn. An event is stored (masked) before anyone sees it, in the statement that checks that
 * the turn still runs; followers of this process then get it from memory.
 */
export function openTurnLog(
  ctx: Pick<Ports, 'sql' | 'clock' | 'turns' | 'wakeup'>,
  input: { turnId: string; masks: MaskVault },
): { emit(event: TurnEvent): Promise<void>; close(terminal: TurnEvent | undefined): void } {
  const entries: LoggedEvent[] = []
  ctx.turns.logs.set(input.turnId, entries)
  let seq = 0
  const publish = (entry: LoggedEvent): void => {
    entries.push(entry)
    ctx.wakeup.notify(turnTopic(input.turnId))
  }
  return {
    async emit(event) {
      seq += 1
      const mine = seq
      const stored = mapStrings(event, (text) => maskKnown(text, input.masks))
      const appended = await appendTurnEvent(ctx.sql, {
        turnId: input.turnId,
        seq: mine,
        event: stored,
        at: ctx.clock.now(),
      })
      if (!appended) throw new TurnEndedError(input.turnId)
      publish({ seq: mine, event: mapStrings(event, (text) => unmask(text, input.masks)) })
    },
    close(terminal) {
      if (terminal !== undefined) publish({ seq: TERMINAL_SEQ, event: terminal })
      else ctx.turns.logs.delete(input.turnId)
      ctx.wakeup.notify(turnTopic(input.turnId))
      const timer = setTimeout(() => ctx.turns.logs.delete(input.turnId), KEEP_MS)
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
  let last = input.afterSeq
  let quietMs = 0
  while (!input.signal.aborted) {
    const entries = await nextEvents(ctx, input.turnId, last)
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
    await ctx.wakeup.wait(turnTopic(input.turnId), POLL_MS, input.signal)
    quietMs += POLL_MS
    if (quietMs >= HEARTBEAT_MS) {
      quietMs = 0
      yield 'heartbeat'
    }
  }
}

async function nextEvents(
  ctx: Pick<Ports, 'sql' | 'vault' | 'turns'>,
  turnId: string,
  afterSeq: number,
): Promise<LoggedEvent[]> {
  const local = ctx.turns.logs.get(turnId)
  if (local !== undefined) return local.filter((entry) => entry.seq > afterSeq)
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
