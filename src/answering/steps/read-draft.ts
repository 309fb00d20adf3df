import { z } from 'zod'
import type { DraftReading } from '../../tickets/index.ts'
import { renderPrompt } from '../../prompts/index.ts'
import { APPEAL_TYPES, URGENCIES, type Urgency } from '../../protocol/tickets.ts'
import { localDate } from '../../shared/clock.ts'
import { isAppError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { checkSentence } from '../checks/index.ts'
import type { TurnContext, TurnDeps } from '../turn-context.ts'

const ModelDraft = z.object({
  title: z.string().nullable(),
  appealType: z.enum(APPEAL_TYPES).nullable(),
  appealEvidence: z.string().nullable(),
  address: z.string().nullable(),
  incidentAt: z.string().nullable(),
  urgency: z.enum(URGENCIES),
})
type ModelDraft = z.infer<typeof ModelDraft>

export type ReadDraft = {
  reading: DraftReading
  address: string | null
  incidentAt: string | null
  urgency: Urgency
}

/** The card appears within the turn's three seconds, read by the model or by the rules alone (R-OPS-5). */
const CARD_MS = 2_800
const LEAST_PATIENCE_MS = 400
const TITLE_MAX = 30

/** What the model makes of one matter, as far as the resident's own words bear it out; undefined leaves it to the rules. */
export async function readDraft(
  turn: TurnContext,
  deps: TurnDeps,
  words: string,
): Promise<ReadDraft | undefined> {
  const { chatModel } = deps.ctx
  const left = Math.floor(CARD_MS - (performance.now() - deps.startedAt))
  if (chatModel === undefined || left < LEAST_PATIENCE_MS) return undefined
  const prompt = renderPrompt('draft-ticket', { today: localDate(turn.at), words })
  const patience = AbortSignal.timeout(left)
  try {
    const { value, usage, durationMs } = await chatModel.completeStructured({
      ...prompt,
      signal: AbortSignal.any([deps.signal, patience]),
      schema: { name: 'DraftReading', zod: ModelDraft },
    })
    deps.record({
      step: 'draft-ticket:model',
      durationMs,
      promptId: prompt.promptId,
      promptVersion: prompt.promptVersion,
      model: chatModel.name,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
    })
    return keepOwnWords(value, words)
  } catch (error) {
    if (deps.signal.aborted || !(isAppError(error) || patience.aborted)) throw error
    deps.ctx.logger.log('warn', 'draft_ticket.model_failed', errorFields(error))
    return undefined
  }
}

function keepOwnWords(draft: ModelDraft, words: string): ReadDraft {
  const said = (part: string | null): string | null =>
    part !== null && part !== '' && words.includes(part) ? part : null
  const title = draft.title?.trim() ?? ''
  const titleStands =
    title !== '' && [...title].length <= TITLE_MAX && checkSentence(title, [words]).ok
  const evidence = said(draft.appealEvidence)
  return {
    reading: {
      title: titleStands ? title : null,
      appealType: evidence === null ? null : draft.appealType,
      evidence,
    },
    address: said(draft.address),
    incidentAt: said(draft.incidentAt),
    urgency: draft.urgency,
  }
}
