import { turnText } from '../messages.ts'
import type { Slot } from '../ticket-state.ts'
import type { TurnContext, TurnDeps } from '../turn-context.ts'

/** One question of a draft; all but what it is about may be skipped (R-TKT-3). */
export async function askFor(
  turn: TurnContext,
  deps: TurnDeps,
  slot: Slot | 'contact',
): Promise<void> {
  const skip = turnText(turn.locale, 'choice_skip')
  await deps.emit({
    type: 'choices',
    prompt: turnText(turn.locale, `ask_${slot}`),
    choices: slot === 'what' ? [] : [{ label: skip, text: skip }],
    skippable: slot !== 'what',
  })
}
