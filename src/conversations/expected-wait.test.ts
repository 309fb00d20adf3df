import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock } from '../testing/ports.ts'
import { expectWait, typicalWait } from './expected-wait.ts'

const START = new Date('2026-11-23T09:00:00+08:00')
const waited = (...minutes: number[]) =>
  minutes.map((minute) => ({
    requestedAt: START,
    takenAt: new Date(START.getTime() + minute * 60_000),
  }))

describe('the expected wait for a person', () => {
  it.each([
    ['too few say nothing', [1, 2, 3, 4], null],
    ['the median', [1, 2, 3, 40, 50], { minutes: 3, sample: 5 }],
    ['rounded up to the minute', [0, 0, 0.2, 1, 2], { minutes: 1, sample: 5 }],
    ['and to five minutes above ten', [5, 10, 11, 30, 60], { minutes: 15, sample: 5 }],
  ])('%s', (_, minutes, expected) => expect(typicalWait(waited(...minutes))).toEqual(expected))

  describe('from the rows', () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await testDatabase()
    })
    afterAll(() => database.close())

    it('counts who waits, and leaves out nights and what is long past', async () => {
      const { sql } = database
      const clock = fixedClock()
      const rows = [
        ...[1, 2, 3, 4, 5].map((n) => [`09:0${n}`, `09:1${n}`] as const),
        ['02:00', '08:30'] as const,
      ]
      await sql`insert into conversations (id, token_hash, created_at, last_active_at)
        select 'cnv_wait_' || n, 'x' || n, ${clock.now()}, ${clock.now()}
        from generate_series(1, 8) as n`
      for (const [index, [asked, taken]] of rows.entries()) {
        await sql`insert into handoffs (id, conversation_id, state, reason, requested_at, taken_at, closed_at)
          values (${`hnd_${index}`}, ${`cnv_wait_${index + 1}`}, 'closed', 'resident_asked',
            ${new Date(`2026-11-20T${asked}:00+08:00`)}, ${new Date(`2026-11-20T${taken}:00+08:00`)},
            ${clock.now()})`
      }
      await sql`insert into handoffs (id, conversation_id, state, reason, requested_at)
        values ('hnd_now', 'cnv_wait_8', 'waiting', 'resident_asked', ${clock.now()})`
      const isOpen = (at: Date): boolean => at.getUTCHours() + 8 >= 8 && at.getUTCHours() + 8 < 18
      expect(await expectWait({ sql, clock }, isOpen)).toEqual({
        waiting: 1,
        typical: { minutes: 10, sample: 5 },
      })
    })
  })
})
