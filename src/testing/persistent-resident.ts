import type { TurnEvent } from '../protocol/turn-events.ts'
import { parseFrames } from './client.ts'

/** The key as the service stores it: a conversation’s own. */
export type Confirmed = { clientKey: string; ticketNo: string }
export type Answered = { conversationId: string; messageId: string }
export type Kept = { confirmed: Confirmed[]; answered: Answered[]; attempted: string[] }

const PAUSE_MS = 200
const ENOUGH_MS = 120_000
/** As long as a page waits for an answer that does not come. */
const PATIENCE_MS = 30_000

/**
 * A resident whose page does what ours does when a server goes: the same request again, under the same id, to whoever
 * answers. What was confirmed to it is written down.
 */
export async function reportPersistently(
  bases: () => string,
  at: number,
  kept: Kept,
): Promise<void> {
  const until = Date.now() + ENOUGH_MS
  const again = async <T>(work: (base: string) => Promise<T | undefined>): Promise<T> => {
    while (Date.now() < until) {
      // A server that is gone, going or coming up: the next one, a moment later.
      const done = await work(bases()).catch(() => undefined)
      if (done !== undefined) return done
      await new Promise((settle) => setTimeout(settle, PAUSE_MS))
    }
    throw new Error(`resident ${at} was not served for ${ENOUGH_MS} ms`)
  }
  const session = await again(async (base) => {
    const response = await fetch(`${base}/api/conversations`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return response.ok ? ((await response.json()) as { id: string; token: string }) : undefined
  })
  const post = (url: string, body: unknown): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${session.token}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
  const place = `示例小区${at + 1}栋`
  let turnId = crypto.randomUUID()
  const draftId = await again(async (base) => {
    const text = `南湖街道${place}楼下路灯坏了三天没人修，晚上看不见路`
    const url = `${base}/api/conversations/${session.id}/turns`
    const response = await post(url, { client_turn_id: turnId, text })
    const events: TurnEvent[] = parseFrames(await response.text()).map(({ event }) => event)
    const end = events.at(-1)
    // The turn ended without an answer: said again, it is a new one.
    if (end?.type === 'turn.failed') turnId = crypto.randomUUID()
    if (end?.type !== 'turn.completed') return undefined
    if (end.message_id !== null)
      kept.answered.push({ conversationId: session.id, messageId: end.message_id })
    return events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))[0]
      ?.draft_id
  })
  const clientKey = crypto.randomUUID()
  kept.attempted.push(`${session.id}:${clientKey}`)
  const ticketNo = await again(async (base) => {
    const response = await post(`${base}/api/conversations/${session.id}/tickets`, {
      draft_id: draftId,
      client_key: clientKey,
      title: '路灯不亮',
      description: `${place}楼下路灯坏了三天没人修`,
      appeal_type: 'help',
      category_code: 'E01037',
      address: place,
      division_code: '420106012',
      incident_at: null,
      urgency: 'normal',
      place_unknown: false,
    })
    if (!response.ok) return undefined
    return ((await response.json()) as { ticket_no: string }).ticket_no
  })
  kept.confirmed.push({ clientKey: `${session.id}:${clientKey}`, ticketNo })
}
