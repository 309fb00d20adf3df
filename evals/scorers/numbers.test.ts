import { describe, expect, it } from 'vitest'
import { foreignNumbers, numbersIn, readNumber } from './numbers.ts'

describe('numbers of an answer', () => {
  it.each([
    ['六十', 60],
    ['二十四', 24],
    ['一百二十', 120],
    ['两千', 2000],
    ['一千零五', 1005],
    ['三万二千', 32_000],
    ['81万', 810_000],
    ['2.1万', 21_000],
    ['993', 993],
    ['十分', undefined],
  ])('reads %s as %s', (text, value) => {
    expect(readNumber(text)).toBe(value)
  })

  it('reads quantities and shares, and leaves 一个 alone', () => {
    expect(
      numbersIn('提前六十日，1/10以上或者十分之一，百分之二十，一个人').map(({ value }) => value),
    ).toEqual(['60', '1', '10', '1/10', '20'])
  })

  it.each([
    ['要提前60天通知', []],
    ['要提前六十日通知', []],
    ['要提前九十日通知', ['九十']],
    ['要提前30天通知，罚款500元', ['30', '500']],
    ['民法典第二百七十八条', []],
  ])('%s → %j', (sentence, foreign) => {
    expect(foreignNumbers(sentence, ['第二百七十八条 应当提前六十日书面通知'])).toEqual(foreign)
  })
})
