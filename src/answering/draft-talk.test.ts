import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { turnText } from './messages.ts'

const app = createApp()
type Resident = Awaited<ReturnType<typeof openResident>>

function draftOf(events: readonly TurnEvent[]) {
  const [draft] = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
  if (draft === undefined) throw new Error(`no draft: ${JSON.stringify(events.at(-1))}`)
  return draft
}

describe('talking about a draft that is shown', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const confirm = (resident: Resident, draft: ReturnType<typeof draftOf>): Promise<Response> =>
    Promise.resolve(
      resident.post(`/api/conversations/${resident.id}/tickets`, {
        draft_id: draft.draft_id,
        client_key: crypto.randomUUID(),
        title: draft.fields.title.value,
        description: draft.fields.description.value,
        appeal_type: draft.fields.appeal_type.value,
        category_code: draft.fields.category_code.value,
        address: draft.fields.address.value,
        division_code: null,
        incident_at: draft.fields.incident_at.value,
        urgency: draft.fields.urgency.value,
        place_unknown: false,
      }),
    )
  const ticketsOf = async ({ id }: Resident): Promise<number> => {
    const [row] = await database.sql<{ n: number }[]>`
      select count(*)::int as n from tickets where conversation_id = ${id}`
    return row?.n ?? -1
  }
  const report = async (resident: Resident, words: string) => draftOf(await resident.say(words))

  it('R-TKT-1: agreeing in words submits nothing, and says where to tap', async () => {
    const resident = await openResident(app, ports)
    const draft = await report(resident, '示例小区2栋的电梯坏了，昨天开始的')
    expect(draft.fields.urgency).toMatchObject({ value: 'urgent', evidence: { text: '电梯坏' } })
    const events = await resident.say('好的，提交吧')
    expect(textOf(events)).toBe(turnText('zh-CN', 'draft_tap'))
    expect(await ticketsOf(resident)).toBe(0)
    expect((await confirm(resident, draft)).status).toBe(201)
    expect(await ticketsOf(resident)).toBe(1)
  })

  it('what is put right afterwards draws the card anew, and only the new one can be confirmed', async () => {
    const resident = await openResident(app, ports)
    const first = await report(resident, '示例小区5栋的下水道堵了，昨天开始的')
    const second = draftOf(await resident.say('不是5栋，是示例小区6栋'))
    expect(second.fields.address.value).toContain('6栋')
    expect(second.fields.description.value).toContain('下水道')
    const refused = await confirm(resident, first)
    expect(refused.status).toBe(409)
    expect(((await refused.json()) as { error: { message: string } }).error.message).toMatch(
      /\p{Script=Han}/u,
    )
    expect((await confirm(resident, second)).status).toBe(201)
    expect(await ticketsOf(resident)).toBe(1)
  })

  it('R-OPS-1: who takes the ticket offered below an answer need not tell the matter again', async () => {
    const resident = await openResident(app, ports)
    const answered = await resident.say('我想问小区里的凉亭几时能翻新')
    expect(outcomeOf(answered)).toMatch(/^(?:unanswerable|answered)/)
    await resident.say('示例小区')
    const fields = draftOf(await resident.say(turnText('zh-CN', 'offer_ticket'))).fields
    expect(fields.title.value).toContain('凉亭')
    expect(fields.address.value).toBe('示例小区')
    expect(fields.description.evidence?.text).toContain('凉亭')
  })

  it('算了 takes the card back', async () => {
    const resident = await openResident(app, ports)
    const draft = await report(resident, '示例小区7栋楼道堆满杂物，一个月了')
    expect(textOf(await resident.say('算了不报了'))).toBe(turnText('zh-CN', 'draft_withdrawn'))
    expect((await confirm(resident, draft)).status).toBe(409)
    expect(await ticketsOf(resident)).toBe(0)
  })

  it('R-EMG-6: in safety mode the numbers lead, and what is told goes into a draft below them', async () => {
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say('楼道里着火了，好大的烟'))).toBe('emergency_alarm')
    const events = await resident.say('示例小区9栋2单元')
    expect(outcomeOf(events)).toBe('emergency_safety_mode')
    const types = events.map(({ type }) => type)
    expect(types.indexOf('emergency')).toBeLessThan(types.indexOf('ticket.draft'))
    expect(draftOf(events).fields.address.value).toContain('9栋')
  })

  it('R-EMG-6: a card that was a mistake gives way to what it stood in front of', async () => {
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say('楼道里好像着火了，有烟'))).toBe('emergency_alarm')
    const asked = await resident.say('你搞错了，没那么严重，是邻居天天熏腊肉')
    expect(textOf(asked)).toContain(turnText('zh-CN', 'safety_over'))
    expect(outcomeOf(asked)).toBe('ticket_question')
    const fields = draftOf(await resident.say('示例小区8栋，昨天晚上开始的')).fields
    expect(fields.description.value).toContain('有烟')
    // What staff light up stands in the message it was said in.
    const { message_id: id, start, end, text } = fields.description.evidence ?? {}
    const [message] = await database.sql<{ text: string }[]>`
      select text from messages where id = ${id ?? ''}`
    expect(message?.text.slice(start, end)).toBe(text)
  })

  it('R-EMG-6: a question that met only the card is answered once the danger is over', async () => {
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say('厨房着火了，快来人'))).toBe('emergency_alarm')
    expect(outcomeOf(await resident.say('居住证怎么办？'))).toBe('emergency_safety_mode')
    expect(outcomeOf(await resident.say('没事了，火灭了'))).toMatch(/^(?:answered|unanswerable)/)
    // What was over is not raised again by what is said next.
    expect(outcomeOf(await resident.say('谢谢'))).toBe('greeting')
  })

  it('R-EMG-6: who is threatened at home gets no form', async () => {
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say('老公又打我了，不敢回家'))).toBe('emergency_alarm')
    const events = await resident.say('示例小区9栋2单元')
    expect(events.some(({ type }) => type === 'ticket.draft' || type === 'choices')).toBe(false)
  })
})
