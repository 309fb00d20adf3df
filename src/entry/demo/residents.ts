import { turnText } from '../../answering/index.ts'
import type { Router } from '../../http/router.ts'
import type { Ports } from '../../ports.ts'
import {
  ConfirmTicketResponse,
  TicketDraftCard,
  type ConfirmTicketRequest,
} from '../../protocol/tickets.ts'
import { localIso } from '../../shared/clock.ts'
import { STREET, STREET_NAME, type TalkScene, type TicketScene } from './scenes.ts'

/** What the assistant asks before it drafts; the example quarter always lies in the same street. */
const ANSWERS = [`就在示例小区，${STREET_NAME}`, '今天早上发现的', '跳过']
/** The same lamp is reported twice: the second resident taps this when shown the first ticket. */
const REGISTER = turnText('zh-CN', 'same_register')

/** Middle of the example quarter, as in `stations.example.json`. */
const QUARTER = { lat: 30.55, long: 114.34 }

export type World = { app: Router; ports: Ports }
export type Filed = { no: string; code: string }

/** A resident speaks through the same requests a browser sends, so that the demo shows what the service does. */
async function openConversation({ app, ports }: World) {
  const created = await app.request('/api/conversations', { method: 'POST' }, { ports })
  if (!created.ok) throw new Error(`no conversation: ${await created.text()}`)
  const { id, token } = (await created.json()) as { id: string; token: string }
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const post = async (path: string, body: unknown): Promise<string> => {
    const response = await app.request(
      `/api/conversations/${id}/${path}`,
      { method: 'POST', headers, body: JSON.stringify(body) },
      { ports },
    )
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${text}`)
    return text
  }
  return {
    say: (text: string) => post('turns', { client_turn_id: crypto.randomUUID(), text }),
    confirm: async (body: ConfirmTicketRequest) =>
      ConfirmTicketResponse.parse(JSON.parse(await post('tickets', body))),
  }
}

function draftOf(stream: string): TicketDraftCard | undefined {
  for (const line of stream.split('\n')) {
    if (!line.startsWith('data: ') || !line.includes('"ticket.draft"')) continue
    const { drafts } = JSON.parse(line.slice(6)) as { drafts: unknown[] }
    return TicketDraftCard.parse(drafts[0])
  }
  return undefined
}

export async function playTalk(world: World, scene: TalkScene): Promise<void> {
  const resident = await openConversation(world)
  for (const words of scene.words) await resident.say(words)
}

/** Words, the draft made of them, and the confirmed ticket with its query code. */
export async function fileTicket(world: World, scene: TicketScene): Promise<Filed> {
  const resident = await openConversation(world)
  let heard = await resident.say(scene.words)
  for (const answer of ANSWERS) {
    if (draftOf(heard) !== undefined) break
    heard = await resident.say(heard.includes(REGISTER) ? REGISTER : answer)
  }
  const draft = draftOf(heard)
  if (draft === undefined) throw new Error(`no draft came of: ${scene.words}`)
  const filed = await resident.confirm({
    draft_id: draft.draft_id,
    client_key: crypto.randomUUID(),
    title: scene.title,
    description: scene.words,
    appeal_type: scene.appeal,
    category_code: scene.category,
    address: scene.address,
    division_code: STREET,
    incident_at: localIso(world.ports.clock.now()),
    urgency: scene.urgency ?? 'normal',
    place_unknown: false,
    location:
      scene.metresNorth === undefined
        ? null
        : {
            lat: QUARTER.lat + scene.metresNorth / 111_000,
            long: QUARTER.long,
            source_crs: 'wgs84',
            accuracy_m: 30,
          },
    anonymous: true,
    confidentiality: 'internal',
    reporter: null,
    media: [],
  })
  return { no: filed.ticket_no, code: filed.query_code ?? '' }
}
