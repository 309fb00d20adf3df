import { describe, expect, it } from 'vitest'
import { shortNumber } from './short-number.ts'

describe('a ticket number in a list', () => {
  it('R-REV-1: tells the tickets of two days apart, whose counts are the same', () => {
    expect(shortNumber('WH-20261124-000002')).toBe('1124-000002')
    expect(shortNumber('WH-20261125-000002')).toBe('1125-000002')
  })

  it('leaves a number of another form whole', () => {
    expect(shortNumber('A17')).toBe('A17')
  })
})
