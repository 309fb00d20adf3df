import type { MessageView } from '../protocol/conversations.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { parseFrames, type Frame } from './client.ts'

export type Heard = { status: number; frames: Frame[]; events: TurnEvent[]; body: string }

export type SayOptions = {
  /** Another server of the same service; the conversation's own by default. */
  base?: string
  clientTurnId?: string
  lastEventId?: number
  signal?: AbortSignal
  onEvent?: (event: TurnEvent) => void
  /** False when `onEvent` is all that is wanted: nothing is collected then. */
  keep?: boolean
}

export type RemoteResident = {
  id: string
  token: string
  say(text: string, options?: SayOptions): Promise<Heard>
  messages(): Promise<MessageView[]>
}

/** A resident on a real connection: reads the stream as it comes, may break it off and come back. */
export async function openRemoteResident(base: string): Promise<RemoteResident> {
  const created = await fetch(`${base}/api/conversations`, { method: 'POST' })
  const session = (await created.json()) as { id: string; token: string }
  const headers = { Authorization: `Bearer ${session.token}`, 'Content-Type': 'application/json' }
  return {
    ...session,
    async say(text, options = {}) {
      const response = await fetch(
        `${options.base ?? base}/api/conversations/${session.id}/turns`,
        {
          method: 'POST',
          headers: {
            ...headers,
            ...(options.lastEventId === undefined
              ? {}
              : { 'Last-Event-ID': String(options.lastEventId) }),
          },
          body: JSON.stringify({
            client_turn_id: options.clientTurnId ?? crypto.randomUUID(),
            text,
          }),
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        },
      )
      return listen(response, options)
    },
    async messages() {
      const response = await fetch(`${base}/api/conversations/${session.id}`, { headers })
      return ((await response.json()) as { messages: MessageView[] }).messages
    },
  }
}

async function listen(response: Response, options: SayOptions): Promise<Heard> {
  const heard: Heard = { status: response.status, frames: [], events: [], body: '' }
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true })
      if (options.keep !== false) heard.body += text
      rest += text
      const end = rest.lastIndexOf('\n\n')
      if (end < 0) continue
      for (const frame of parseFrames(rest.slice(0, end))) {
        if (options.keep !== false) {
          heard.frames.push(frame)
          heard.events.push(frame.event)
        }
        options.onEvent?.(frame.event)
      }
      rest = rest.slice(end + 2)
    }
  } catch (error) {
    // Breaking off is what the caller asked for; anything else is a finding.
    if (options.signal?.aborted !== true) throw error
  }
  return heard
}
