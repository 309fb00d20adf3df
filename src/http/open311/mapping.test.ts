import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, fileTicket, staffActor, takeInHand } from '../../testing/tickets.ts'
import { transitionTicket } from '../../tickets/index.ts'

type Row = Record<string, string | number | null>

describe('R-311-6: what stands for what', () => {
  const app = createApp()
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const json = async (path: string): Promise<Row[]> =>
    (await app.request(`/open311/v2${path}`, {}, { ports })).json() as Promise<Row[]>
  const city = () => contextOf(ports, staffActor('city', '4201', 'own-unit'))
  async function read(no: string): Promise<Row> {
    const [row] = await json(`/requests/${no}.json`)
    if (row === undefined) throw new Error(`no ${no}`)
    return row
  }

  it('a service has its top category as group and its synonyms as keywords', async () => {
    const services = await json('/services.json')
    const lamp = services.find(({ service_code }) => service_code === 'E01037')
    expect(lamp?.['group']).toContain('市政公用设施')
    const grate = services.find(({ service_code }) => service_code === 'E01004')
    expect(String(grate?.['keywords']).split(',')).toContain('雨水箅子')
  })

  it('who asks for English gets English names; codes and keywords are the same', async () => {
    const english = { headers: { 'Accept-Language': 'en' } }
    const ask = async (path: string): Promise<Row[]> =>
      (await app.request(`/open311/v2${path}`, english, { ports })).json() as Promise<Row[]>
    const codes = (rows: Row[]): unknown[] => rows.map((row) => row['service_code'])
    const [zh, en] = [await json('/services.json'), await ask('/services.json')]
    expect(codes(en)).toEqual(codes(zh))
    expect(
      en.filter((row) => /\p{Script=Han}/u.test(`${row['service_name']} ${row['group']}`)),
    ).toEqual([])
    const { no } = await fileTicket(ports)
    expect((await ask(`/requests/${no}.json`))[0]).toMatchObject({
      service_code: 'E01037',
      service_name: 'Street light problem',
    })
    expect(await read(no)).toMatchObject({ service_name: '路灯异常' })
  })

  it('open, then the unit’s name, the due date in words and by the clock', async () => {
    const { no } = await fileTicket(ports)
    expect(await read(no)).toMatchObject({ status: 'open', agency_responsible: '' })
    await takeInHand(ports, no)
    const row = await read(no)
    expect(row).toMatchObject({ status: 'open', agency_responsible: '示例单位' })
    expect(String(row['service_notice'])).toMatch(/\d+月\d+日/)
    const [ticket] = await database.sql<{ due: Date }[]>`
      select resolve_due_at as due from tickets where ticket_no = ${no}`
    expect(row['expected_datetime']).toBe(ticket?.due.toISOString())
  })

  it('closed: refused tells the reason, merged tells into what, sent elsewhere tells where', async () => {
    const parent = await fileTicket(ports)
    const ends = [
      [{ to: 'rejected', reason: '属于诉讼事项' }, '属于诉讼事项'],
      [{ to: 'merged', reason: '同一件事', parent_no: parent.no }, parent.no],
      [{ to: 'referred', reason: '已在信访办理', channel: '信访' }, '信访'],
    ] as const
    for (const [move, notes] of ends) {
      const { no } = await fileTicket(ports)
      await transitionTicket(city(), no, { ...move, version: 1 })
      const row = await read(no)
      expect(row['status'], move.to).toBe('closed')
      expect(String(row['status_notes']), move.to).toContain(notes)
    }
  })
})
