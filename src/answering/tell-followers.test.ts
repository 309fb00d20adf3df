import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { getTicket, transitionTicket } from '../tickets/index.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { turnText } from './messages.ts'
import { tellFollowers } from './tell-followers.ts'

const app = createApp()
const WORDS = '示例花园小区8栋的路灯坏了，已经三天了没人修'
const AREA = '420106'
type Resident = Awaited<ReturnType<typeof openResident>>

describe('R-LIFE-6: following a matter instead of registering it twice', () => {
  let database: TestDatabase
  let ports: TestPorts
  let first: Resident
  let neighbour: Resident
  let no = ''
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    first = await openResident(app, ports)
    neighbour = await openResident(app, ports)
    no = await register(first)
  })
  afterAll(() => database.close())

  const choicesOf = (events: readonly TurnEvent[]) =>
    events.flatMap((event) =>
      event.type === 'choices' ? event.choices.map(({ text }) => text) : [],
    )

  async function register(resident: Resident): Promise<string> {
    const [draft] = (await resident.say(WORDS)).flatMap((event) =>
      event.type === 'ticket.draft' ? event.drafts : [],
    )
    if (draft === undefined) throw new Error('no draft')
    const response = await resident.post(`/api/conversations/${resident.id}/tickets`, {
      draft_id: draft.draft_id,
      client_key: crypto.randomUUID(),
      title: draft.fields.title.value,
      description: draft.fields.description.value,
      appeal_type: draft.fields.appeal_type.value,
      category_code: 'E01037',
      address: draft.fields.address.value,
      division_code: AREA,
      incident_at: draft.fields.incident_at.value,
      urgency: 'normal',
      place_unknown: false,
    })
    return ((await response.json()) as { ticket_no: string }).ticket_no
  }

  async function saidTo(resident: Resident): Promise<string[]> {
    const view = await resident.call(`/api/conversations/${resident.id}`)
    const { messages } = (await view.json()) as { messages: { label: string; text: string }[] }
    return messages.filter(({ label }) => label === 'system').map(({ text }) => text)
  }
  const staff = () => contextOf(ports, staffActor('district', AREA))
  const move = async (to: 'accepted' | 'processing') => {
    const { version } = await getTicket(staff(), no)
    const unit = to === 'processing' ? { lead_unit: 'u', lead_unit_name: '示例单位' } : {}
    await transitionTicket(staff(), no, { to, version, ...unit })
  }

  it('is offered beside leaving it and registering all the same; no number of another person is shown', async () => {
    const events = await neighbour.say(WORDS)
    expect(choicesOf(events)).toEqual([
      turnText('zh-CN', 'same_follow'),
      turnText('zh-CN', 'same_leave'),
      turnText('zh-CN', 'same_register'),
    ])
    expect(JSON.stringify(events)).not.toContain(no)
    const followed = await neighbour.say(turnText('zh-CN', 'same_follow'))
    expect(outcomeOf(followed)).toBe('ticket_followed')
    expect(textOf(followed)).toBe(turnText('zh-CN', 'same_followed'))
    expect((await getTicket(staff(), no)).followers).toBe(1)
  })

  it('tells the owner with the number and the follower without it, once per change', async () => {
    await move('accepted')
    expect(await tellFollowers(ports)).toEqual({ told: 0 })
    await move('processing')
    expect(await tellFollowers(ports)).toEqual({ told: 2 })
    expect(await tellFollowers(ports)).toEqual({ told: 0 })
    const [own, followed] = await Promise.all([saidTo(first), saidTo(neighbour)])
    expect(own.at(-1)).toBe(turnText('zh-CN', 'news_own_processing', { ticket_no: no }))
    expect(followed.at(-1)).toBe(turnText('zh-CN', 'news_followed_processing'))
  })

  it('R-PRV-4: news of ours do not make a conversation count as used', async () => {
    const used = () => database.sql<{ at: Date }[]>`
      select last_active_at as at from conversations where id = ${neighbour.id}`
    const [before] = await used()
    await database.sql`update ticket_followers set told_status = 'accepted'`
    expect(await tellFollowers(ports)).toEqual({ told: 2 })
    const [after] = await used()
    expect(after).toEqual(before)
  })

  it('R-PRV-3: deleting the conversation ends it', async () => {
    const response = await neighbour.call(`/api/conversations/${neighbour.id}`, {
      method: 'DELETE',
    })
    expect(response.status).toBe(200)
    expect((await getTicket(staff(), no)).followers).toBe(0)
    await database.sql`update ticket_followers set told_status = 'accepted'`
    expect(await tellFollowers(ports)).toEqual({ told: 1 })
  })
})
