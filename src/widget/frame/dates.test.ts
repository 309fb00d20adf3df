import { describe, expect, it } from 'vitest'
import { dueInWords, plainDate, plainTime } from './dates.ts'

/** Half past eleven at night in the city: still the day before in UTC. */
const NOW = new Date('2026-11-23T15:30:00Z')

describe('R-SLA-6: dates as a person says them', () => {
  it.each([
    ['2026-11-23T15:31:00Z', '今天23:31'],
    ['2026-11-23T16:00:00Z', '明天00:00'],
    ['2026-11-24T09:30:00Z', '明天17:30'],
    ['2026-11-24T16:00:00Z', '11月25日00:00'],
    ['2026-11-22T01:00:00Z', '11月22日09:00'],
  ])('%s is %s in the city, whatever zone the phone is in', (iso, words) => {
    expect(plainTime(iso, NOW)).toBe(words)
  })

  it('says what is next and by when, and never promises where no clock runs', () => {
    const due = '2026-11-24T09:30:00Z'
    const words = (status: string, next: string | null) =>
      dueInWords({ status, next_due_at: next }, NOW)
    expect(words('pending_review', due)).toBe('预计明天17:30前受理')
    expect(words('processing', due)).toBe('预计明天17:30前办结')
    expect(words('processing', '2026-11-22T09:30:00Z')).toBe(
      '已超过办理时限（11月22日17:30），已提醒承办单位',
    )
    expect(words('pending_info', null)).toBeNull()
  })

  it('leaves alone what is no date', () => {
    expect(plainDate('2025-12')).toBe('2025年12月')
    expect(plainDate('去年冬天')).toBe('去年冬天')
  })
})
