import { describe, expect, it } from 'vitest'
import { defaultCalendar, findLane, startClocks, type SeasonalLane } from './sla.ts'

const lane: SeasonalLane = {
  id: 'summer',
  from: '2026-07-15',
  to: '2026-08-24',
  categories: ['E06028', 'L02'],
  contact: '2h',
  resolve: '3WD',
}
const complaint = { urgency: 'normal', appealType: 'complaint', categoryCode: 'E06028' } as const
const start = (from: string, change: object = {}) =>
  startClocks({ ...complaint, from: new Date(from), ...change }, defaultCalendar(), [lane])

describe('seasonal lane', () => {
  it('R-SLA: inside its dates contact is due in two plain hours and the answer in three working days', () => {
    const sla = start('2026-07-17T20:00:00+08:00')
    expect(sla.rowId).toBe('complaint+summer')
    expect(sla.due.contact).toBe('2026-07-17T14:00:00.000Z')
    expect(sla.due.resolve).toBe('2026-07-22T09:30:00.000Z')
    expect(sla.due.accept).toBe(
      start('2026-07-17T20:00:00+08:00', { categoryCode: null }).due.accept,
    )
  })

  it('R-SLA: bounded by Wuhan dates, by matter and by urgency', () => {
    const at = (from: string, change: object = {}) =>
      findLane({ ...complaint, from: new Date(from), ...change }, [lane])?.id
    expect(at('2026-07-15T00:00:00+08:00')).toBe('summer')
    expect(at('2026-07-14T23:59:59+08:00')).toBeUndefined()
    expect(at('2026-08-24T23:59:59+08:00')).toBe('summer')
    expect(at('2026-08-25T00:00:00+08:00')).toBeUndefined()
    expect(at('2026-08-01T10:00:00+08:00', { categoryCode: 'L0202' })).toBe('summer')
    expect(at('2026-08-01T10:00:00+08:00', { categoryCode: 'E06010' })).toBeUndefined()
    expect(at('2026-08-01T10:00:00+08:00', { urgency: 'urgent' })).toBeUndefined()
  })

  it('R-SLA: a lane never makes a clock longer', () => {
    const from = '2026-07-20T10:00:00+08:00'
    const slow = { ...lane, contact: '72h', resolve: '20WD' }
    const usual = start(from, { categoryCode: null })
    const sla = startClocks({ ...complaint, from: new Date(from) }, defaultCalendar(), [slow])
    expect(sla.due).toEqual(usual.due)
  })
})
