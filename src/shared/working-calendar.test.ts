import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorkingCalendar, parseBlocks } from './working-calendar.ts'

const calendar = createWorkingCalendar()
const at = (text: string): Date => new Date(`${text}:00+08:00`)
const local = (date: Date): string =>
  new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

describe('working days', () => {
  it.each([
    ['2026-09-30T16:00', 1, '2026-10-08 17:30'],
    ['2026-09-30T16:00', 3, '2026-10-10 17:30'],
    ['2026-09-30T16:00', 5, '2026-10-13 17:30'],
    ['2026-09-24T18:00', 1, '2026-09-28 17:30'],
    ['2026-09-24T18:00', 5, '2026-10-09 17:30'],
    ['2026-10-11T09:00', 1, '2026-10-12 17:30'],
    ['2026-11-23T10:00', 15, '2026-12-14 17:30'],
  ])('R-SLA-1: %s + %i WD is %s', (from, days, due) => {
    expect(local(calendar.addWorkingDays(at(from), days).due)).toBe(due)
  })

  it('R-SLA-1: the make-up Saturday 2026-10-10 is a working day, the 中秋 Friday is not', () => {
    expect(calendar.isWorkingDay('2026-10-10')).toBe(true)
    expect(calendar.isWorkingDay('2026-09-25')).toBe(false)
  })

  it('R-SLA-2: a year without data counts Monday to Friday and says so', () => {
    const result = calendar.addWorkingDays(at('2026-12-30T10:00'), 3)
    expect(local(result.due)).toBe('2027-01-04 17:30')
    expect(result.incomplete).toBe(true)
    expect(calendar.addWorkingDays(at('2026-11-23T10:00'), 3).incomplete).toBe(false)
  })
})

describe('working hours', () => {
  it.each([
    ['2026-11-23T09:00', 60, '2026-11-23 10:00', 'inside the morning'],
    ['2026-11-23T10:00', 240, '2026-11-23 16:00', 'over lunch'],
    ['2026-11-23T16:00', 240, '2026-11-24 11:00', 'over the night'],
    ['2026-11-23T20:00', 240, '2026-11-24 14:30', 'from the evening'],
    ['2026-09-30T16:00', 240, '2026-10-08 11:00', 'over the National Day holiday'],
    ['2026-10-09T16:00', 240, '2026-10-10 11:00', 'into the make-up Saturday'],
    ['2026-11-23T12:30', 30, '2026-11-23 14:30', 'from lunch'],
  ])('R-SLA-1: %s + %i working minutes is %s, %s', (from, minutes, due) => {
    expect(local(calendar.addWorkingMinutes(at(from), minutes).due)).toBe(due)
  })

  const instants = fc.date({
    min: new Date('2025-12-01T00:00:00Z'),
    max: new Date('2026-11-30T00:00:00Z'),
    noInvalidDate: true,
  })

  it('R-SLA-1: a working clock never ends inside a non-working period', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 3000 }), (from, minutes) => {
        const due = calendar.addWorkingMinutes(from, minutes).due
        // The due instant may be the very end of a block, so look one moment before it.
        expect(calendar.isWorkingTime(new Date(due.getTime() - 1))).toBe(true)
      }),
    )
  })

  it('R-SLA-1: more time never ends earlier, for minutes and for days', () => {
    fc.assert(
      fc.property(instants, fc.nat(2000), fc.nat(500), (from, minutes, more) => {
        const sooner = calendar.addWorkingMinutes(from, minutes).due
        expect(calendar.addWorkingMinutes(from, minutes + more).due >= sooner).toBe(true)
        const days = minutes % 40
        const due = calendar.addWorkingDays(from, days).due
        expect(calendar.addWorkingDays(from, days + 1).due > due).toBe(true)
      }),
    )
  })

  it('measures what it adds', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 3000 }), (from, minutes) => {
        const due = calendar.addWorkingMinutes(from, minutes).due
        expect(calendar.workingTimeBetween(from, due)).toBe(minutes * 60_000)
      }),
    )
  })

  it('does not depend on the time zone of the server', () => {
    const before = process.env['TZ']
    const run = (zone: string): string => {
      process.env['TZ'] = zone
      return calendar.addWorkingMinutes(at('2026-09-30T16:00'), 500).due.toISOString()
    }
    expect(run('America/New_York')).toBe(run('Asia/Tokyo'))
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  it('refuses working hours that overlap', () => {
    expect(() => parseBlocks(['08:30-12:00', '11:00-17:30'])).toThrow(/overlap/)
  })
})
