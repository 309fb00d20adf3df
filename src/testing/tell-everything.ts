import { insertPhoto } from '../tickets/photos/photo-store.ts'
import type { openResident } from './client.ts'
import type { TestPorts } from './ports.ts'

type Resident = Awaited<ReturnType<typeof openResident>>
export type Markers = { name: string; phone: string; sentence: string }

/** Says everything a conversation can hold, with the markers in it, and plants them where only staff or a model write. */
export async function tellEverything(
  ports: TestPorts,
  resident: Resident,
  { name, phone, sentence }: Markers,
): Promise<void> {
  const { id } = resident
  await resident.say(`我叫${name}，电话${phone}，${sentence}归谁管？`)
  const view = (await (await resident.call(`/api/conversations/${id}`)).json()) as {
    messages: { id: string }[]
  }
  await resident.post(`/api/conversations/${id}/messages/${view.messages.at(-1)?.id}/feedback`, {
    vote: 'down',
    reasons: ['wrong'],
    comment: `${sentence}没说，我是${name}`,
  })
  await resident.say(`紫阳路3栋门口${sentence}边上的路灯坏了三天没人修，我叫${name}，电话${phone}`)
  const { sql } = ports
  const at = ports.clock.now()
  await sql`insert into conversation_notes (id, conversation_id, staff_id, text, created_at)
    values (${`note_${id}`}, ${id}, 'stf_1', ${`${name} ${phone}`}, ${at})`
  await sql`insert into staff_alerts (id, conversation_id, kind, summary, created_at)
    values (${`alert_${id}`}, ${id}, 'fire', ${sentence}, ${at})`
  await sql`insert into staff_drafts (id, conversation_id, staff_id, text, removed, sources, model, prompt_id,
      prompt_version, created_at)
    values (${`draft_${id}`}, ${id}, 'stf_1', ${sentence}, ${sql.json([sentence])}, '[]', 'example', 'x', 1, ${at})`
  const bytes = new TextEncoder().encode(`${name} ${sentence}`)
  await insertPhoto(sql, {
    id: `photo_${id}`,
    conversationId: id,
    type: 'image/png',
    bytes,
    sha256: 'x',
    at,
  })
  await resident.say(`转人工，${sentence}`)
  await sql`update handoffs set reason = ${sentence} where conversation_id = ${id}`
  await sql`update conversations set pending = ${sql.json({ words: sentence })} where id = ${id}`
}

/** What people and machines write about a ticket while it is open, and a photo on it. */
export async function writeAbout(
  ports: TestPorts,
  input: { ticketNo: string; words: string; photoOf: string },
): Promise<void> {
  const { sql } = ports
  const at = ports.clock.now()
  const { words } = input
  const [ticket] = await sql<{ id: string }[]>`
    select id from tickets where ticket_no = ${input.ticketNo}`
  const id = ticket?.id ?? ''
  await sql`insert into ticket_supplements (id, ticket_id, text, kind, created_at)
    values (${`sup_${id}`}, ${id}, ${words}, 'supplement', ${at})`
  await sql`insert into ticket_notes (id, ticket_id, staff_id, staff_name, text, created_at)
    values (${`not_${id}`}, ${id}, 'stf_1', '示例', ${words}, ${at})`
  await sql`insert into ticket_alerts (id, ticket_id, kind, level, reason, created_at)
    values (${`alt_${id}`}, ${id}, 'supervise', 'street', ${words}, ${at})`
  const proposal = { title: { value: words, confidence: 1, evidence: null } }
  const location = { lat: 30.55321, long: 114.34219 }
  await sql`update tickets set ai_fields = ${sql.json(proposal)}, rating_comment = ${words},
    location = ${sql.json(location)} where id = ${id}`
  const photo = { type: 'image/png', bytes: new Uint8Array(9), sha256: 'x', at }
  await insertPhoto(sql, { id: `pho_${id}`, conversationId: input.photoOf, ...photo })
  await sql`update photos set ticket_id = ${id} where id = ${`pho_${id}`}`
}
