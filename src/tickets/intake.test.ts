import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureAnswers } from '../conversations/index.ts'
import { createApp } from '../app.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fileByChat } from '../testing/desk.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor } from '../testing/tickets.ts'
import { areaLength } from './measure-intake.ts'
import {
  countQueueViews,
  listCorrected,
  measureIntake,
  periodOf,
  transitionTicket,
} from './index.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const PERIOD = { from: '2026-11-01', to: '2026-11-30' }

describe('figures of what came in', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    await fileTicket(ports)
    await fileTicket(ports, { category_code: 'E09006' })
    await fileTicket(ports, { division_code: '420102' })
  })
  afterAll(() => database.close())

  it.each([
    [['4201'], 6],
    [['420106'], 9],
    [['420106003'], 12],
    [['420106003001'], 12],
    [[], 12],
  ])('one step below %j: codes of %i digits', (prefixes, length) =>
    expect(areaLength(prefixes)).toBe(length),
  )

  it('R-KPI-1: hours, days, channels and cells each add up to the tickets', async () => {
    const intake = await measureIntake(contextOf(ports, staffActor('city', '4201')), PERIOD)
    const sum = (items: readonly { count: number }[]) =>
      items.reduce((total, { count }) => total + count, 0)
    expect(intake.tickets).toBe(3)
    expect(intake.by_hour.reduce((total, count) => total + count, 0)).toBe(3)
    expect(intake.by_hour[9]).toBe(3)
    for (const parts of [intake.by_day, intake.by_channel, intake.cells]) expect(sum(parts)).toBe(3)
    expect(intake.areas.map(({ code }) => code)).toEqual(['420102', '420106'])
    expect(intake.clocks).toMatchObject({ open: 3, overdue: 0 })
    const { counts } = await countQueueViews(contextOf(ports, staffActor('city', '4201')))
    expect(intake.clocks).toEqual({
      open: counts.area,
      overdue: counts.overdue,
      dueToday: counts.due_today,
      paused: counts.paused,
    })
  })

  it('R-ROLE-1: counts one’s own area only, and nothing for an administrator', async () => {
    const own = await measureIntake(contextOf(ports, staffActor('district', '420102')), PERIOD)
    expect(own.tickets).toBe(1)
    const admin = contextOf(ports, staffActor('admin', '4201'))
    expect(await codeOf(measureIntake(admin, PERIOD))).toMatch(/^FORBIDDEN/)
    const grid = contextOf(ports, staffActor('grid_worker', '420106'))
    expect(await codeOf(measureAnswers(grid, periodOf(PERIOD)))).toMatch(/^FORBIDDEN/)
  })

  it('the AI’s turns are counted by how they ended', async () => {
    const resident = await openResident(createApp(), ports)
    await resident.say('你好')
    await resident.say('转人工')
    const admin = contextOf(ports, staffActor('admin', '4201'))
    const figures = await measureAnswers(admin, periodOf(PERIOD))
    expect(figures.turns).toBe(2)
    expect(figures.outcomes.reduce((total, { count }) => total + count, 0)).toBe(2)
    expect(figures.handoffs).toMatchObject({ requested: 1, taken: 0, median_wait_seconds: null })
    expect(figures.by_day).toHaveLength(1)
  })

  it('R-KPI-1: 引用率 counts answers that open a passage; 首次解决率 questions settled at once', async () => {
    await syncKnowledge(ports, { directory: KNOWLEDGE })
    const app = createApp()
    const [settled, unsettled, unanswered] = await Promise.all([
      openResident(app, ports),
      openResident(app, ports),
      openResident(app, ports),
    ])
    await settled.say('老小区加装电梯要多少业主同意？')
    await unsettled.say('老小区加装电梯要多少业主同意？')
    await unsettled.say('转人工')
    await unanswered.say('月球上能不能种水稻')
    const figures = await measureAnswers(
      contextOf(ports, staffActor('admin', '4201')),
      periodOf(PERIOD),
    )
    expect(figures.citations).toEqual({ answers: 2, cited: 2 })
    expect(figures.first_resolution).toEqual({ asked: 3, settled: 1 })
  })

  it('R-KPI-1, R-ROLE-1: a corrected field opens the tickets it was corrected on, in one’s own area', async () => {
    const { no } = await fileByChat(ports, {
      words: '武昌区紫阳路示例小区门口路灯坏了三天没人修',
      edit: { division_code: '420106' },
    })
    const district = contextOf(ports, staffActor('district', '420106'))
    await transitionTicket(district, no, {
      to: 'accepted',
      version: 1,
      fields: { title: '示例小区门口路灯不亮' },
    })
    const nosOf = async (area: string, field: string) =>
      (
        await listCorrected(contextOf(ports, staffActor('district', area)), { ...PERIOD, field })
      ).tickets.map(({ ticketNo }) => ticketNo)
    const { reviews } = await measureIntake(district, PERIOD)
    for (const { field, changed } of reviews) {
      expect([field, (await nosOf('420106', field)).length]).toEqual([field, changed])
    }
    expect(await nosOf('420106', 'title')).toEqual([no])
    expect(await nosOf('420102', 'title')).toEqual([])
    const admin = contextOf(ports, staffActor('admin', '4201'))
    expect(await codeOf(listCorrected(admin, { ...PERIOD, field: 'title' }))).toMatch(/^FORBIDDEN/)
  })
})
