import { z } from 'zod'
import type { StepRecord } from '../conversations/index.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import type { TurnTraceView } from '../protocol/turn-trace.ts'

type Checked = TurnTraceView['sentences'][number]

/** What the step that composes leaves behind; traces from before it kept this do not tell. */
const Composed = z.object({ said: z.number().int(), replaced: z.array(z.number().int()) })

/** The sentences said in the AI's name, with the passages they stand on: from what was stored, nothing is checked again. */
export function listChecked(events: readonly TurnEvent[], steps: readonly StepRecord[]): Checked[] {
  const passageOf = new Map(
    events
      .flatMap((event) => (event.type === 'answer.citations' ? event.citations : []))
      .map(({ n, passage_id: id }) => [n, id]),
  )
  const compose = steps.find(({ step }) => step === 'compose')
  return events
    .flatMap((event) => (event.type === 'answer.sentence' && event.origin === 'ai' ? [event] : []))
    .map(({ text, citations }, at) => {
      const ids = citations.flatMap((n) => passageOf.get(n) ?? [])
      return {
        text,
        check: ids.length === 0 ? null : checkOf(compose, at),
        passage_ids: [...new Set(ids)],
      }
    })
}

/** The sentences of the model come first; where it broke, passages said the rest. */
function checkOf(compose: StepRecord | undefined, at: number): Checked['check'] {
  if (compose === undefined) return 'quoted'
  const kept = Composed.safeParse(compose.details)
  if (!kept.success) return null
  if (at >= kept.data.said) return 'quoted'
  return kept.data.replaced.includes(at) ? 'replaced' : 'found'
}
