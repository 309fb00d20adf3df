import type { EmergencyCard } from '../protocol/turn-events.ts'
import { assessEmergency, emergencyCard, type HistoryEntry } from './emergency/index.ts'

/** Whether the gate would stop a turn with these words: what decides that a limit must let it pass (R-OPS-4). */
export function raisesAlarm(text: string, history: readonly HistoryEntry[] = []): boolean {
  return assessEmergency(text, history).alarm !== undefined
}

/** The card for words that come outside a turn, where nobody can be alerted for want of a conversation. */
export function alarmCard(text: string): EmergencyCard | undefined {
  const { alarm } = assessEmergency(text)
  return alarm === undefined ? undefined : emergencyCard(alarm.kind, false)
}
