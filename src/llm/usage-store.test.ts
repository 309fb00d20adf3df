import { describe, expect, it } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { createUsageSink, listUsage } from './usage-store.ts'
import type { UsageRecord } from './usage.ts'

const entry: UsageRecord = {
  kind: 'chat',
  model: 'm',
  promptId: 'compose-answer',
  promptVersion: 1,
  inputTokens: 60,
  outputTokens: 40,
  cachedTokens: 10,
  costCents: 0.5,
  durationMs: 12.4,
  ok: true,
}
const quiet = { log: () => {} }

describe('createUsageSink', () => {
  it('adds up calls by day and prompt, and closes the day when the budget is spent', async () => {
    const { sql } = await testDatabase()
    let now = new Date('2026-11-23T12:00:00Z')
    const deps = { sql, clock: { now: () => now }, logger: quiet, dailyTokens: 250 }
    const sink = createUsageSink(deps)
    await sink.check()
    await sink.record(entry)
    await sink.record({ ...entry, ok: false })
    await expect(sink.check()).resolves.toBeUndefined()
    await sink.record(entry)
    await expect(sink.check()).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      key: 'model_budget',
    })
    // A second process reads the same sum.
    await expect(createUsageSink(deps).check()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    expect(await listUsage(sql, '2026-11-23')).toEqual([
      {
        day: '2026-11-23',
        model: 'm',
        kind: 'chat',
        calls: 3,
        failures: 1,
        inputTokens: 180,
        outputTokens: 120,
        cachedTokens: 30,
        costCents: 1.5,
      },
    ])
    // 16:00 UTC is midnight in Wuhan: a new day, a new budget.
    now = new Date('2026-11-23T16:00:01Z')
    await expect(sink.check()).resolves.toBeUndefined()
  })

  it('never fails an answered call because it cannot be counted', async () => {
    const { sql } = await testDatabase()
    const logged: string[] = []
    const sink = createUsageSink({
      sql,
      clock: { now: () => new Date() },
      logger: { log: (_, event) => void logged.push(event) },
      dailyTokens: 0,
    })
    await sql`drop table model_usage`
    await sink.record(entry)
    expect(logged).toEqual(['model.usage_not_counted'])
  })
})
