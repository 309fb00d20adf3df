import type { Transaction } from '../db/client.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { newId } from '../shared/ids.ts'
import { storeAnswer } from './end-turn.ts'
import { isSaid } from './said.ts'
import { finishTurn, insertTerminalEvent, listTurnEvents, setAnswerMessage } from './turn-store.ts'

/**
 * Ends a turn from outside: taken over, stopped, or left behind by a process that died. What the resident saw of it
 * stays as its message. False when it had ended already. Call it while holding the conversation's row lock.
 */
export async function cutTurn(
  tx: Transaction,
  cut: {
    turnId: string
    conversationId: string
    status: 'failed' | 'superseded'
    outcome: Outcome
    terminal: TurnEvent
    at: Date
  },
): Promise<boolean> {
  const { turnId, conversationId, status, outcome, at } = cut
  const messageId = newId('msg')
  const finished = await finishTurn(tx, { id: turnId, status, outcome, at })
  if (!finished) return false
  // From here nothing more is appended: what is stored is what was seen.
  const events = (await listTurnEvents(tx, turnId, 0)).map(({ event }) => event).filter(isSaid)
  if (events.length > 0) {
    await storeAnswer(tx, { turnId, conversationId, messageId, outcome, events, at })
    await setAnswerMessage(tx, turnId, messageId)
  }
  await insertTerminalEvent(tx, turnId, cut.terminal)
  return true
}

export function supersededEvent(turnId: string) {
  return { type: 'turn.failed', turn_id: turnId, code: 'superseded', message: '' } as const
}
