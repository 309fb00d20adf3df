import type { TurnEvent } from '../protocol/turn-events.ts'
import { newId } from '../shared/ids.ts'
import { assessEmergency, emergencyCard } from './emergency/index.ts'

/**
 * With the database gone nothing can be stored or looked up, but the emergency gate still answers from its bundled texts
 * (DESIGN.md law 5). Undefined when the message is no emergency.
 */
export function startOfflineTurn(input: {
  text: string
  clientTurnId: string
}): readonly TurnEvent[] | undefined {
  const { alarm } = assessEmergency(input.text, [])
  if (alarm === undefined) return undefined
  const turnId = newId('turn')
  return [
    {
      type: 'turn.started',
      turn_id: turnId,
      conversation_id: '',
      client_turn_id: input.clientTurnId,
      message_id: '',
    },
    // Nobody was told: the database that would carry the alert is the part that is gone (R-EMG-5).
    { type: 'emergency', card: emergencyCard(alarm.kind, false) },
    {
      type: 'turn.completed',
      turn_id: turnId,
      message_id: null,
      outcome: 'emergency_alarm',
      suggestions: [],
    },
  ]
}
