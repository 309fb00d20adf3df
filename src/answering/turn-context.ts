import type { ServiceContext } from '../ports.ts'
import type { PassageRecord, StepRecord, TurnEffects } from '../conversations/index.ts'
import type { MaskVault } from '../llm/types.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import type { Passage, RetrievalResult } from '../retrieval/index.ts'
import type { Understanding } from './understanding/index.ts'
import type { PendingState } from './pending.ts'

export type HistoryEntry = { role: 'resident' | 'assistant' | 'staff'; text: string }

/** What one turn knows. Readonly: a step returns a new one. Texts are masked; `masks` restores them. */
export type TurnContext = {
  readonly turnId: string
  readonly conversationId: string
  readonly residentMessageId: string
  readonly text: string
  readonly masks: MaskVault
  readonly history: readonly HistoryEntry[]
  readonly at: Date
  readonly locale: 'zh-CN' | 'en'
  readonly mode: 'ai' | 'waiting' | 'staff' | 'closed'
  readonly safetyMode: string | null
  readonly divisionCode: string | null
  readonly pending: PendingState | null
  readonly understanding?: Understanding
  readonly question?: string
  readonly retrieval?: RetrievalResult
  readonly passages?: readonly Passage[]
}

export type TurnDeps = {
  readonly ctx: ServiceContext
  readonly signal: AbortSignal
  /** `performance.now()` when the turn's own work began: first words are promised from there. */
  readonly startedAt: number
  /** Resolves once the event is stored and may be seen; rejects with TurnEndedError when the turn is no longer ours. */
  emit(event: TurnEvent): Promise<void>
  record(step: StepRecord): void
  usePassages(passages: readonly PassageRecord[]): void
  effects: TurnEffects
}

export type StepResult =
  | { readonly kind: 'continue'; readonly turn: TurnContext }
  | { readonly kind: 'stop'; readonly outcome: Outcome; readonly suggestions?: readonly string[] }

export type Step = {
  readonly name: string
  readonly run: (turn: TurnContext, deps: TurnDeps) => Promise<StepResult>
}

export function proceed(turn: TurnContext): StepResult {
  return { kind: 'continue', turn }
}

export function stop(outcome: Outcome, suggestions: readonly string[] = []): StepResult {
  return { kind: 'stop', outcome, suggestions }
}
