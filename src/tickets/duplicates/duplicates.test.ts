import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { codeOf, contextOf, fileTicket, staffActor } from '../../testing/tickets.ts'
import { findSameMatter, getTicket, suggestMerges, transitionTicket } from '../index.ts'
import { clusterTexts } from './cluster.ts'
import { metersBetween } from './suggest.ts'

describe('R-LIFE-6: merge suggestions', () => {
  const clock = fixedClock()
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())

  const city = () => contextOf(ports, staffActor('city', '4201'))
  const at = (lat: number, long: number) =>
    ({ lat, long, source_crs: 'wgs84', accuracy_m: null }) as const

  it('takes the same category within 200 m and 14 days with like words, and nothing else', async () => {
    clock.set('2026-11-01T09:00:00+08:00')
    const old = await fileTicket(ports)
    clock.set('2026-11-23T09:00:00+08:00')
    const lamp = { location: at(30.5928, 114.3055), address: null }
    const first = await fileTicket(ports, lamp)
    const near = await fileTicket(ports, { ...lamp, location: at(30.5938, 114.3055) })
    const far = await fileTicket(ports, { ...lamp, location: at(30.5958, 114.3055) })
    const other = await fileTicket(ports, {
      ...lamp,
      title: '井盖缺失',
      description: '人行道上缺了一块盖板，走路要小心。',
    })
    const elsewhere = await fileTicket(ports, { ...lamp, category_code: 'E06013' })
    const found = (await suggestMerges(city(), first.no)).map(({ ticket_no }) => ticket_no)
    expect(found).toEqual([near.no])
    expect(found).not.toContain(far.no)
    expect([old.no, other.no, elsewhere.no].some((no) => found.includes(no))).toBe(false)
  })

  it('takes the same address string when there is no point, and stays in one’s own area', async () => {
    const a = await fileTicket(ports, { address: '示例路 8 号' })
    const b = await fileTicket(ports, { address: '示例路8号', title: '路灯不亮了' })
    expect((await suggestMerges(city(), a.no)).map(({ ticket_no }) => ticket_no)).toEqual([b.no])
    const street = contextOf(ports, staffActor('street', '420111'))
    expect(await codeOf(suggestMerges(street, a.no))).toBe('NOT_FOUND:not_found.ticket')
  })

  it('suggests and never merges: only a person does, with a reason', async () => {
    const a = await fileTicket(ports, { address: '示例巷1号' })
    const b = await fileTicket(ports, { address: '示例巷1号' })
    await suggestMerges(city(), b.no)
    expect((await getTicket(city(), b.no)).status).toBe('pending_review')
    const merge = { to: 'merged', version: 1, parent_no: a.no } as const
    expect(await codeOf(transitionTicket(city(), b.no, merge))).toBe(
      'PRECONDITION_FAILED:precondition',
    )
    expect((await transitionTicket(city(), b.no, { ...merge, reason: '同一事项' })).status).toBe(
      'merged',
    )
  })

  it('tells a resident the progress of the same matter without another person’s number', async () => {
    await fileTicket(ports, { address: '示例里3号' })
    const same = await findSameMatter(ports, {
      title: '路灯不亮',
      description: '门口路灯不亮三天了',
      address: '示例里3号',
      location: null,
      categoryCode: 'E01037',
      conversationId: 'cnv_other',
    })
    expect(same).toMatchObject({ ticket_no: null, status_text: '已提交，待受理' })
  })

  it('measures metres: one hundredth of a degree of latitude is 1 112 m', () => {
    expect(metersBetween({ lat: 30, long: 114 }, { lat: 30.01, long: 114 })).toBeCloseTo(1112, 0)
  })
})

describe('grouping of messages', () => {
  const texts = [
    { title: '示例新城小区旁建搅拌站扰民', body: '搅拌站噪音粉尘严重，影响居民生活。' },
    { title: '示例花园路灯不亮', body: '小区门口的路灯三天没有亮了。' },
    { title: '投诉示例新城附近搅拌站噪音', body: '夜里搅拌站施工，粉尘大，无法休息。' },
    { title: '示例花园门口路灯坏了', body: '晚上路灯不亮，看不清路。' },
  ]

  it('puts the same matter together and keeps matters apart', () => {
    const [plant, lamp, plantAgain, lampAgain] = clusterTexts(texts)
    expect(plant).toBe(plantAgain)
    expect(lamp).toBe(lampAgain)
    expect(plant).not.toBe(lamp)
  })

  it('gives every text a group, also an empty one', () => {
    expect(clusterTexts([{ title: '', body: '' }, ...texts])).toHaveLength(5)
    expect(clusterTexts([])).toEqual([])
  })
})
