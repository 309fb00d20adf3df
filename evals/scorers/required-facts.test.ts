import { describe, expect, it } from 'vitest'
import { saysAll } from './required-facts.ts'

describe('the facts of a public set', () => {
  it.each([
    ['成员有东盟、中国和日本', ['东盟', '日本'], true],
    ['成员有东盟和中国', ['东盟', '日本'], false],
    ['共加息四次', [['4次', '四次']], true],
    ['仪式在三月三日举行', ['3月3日'], true],
    ['仪式在三月四日举行', ['3月3日'], false],
    ['资料未载', ['119人'], false],
    ['', [], true],
  ])('%s · %j → %s', (text, facts, said) => {
    expect(saysAll(text, facts)).toBe(said)
  })
})
