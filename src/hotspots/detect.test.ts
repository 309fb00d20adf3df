import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonDivision, detectHotspots, type Report } from './detect.ts'

const now = new Date('2026-11-23T09:00:00+08:00')
const DAY = 86_400_000
const COMMUNITY = '420106004001'
const ago = (days: number): Date => new Date(now.getTime() - days * DAY)
const longAgo = ago(400)

let serial = 0
function report(change: Partial<Report> = {}): Report {
  serial += 1
  return {
    ticketId: `tkt_${serial}`,
    categoryCode: 'E06028',
    divisionCode: COMMUNITY,
    point: null,
    address: '',
    reporter: `person ${serial}`,
    at: ago(2),
    ...change,
  }
}
const many = (count: number, change: (at: number) => Partial<Report> = () => ({})): Report[] =>
  Array.from({ length: count }, (_, at) => report(change(at)))

const detect = (recent: Report[], earlier: Report[] = [], historyFrom: Date | null = longAgo) =>
  detectHotspots({ recent, earlier, historyFrom, now })

describe('R-HOT-1 detection', () => {
  it('R-HOT-1: five reporters of one matter in one community are a hotspot, four are none', () => {
    expect(detect(many(4))).toEqual([])
    expect(detect(many(5))).toMatchObject([
      { rules: ['week'], divisionCode: COMMUNITY, reporters: 5, baseline: 0, smallSample: false },
    ])
  })

  it('R-HOT-1: ten tickets by one person are no hotspot', () => {
    expect(detect(many(10, () => ({ reporter: 'one' })))).toEqual([])
    expect(
      detect(many(10, () => ({ reporter: 'one', at: ago(0.2), address: '示例路1号' }))),
    ).toEqual([])
  })

  it('R-HOT-1: a week must hold twice the mean of the eight weeks before', () => {
    const weekly = (perWeek: number): Report[] =>
      many(perWeek * 8, (at) => ({ at: ago(8 + (at % 8) * 7) }))
    expect(detect(many(5), weekly(3))).toEqual([])
    expect(detect(many(6), weekly(3))).toMatchObject([{ baseline: 3, smallSample: false }])
  })

  it('R-HOT-1: works from an empty history and says 样本不足', () => {
    expect(detect(many(5), [], null)).toMatchObject([{ smallSample: true, baseline: 0 }])
    const threeWeeks = ago(7 + 21)
    const earlier = many(6, (at) => ({ at: ago(8 + (at % 3) * 6) }))
    expect(detect(many(5), earlier, threeWeeks)).toMatchObject([{ smallSample: true, baseline: 2 }])
  })

  it('R-HOT-1: points within 300 m make a cell across community borders, from four points on', () => {
    const near = (at: number): Partial<Report> => ({
      divisionCode: at % 2 === 0 ? '420106004001' : '420106004002',
      point: { lon: 114.3 + at * 0.0003, lat: 30.5 },
    })
    const [found] = detect(many(5, near))
    expect(found).toMatchObject({ rules: ['week'], divisionCode: '420106004', reporters: 5 })
    const spread = (at: number): Partial<Report> => ({
      divisionCode: '420106004',
      point: { lon: 114.3 + at * 0.01, lat: 30.5 },
    })
    expect(detect(many(5, spread))).toEqual([])
  })

  it('R-HOT-1: three people within a day and 500 m are a burst, two or farther apart are none', () => {
    const at = ago(0.5)
    const line = (step: number) => (n: number) => ({
      at,
      divisionCode: '420106',
      point: { lon: 114.3 + n * step, lat: 30.5 },
    })
    expect(detect(many(3, line(0.002)))).toMatchObject([{ rules: ['burst'], reporters: 3 }])
    expect(detect(many(2, line(0.002)))).toEqual([])
    expect(detect(many(3, line(0.02)))).toEqual([])
    expect(detect(many(3, (n) => ({ ...line(0.002)(n), at: ago(1.5) })))).toEqual([])
    expect(detect(many(3, () => ({ at, divisionCode: null, address: '示例路1号' })))).toHaveLength(
      1,
    )
    expect(detect(many(3, (n) => ({ at, divisionCode: null, address: `示例路${n}号` })))).toEqual(
      [],
    )
  })

  it('R-HOT-1: a burst inside a busy week is one flag with both rules', () => {
    const reports = many(6, (at) => ({ at: ago(at < 3 ? 0.2 : 3), address: '示例路1号' }))
    expect(detect(reports)).toMatchObject([{ rules: ['week', 'burst'], reporters: 6 }])
  })

  it('R-HOT-1: different matters never add up', () => {
    expect(detect(many(6, (at) => ({ categoryCode: at % 2 === 0 ? 'E06028' : 'E06010' })))).toEqual(
      [],
    )
  })

  it('R-HOT-1: no ticket stands in two flags, and no flag has fewer reporters than its rule asks', () => {
    const reports = fc.array(
      fc.record({
        who: fc.integer({ min: 1, max: 8 }),
        days: fc.double({ min: 0, max: 7, noNaN: true }),
        east: fc.integer({ min: 0, max: 30 }),
        place: fc.constantFrom('420106004001', '420106004002', '420106', null),
        category: fc.constantFrom('E06028', 'E06010'),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(reports, (rows) => {
        const found = detect(
          rows.map(({ who, days, east, place, category }) =>
            report({
              reporter: `person ${who}`,
              at: ago(days),
              point: { lon: 114.3 + east * 0.001, lat: 30.5 },
              divisionCode: place,
              categoryCode: category,
            }),
          ),
        )
        const ids = found.flatMap((flag) => flag.reports.map(({ ticketId }) => ticketId))
        expect(new Set(ids).size).toBe(ids.length)
        for (const flag of found) {
          expect(flag.reporters).toBeGreaterThanOrEqual(flag.rules.includes('burst') ? 3 : 5)
          expect(new Set(flag.reports.map(({ categoryCode }) => categoryCode)).size).toBe(1)
        }
      }),
    )
  })

  it('R-HOT-1: the division of a flag is a real level', () => {
    expect(commonDivision(['420106004001', '420106004001'])).toBe('420106004001')
    expect(commonDivision(['420106004001', '420106005001'])).toBe('420106')
    expect(commonDivision(['420106004001', '420111'])).toBe('4201')
    expect(commonDivision([null, null])).toBeNull()
  })
})
