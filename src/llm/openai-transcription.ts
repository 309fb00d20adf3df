import { createEndpoint, type EndpointConfig, type ModelDeps } from './endpoint.ts'
import { createClient } from './openai-chat.ts'
import type { TranscriptionModel } from './types.ts'

/** The extension tells the service the container; it trusts nothing else. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
}

export function createTranscriptionModel(
  config: EndpointConfig,
  deps: ModelDeps = {},
): TranscriptionModel {
  const client = createClient(config, deps)
  const endpoint = createEndpoint(config, deps)
  return {
    name: config.model,
    transcribe: ({ bytes, type }, options = {}) =>
      endpoint.call(async (signal) => {
        const file = new File([bytes], `speech.${EXTENSIONS[type] ?? 'webm'}`, { type })
        const reply = await client.audio.transcriptions.create(
          { model: config.model, file, response_format: 'json' },
          { signal },
        )
        return reply.text.trim()
      }, options),
  }
}
