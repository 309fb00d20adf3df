import { describe, expect, it } from 'vitest'
import { SUITES } from '../suites/index.ts'
import { brokenLimits, readThresholds } from './thresholds.ts'

describe('thresholds', () => {
  it.each([
    [{ correct: 0.9 }, []],
    [{ correct: 0.7 }, ['golden correct 0.7 < 0.8']],
    [{ wrong: 1 }, ['golden correct was not measured']],
  ])('%j → %j', (metrics, broken) => {
    const report = { suite: 'golden', metrics }
    expect(brokenLimits({ golden: { correct: { min: 0.8 } } }, report)).toEqual(broken)
  })

  it('an upper limit breaks from above', () => {
    const limits = { golden: { unsupported: { max: 0 } } }
    expect(brokenLimits(limits, { suite: 'golden', metrics: { unsupported: 0.1 } })).toHaveLength(1)
  })

  it('every suite has limits, and with a model no planted error of the four kinds may be shown', async () => {
    const limits = await readThresholds()
    expect(SUITES.map(({ name }) => name).filter((name) => limits[name] === undefined)).toEqual([])
    expect(limits['claims']).toMatchObject({
      shown_number: { max: 0 },
      shown_phone: { max: 0 },
      shown_uncited: { max: 0 },
      shown_unknown_token: { max: 0 },
    })
  })
})
