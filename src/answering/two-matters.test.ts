import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'

const app = createApp()
const draftsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))

describe('several matters in one message', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-TKT-2: two reports make two cards, each with its own words and place', async () => {
    const resident = await openResident(app, ports)
    const events = await resident.say(
      '示例花园小区5栋楼道垃圾三天没人清；第二，示例花园小区北门的井盖翘起来了',
    )
    expect(outcomeOf(events)).toBe('ticket_drafted')
    const [first, second] = draftsOf(events).map(({ fields }) => fields)
    expect(first?.title.value).toContain('垃圾')
    expect(first?.address.value).toContain('5栋')
    expect(second?.title.value).toContain('井盖')
    expect(second?.address.value).not.toContain('5栋')
  })

  it('R-TKT-2: a report and a question make a card without the question, and an answer', async () => {
    const resident = await openResident(app, ports)
    const events = await resident.say('示例花园小区5栋的路灯坏了三天没人修，另外居住证几天能办好？')
    const [draft] = draftsOf(events)
    expect(draft?.fields.title.value).toBe('示例花园小区5栋的路灯坏了三天没人修')
    expect(outcomeOf(events)).toMatch(/^(?:answered|unanswerable)/)
  })
})
