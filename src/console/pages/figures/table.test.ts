import { describe, expect, it } from 'vitest'
import { toCsv } from './table.ts'

describe('CSV of a figure', () => {
  it.each([
    ['plain', '路灯', '路灯'],
    ['comma and quote', 'a,"b"', '"a,""b"""'],
    ['line break', 'a\nb', '"a\nb"'],
    ['formula', '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['sign', '+1', "'+1"],
    ['number', -3, '-3'],
  ])('%s', (_, value, written) => {
    expect(toCsv({ name: 'x', columns: ['列'], rows: [[value]] })).toBe(`列\r\n${written}`)
  })
})
