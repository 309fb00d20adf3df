import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'

const app = createApp()
const FIRST = '示例花园小区3栋的路灯坏了，已经三天了没人修'
const AGAIN = '示例花园小区3栋的路灯还是坏的，已经五天了没人修'

const draftsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
const choicesOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'choices' ? event.choices.map(({ text }) => text) : []))

describe('the same matter twice', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  async function register(resident: Awaited<ReturnType<typeof openResident>>): Promise<string> {
    const [draft] = draftsOf(await resident.say(FIRST))
    if (draft === undefined) throw new Error('no draft')
    const value = (name: keyof typeof draft.fields) => draft.fields[name].value
    const response = await resident.post(`/api/conversations/${resident.id}/tickets`, {
      draft_id: draft.draft_id,
      client_key: crypto.randomUUID(),
      title: value('title'),
      description: value('description'),
      appeal_type: value('appeal_type'),
      category_code: 'E01037',
      address: value('address'),
      division_code: null,
      incident_at: value('incident_at'),
      urgency: value('urgency'),
      place_unknown: false,
    })
    expect(response.status).toBe(201)
    return ((await response.json()) as { ticket_no: string }).ticket_no
  }

  it('R-LIFE-6: one’s own open ticket is shown first, and takes the new words', async () => {
    const resident = await openResident(app, ports)
    const ticketNo = await register(resident)
    const events = await resident.say(AGAIN)
    expect(outcomeOf(events)).toBe('ticket_question')
    expect(textOf(events)).toContain(ticketNo)
    expect(choicesOf(events)).toEqual(['补充到这张工单', '还是单独登记'])
    const added = await resident.say('补充到这张工单')
    expect(outcomeOf(added)).toBe('ticket_followed')
    const rows = await database.sql`
      select s.text from ticket_supplements s join tickets t on t.id = s.ticket_id where t.ticket_no = ${ticketNo}`
    expect(rows.map((row) => row['text'])).toEqual([AGAIN])
  })

  it('R-LIFE-6: a neighbour sees the state but not the number, and may register all the same', async () => {
    const neighbour = await openResident(app, ports)
    const events = await neighbour.say(AGAIN)
    expect(outcomeOf(events)).toBe('ticket_question')
    expect(textOf(events)).toContain('类似的事')
    expect(textOf(events)).not.toMatch(/\d{8}-\d{6}/)
    const registered = await neighbour.say('还是单独登记')
    expect(outcomeOf(registered)).toBe('ticket_drafted')
    expect(draftsOf(registered)[0]?.fields.address.value).toContain('示例花园小区3栋')
  })

  it('R-LIFE-6: left at that, nothing is registered twice', async () => {
    const neighbour = await openResident(app, ports)
    await neighbour.say(AGAIN)
    const left = await neighbour.say('知道了，不重复登记')
    expect(outcomeOf(left)).toBe('ticket_followed')
    expect(draftsOf(left)).toEqual([])
  })

  it('another place is another matter', async () => {
    const neighbour = await openResident(app, ports)
    const events = await neighbour.say('示例花园小区9栋的路灯坏了，已经三天了没人修')
    expect(outcomeOf(events)).toBe('ticket_drafted')
  })
})
