import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const app = createApp()
const saidBy = (events: readonly TurnEvent[], origin: 'ai' | 'system') =>
  events.flatMap((event) =>
    event.type === 'answer.sentence' && event.origin === origin ? [event] : [],
  )

describe('a report that asks what to do', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    await syncKnowledge(ports, { directory: KNOWLEDGE })
  })
  afterAll(() => database.close())

  const tell = async (text: string) => (await openResident(app, ports)).say(text)

  it('R-KB-3: is told the rule with its source before it is asked where', async () => {
    const events = await tell('物业半夜停水停电催物业费，怎么办')
    const advice = saidBy(events, 'ai')
    expect(advice[0]?.text).toMatch(/物业不得/)
    expect(advice.every(({ citations }) => citations.length > 0)).toBe(true)
    expect(events.some((event) => event.type === 'answer.citations')).toBe(true)
    expect(outcomeOf(events)).toBe('ticket_question')
  })

  it('hears what becomes of its words, once', async () => {
    const resident = await openResident(app, ports)
    const first = await resident.say('路灯坏了')
    expect(saidBy(first, 'system').map(({ text }) => text)).toEqual([
      '我帮您把这件事整理成工单，您确认后才会提交。',
    ])
    const second = await resident.say('示例花园小区北门')
    expect(saidBy(second, 'system')).toEqual([])
  })

  it('a plain report, and a plea, are not lectured', async () => {
    for (const text of ['路灯坏了', '楼道灯坏了能不能派人来修'])
      expect(saidBy(await tell(text), 'ai')).toEqual([])
  })
})
