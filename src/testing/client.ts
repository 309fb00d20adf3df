import type { Router } from '../http/router.ts'
import type { Ports } from '../ports.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'

export type Frame = { id: number; event: TurnEvent }

/** Complete frames of an event stream. */
export function parseFrames(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((frame) => frame.includes('data: '))
    .map((frame) => ({
      id: Number(/^id: (.*)$/m.exec(frame)?.[1] ?? 0),
      event: JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? 'null') as TurnEvent,
    }))
}

/** A resident of the app under test, through the same requests a browser sends. */
export async function openResident(app: Router, ports: Ports, locale: 'zh-CN' | 'en' = 'zh-CN') {
  const opening = { method: 'POST', headers: { 'Accept-Language': locale } }
  const created = await app.request('/api/conversations', opening, { ports })
  const session = (await created.json()) as { id: string; token: string }
  const headers = { Authorization: `Bearer ${session.token}`, 'Content-Type': 'application/json' }
  const call = (path: string, init: RequestInit = {}) =>
    app.request(
      path,
      { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } },
      { ports },
    )
  return {
    ...session,
    call,
    post: (path: string, body: unknown) =>
      call(path, { method: 'POST', body: JSON.stringify(body) }),
    async say(text: string, clientTurnId: string = crypto.randomUUID()): Promise<TurnEvent[]> {
      const response = await call(`/api/conversations/${session.id}/turns`, {
        method: 'POST',
        body: JSON.stringify({ client_turn_id: clientTurnId, text }),
      })
      return parseFrames(await response.text()).map(({ event }) => event)
    },
  }
}

export function outcomeOf(events: readonly TurnEvent[]): string {
  const last = events.at(-1)
  if (last?.type === 'turn.completed') return last.outcome
  return last?.type === 'turn.failed' ? `failed:${last.code}` : 'none'
}

export function textOf(events: readonly TurnEvent[]): string {
  return events
    .map((event) => (event.type === 'answer.sentence' ? event.text : ''))
    .join('\n')
    .trim()
}
