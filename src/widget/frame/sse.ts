export type SseMessage = { id: string; event: string; data: string }

/** Server-sent events from a fetch response, so that the token travels in a header and never in a URL. */
export async function* readSse(response: Response): AsyncGenerator<SseMessage> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      buffer += value
      const frames = buffer.split('\n\n')
      buffer = frames.pop() ?? ''
      for (const frame of frames) {
        const message = parseFrame(frame)
        if (message !== undefined) yield message
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

export function parseFrame(frame: string): SseMessage | undefined {
  const message: SseMessage = { id: '', event: 'message', data: '' }
  for (const line of frame.split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ /, '')
    if (name === 'id') message.id = value
    else if (name === 'event') message.event = value
    else if (name === 'data') message.data += message.data === '' ? value : `\n${value}`
  }
  return message.data === '' ? undefined : message
}
