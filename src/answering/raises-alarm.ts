import { assessEmergency, type HistoryEntry } from './emergency/index.ts'

/** Whether the gate would stop a turn with these words: what decides that a limit must let it pass (R-OPS-4). */
export function raisesAlarm(text: string, history: readonly HistoryEntry[] = []): boolean {
  return assessEmergency(text, history).alarm !== undefined
}
