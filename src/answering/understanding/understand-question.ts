import { z } from 'zod'
import type { Ports } from '../../ports.ts'
import { renderPrompt } from '../../prompts/index.ts'
import { localDate } from '../../shared/clock.ts'
import { isAppError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { EMERGENCY_KINDS, type EmergencyKind, type HistoryEntry } from '../emergency/index.ts'
import { understandByRules } from './by-rules.ts'
import { Understanding } from './schema.ts'

/** The model sees the same schema plus one question more: the second look for danger, which may only add an alarm. */
const ModelReading = Understanding.extend({
  danger: z.enum(EMERGENCY_KINDS).nullable(),
  dangerEvidence: z.string().nullable(),
})
type ModelReading = z.infer<typeof ModelReading>

/** Texts are masked already and come back masked: what the model returns is stored and searched with. */
export type UnderstandInput = {
  text: string
  history: readonly HistoryEntry[]
  signal: AbortSignal
}

export type UnderstandResult = {
  understanding: Understanding
  /** A danger the rules did not see. It must be shown like any alarm (R-EMG). */
  danger?: { kind: EmergencyKind; evidence: string }
  call?: {
    durationMs: number
    promptId: string
    promptVersion: number
    model: string
    inputTokens: number
    outputTokens: number
    /** Why there was no reading: the rules decided then. */
    failed?: string
  }
}

const HISTORY_SHOWN = 6

/** The rules understand at once: a model that takes longer than this would cost the answer its three seconds (R-OPS-5). */
const PATIENCE_MS = 1_200
const SPEAKERS = { resident: '居民', assistant: 'AI', staff: '工作人员' } as const

/** Manners, safety and a person are never left to a model: what the rules are sure of stands. */
function rulesDecide(rules: Understanding): boolean {
  if (rules.intent === 'handover' || rules.intent === 'greeting' || rules.trackNo !== null)
    return true
  return rules.decline === 'abusive' || rules.decline === 'empty' || rules.decline === 'injection'
}

/** The model may reorder and cut the resident's words, but not bring in its own. */
function keepOwnWords(reading: ModelReading, rules: Understanding, text: string): Understanding {
  const { danger: _danger, dangerEvidence: _evidence, ...understanding } = reading
  const said = (part: string | null): string | null =>
    part !== null && text.includes(part) ? part : null
  const matters = reading.matters.filter((matter) => text.includes(matter.text))
  const question = reading.standaloneQuestion.trim()
  return {
    ...understanding,
    standaloneQuestion: question === '' ? rules.standaloneQuestion : question.slice(0, 500),
    matters: matters.length > 0 ? matters : rules.matters,
    place: said(reading.place) ?? rules.place,
    time: said(reading.time) ?? rules.time,
    // AI may only raise what the rules found (R-TKT urgency).
    urgency:
      rules.urgency === 'urgent' && reading.urgency === 'normal' ? 'urgent' : reading.urgency,
    clarify: reading.intent === 'clarify' ? (reading.clarify ?? rules.clarify) : null,
    trackNo: rules.trackNo,
    queryCode: rules.queryCode,
  }
}

function dangerOf(reading: ModelReading, text: string): UnderstandResult['danger'] {
  const { danger, dangerEvidence } = reading
  if (danger === null || dangerEvidence === null || dangerEvidence === '') return undefined
  return text.includes(dangerEvidence) ? { kind: danger, evidence: dangerEvidence } : undefined
}

/** One structured model call; without a model, or when it fails, the rules alone, with the same output type. */
export async function understandQuestion(
  ctx: Pick<Ports, 'chatModel' | 'clock' | 'logger'>,
  input: UnderstandInput,
): Promise<UnderstandResult> {
  const rules = understandByRules(input.text, input.history)
  const model = ctx.chatModel
  if (model === undefined || rulesDecide(rules)) return { understanding: rules }
  const prompt = renderPrompt('understand', {
    today: localDate(ctx.clock.now()),
    history: input.history
      .slice(-HISTORY_SHOWN)
      .map((entry) => `${SPEAKERS[entry.role]}:${entry.text.slice(0, 300)}`)
      .join('\n'),
    text: input.text,
  })
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const startedAt = performance.now()
  const { promptId, promptVersion } = prompt
  const call = { promptId, promptVersion, model: model.name }
  try {
    const { value, usage, durationMs } = await model.completeStructured({
      ...prompt,
      signal: AbortSignal.any([input.signal, patience]),
      schema: { name: 'Understanding', zod: ModelReading },
    })
    const danger = dangerOf(value, input.text)
    return {
      understanding: keepOwnWords(value, rules, input.text),
      ...(danger === undefined ? {} : { danger }),
      call: {
        ...call,
        durationMs,
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
      },
    }
  } catch (error) {
    // An abort belongs to the turn; everything else a model can do wrong ends at the rules.
    if (input.signal.aborted || !(isAppError(error) || patience.aborted)) throw error
    ctx.logger.log('warn', 'understand.model_failed', errorFields(error))
    const failed = isAppError(error) ? error.code : 'TIMEOUT'
    const durationMs = performance.now() - startedAt
    return {
      understanding: rules,
      call: { ...call, durationMs, inputTokens: 0, outputTokens: 0, failed },
    }
  }
}
