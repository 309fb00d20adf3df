import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { listTurns, measureAnswers } from './index.ts'
import type { TurnFigure } from '../protocol/outcomes.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const NOVEMBER = { from: new Date('2026-11-01'), to: new Date('2026-12-01') }

const app = createApp()

describe('the turns behind a figure', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-ROLE-1: are those of one’s own area and of one family; administrators see none', async () => {
    const resident = await openResident(app, ports)
    await resident.say('转人工，电话13812345678')
    await database.sql`update conversations set division_code = '420106' where id = ${resident.id}`
    const list = (
      area: string,
      figure: 'handoff' | 'answered' | 'cited' | 'voted_up' | 'voted_down',
    ) => listTurns(contextOf(ports, staffActor('city', area)), { ...NOVEMBER, figure })
    const own = await list('4201', 'handoff')
    expect(own.turns).toHaveLength(1)
    expect(JSON.stringify(own)).not.toContain('13812345678')
    expect((await list('4201', 'answered')).turns).toEqual([])
    expect((await list('420111', 'handoff')).turns).toEqual([])
    const admin = contextOf(ports, staffActor('admin', '4201'))
    await expect(listTurns(admin, { ...NOVEMBER, figure: 'handoff' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('R-KPI-1: answers with a source and votes open the turns they were counted from, in one’s own area', async () => {
    await syncKnowledge(ports, { directory: KNOWLEDGE })
    const asked = [
      ['老小区加装电梯要多少业主同意？', 'up'],
      ['月球上能不能种水稻', 'down'],
    ] as const
    for (const [text, vote] of asked) {
      const resident = await openResident(app, ports)
      await resident.say(text)
      await database.sql`update conversations set division_code = '420106' where id = ${resident.id}`
      const [answer] = await database.sql<{ id: string }[]>`
        select id from messages where conversation_id = ${resident.id} and role = 'assistant'`
      const path = `/api/conversations/${resident.id}/messages/${answer?.id}/feedback`
      expect((await resident.post(path, { vote })).status).toBeLessThan(300)
    }
    const textsOf = async (area: string, figure: TurnFigure) =>
      (
        await listTurns(contextOf(ports, staffActor('city', area)), { ...NOVEMBER, figure })
      ).turns.map(({ text }) => text)
    const { citations, votes: counted } = await measureAnswers(
      contextOf(ports, staffActor('city', '4201')),
      NOVEMBER,
    )
    const lists = {
      cited: '老小区加装电梯',
      voted_up: '老小区加装电梯',
      voted_down: '月球',
    } as const
    for (const figure of ['cited', 'voted_up', 'voted_down'] as const) {
      const own = await textsOf('4201', figure)
      expect([figure, own]).toEqual([figure, [expect.stringContaining(lists[figure])]])
      expect([figure, await textsOf('420111', figure)]).toEqual([figure, []])
    }
    expect([citations.cited, counted.up, counted.down]).toEqual([1, 1, 1])
  })
})
