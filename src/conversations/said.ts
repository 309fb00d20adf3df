import { isTerminal, type TurnEvent } from '../protocol/turn-events.ts'

/** What a resident sees of a turn and finds again in the history: neither its start, its progress nor its end. */
export function isSaid(event: TurnEvent): boolean {
  return event.type !== 'turn.started' && event.type !== 'turn.progress' && !isTerminal(event)
}

/** The message as plain text, for history, copy and search. */
export function saidText(events: readonly TurnEvent[]): string {
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

/** AI生成 as soon as one sentence was composed or extracted; reviewed fixed text alone is 系统提示 (R-LBL-2). */
export function saidLabel(events: readonly TurnEvent[]): 'ai' | 'system' {
  return events.some((event) => event.type === 'answer.sentence' && event.origin === 'ai')
    ? 'ai'
    : 'system'
}
