import type { Ports } from '../ports.ts'
import { AppError, NotFoundError } from '../shared/errors.ts'

const TYPES = ['audio/webm', 'audio/ogg', 'audio/mp4', 'audio/mpeg', 'audio/wav']

/** Turns a recording into text and keeps neither: the resident reads the text, corrects it and sends it, or does not. */
export async function transcribeSpeech(
  ctx: Pick<Ports, 'transcriptionModel'>,
  input: { bytes: Uint8Array<ArrayBuffer>; type: string; signal?: AbortSignal },
): Promise<{ text: string }> {
  if (ctx.transcriptionModel === undefined) throw new NotFoundError('page', 'transcriptions')
  const type = input.type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!TYPES.includes(type)) {
    throw new AppError('UNSUPPORTED_MEDIA', 'unsupported_media', `${type} is no recording`)
  }
  const text = await ctx.transcriptionModel.transcribe(
    { bytes: input.bytes, type },
    input.signal === undefined ? {} : { signal: input.signal },
  )
  return { text }
}
