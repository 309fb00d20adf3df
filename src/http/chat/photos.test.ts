import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'
import { getTicket, readTicketPhoto, sweepRetention } from '../../tickets/index.ts'

const app = createApp()
const PICTURE = new Uint8Array(readFileSync(new URL('../../../.docs/draft.png', import.meta.url)))
const AREA = '420106'
type Resident = Awaited<ReturnType<typeof openResident>>

describe('photos of a report', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const send = (resident: Resident, body: BodyInit = PICTURE) =>
    resident.call(`/api/conversations/${resident.id}/photos`, { method: 'POST', body })
  const sent = async (resident: Resident): Promise<string> =>
    ((await (await send(resident)).json()) as { photo_id: string }).photo_id
  const errorOf = async (response: Response) =>
    (await response.json()) as { error: { field: string; message: string } }
  const rows = async (): Promise<number> => {
    const [row] = await database.sql<{ n: number }[]>`
      select (select count(*) from blobs) + (select count(*) from blob_chunks) + (select count(*) from photos) as n`
    return Number(row?.n)
  }

  async function report(resident: Resident, media: readonly string[]): Promise<Response> {
    const events = await resident.say('示例小区3栋的路灯坏了，已经三天了没人修')
    const [draft] = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    if (draft === undefined) throw new Error('no draft')
    return resident.post(`/api/conversations/${resident.id}/tickets`, {
      draft_id: draft.draft_id,
      client_key: crypto.randomUUID(),
      title: draft.fields.title.value,
      description: draft.fields.description.value,
      appeal_type: draft.fields.appeal_type.value,
      category_code: null,
      address: draft.fields.address.value,
      division_code: AREA,
      incident_at: draft.fields.incident_at.value,
      urgency: 'normal',
      place_unknown: false,
      media,
    })
  }

  it('goes up, comes back to the same resident alone, and can be taken back', async () => {
    const [resident, other] = await Promise.all([
      openResident(app, ports),
      openResident(app, ports),
    ])
    const id = await sent(resident)
    const path = `/api/conversations/${resident.id}/photos/${id}`
    const own = await resident.call(path)
    expect(own.headers.get('Content-Type')).toBe('image/png')
    expect(own.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect((await own.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    expect((await other.call(path)).status).toBe(404)
    expect((await other.call(`/api/conversations/${other.id}/photos/${id}`)).status).toBe(404)
    expect((await resident.call(path, { method: 'DELETE' })).status).toBe(200)
    expect((await resident.call(path)).status).toBe(404)
  })

  it('refuses what is no photo, in words, and what is too large', async () => {
    const resident = await openResident(app, ports)
    const refused = await send(resident, '<svg onload="alert(1)"></svg>')
    expect(refused.status).toBe(400)
    expect(await errorOf(refused)).toMatchObject({
      error: { field: 'photo', message: '只能传 JPG、PNG 或 WebP 格式的照片。' },
    })
    expect((await send(resident, new Uint8Array(5 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('hangs on the ticket; staff of the area see it, others do not', async () => {
    const resident = await openResident(app, ports)
    const ids = [await sent(resident), await sent(resident)]
    const response = await report(resident, ids)
    expect(response.status).toBe(201)
    const { ticket_no: ticketNo } = (await response.json()) as { ticket_no: string }
    const staff = contextOf(ports, staffActor('district', AREA))
    const { photos } = await getTicket(staff, ticketNo)
    expect(photos.toSorted()).toEqual(ids.toSorted())
    const [id = ''] = photos
    expect((await readTicketPhoto(staff, { ticketNo, id })).type).toBe('image/png')
    const elsewhere = contextOf(ports, staffActor('district', '420102'))
    await expect(readTicketPhoto(elsewhere, { ticketNo, id })).rejects.toThrow(/ticket/)
    // What was reported stays: it cannot be taken back any more.
    const path = `/api/conversations/${resident.id}/photos/${id}`
    expect((await resident.call(path, { method: 'DELETE' })).status).toBe(404)
  })

  it('somebody else’s photo, or one on another ticket, stops the confirmation with nothing written', async () => {
    const [resident, thief] = await Promise.all([
      openResident(app, ports),
      openResident(app, ports),
    ])
    const id = await sent(resident)
    const response = await report(thief, [id])
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toMatchObject({ error: { field: 'media' } })
    const tickets = await database.sql`select 1 from tickets where conversation_id = ${thief.id}`
    expect(tickets).toHaveLength(0)
  })

  it('R-PRV-3, R-PRV-4: goes with the conversation, and after a week when no ticket came of it', async () => {
    const resident = await openResident(app, ports)
    const before = await rows()
    await sent(resident)
    expect(await rows()).toBeGreaterThan(before)
    await resident.call(`/api/conversations/${resident.id}`, { method: 'DELETE' })
    expect(await rows()).toBe(before)
    const idle = await openResident(app, ports)
    await sent(idle)
    const later = new Date(ports.clock.now().getTime() + 8 * 86_400_000)
    const report = await sweepRetention({ ...ports, clock: { now: () => later } })
    expect(report.photos).toBeGreaterThanOrEqual(1)
    const left = await database.sql`select 1 from photos where conversation_id = ${idle.id}`
    expect(left).toHaveLength(0)
  })
})
