import { z } from 'zod'
import { ValidationError } from '../../shared/errors.ts'

export const MODEL_ID = 'grid-worker'
/** More than the turn reads, so that a client need not cut its own history. */
const MAX_MESSAGES = 200

const Part = z.object({ type: z.string(), text: z.string().optional() })
const Message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(Part).max(50)]).nullish(),
})

/** What is read of a request. Sampling settings are accepted and have no effect: the answer is bound to its sources. */
export const ChatRequest = z.object({
  model: z.string().max(80),
  messages: z.array(Message).min(1).max(MAX_MESSAGES),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  n: z.literal(1).nullish(),
  /** Goes on with an earlier conversation: `{conversation_id, conversation_token}` from the answer before. */
  metadata: z
    .object({
      conversation_id: z.string().max(80).optional(),
      conversation_token: z.string().max(200).optional(),
      division_code: z
        .string()
        .regex(/^\d{6}(\d{3})?(\d{3})?$/)
        .optional(),
    })
    .nullish(),
})
export type ChatRequest = z.infer<typeof ChatRequest>

export type Said = { role: 'resident' | 'assistant'; text: string }

/**
 * The last message is the resident's, those before it are history. System messages are left out: what this service may
 * say is not up to its callers (R-OPS-3, R-EMG-7).
 */
export function splitMessages(request: ChatRequest): { text: string; history: Said[] } {
  const said = request.messages.flatMap((message, index): Said[] => {
    if (message.role !== 'user' && message.role !== 'assistant') return []
    const text = plainText(message.content ?? '', index)
    if (text.trim() === '') return []
    return [{ role: message.role === 'user' ? 'resident' : 'assistant', text }]
  })
  const last = said.at(-1)
  if (last?.role !== 'resident') {
    throw new ValidationError('messages', 'the last message must be a user message with text')
  }
  return { text: last.text, history: said.slice(0, -1) }
}

function plainText(content: string | readonly z.infer<typeof Part>[], index: number): string {
  if (typeof content === 'string') return content
  return content
    .map((part) => {
      if (part.type === 'text' && part.text !== undefined) return part.text
      throw new ValidationError(`messages.${index}.content`, `only text is read, not ${part.type}`)
    })
    .join('\n')
}
