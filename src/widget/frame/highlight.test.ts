import { describe, expect, it } from 'vitest'
import { markedLines } from './highlight.ts'

const marked = (text: string, quotes: readonly string[]): string =>
  markedLines(text, quotes)
    .flatMap(({ parts }) => parts)
    .filter((part) => part.marked)
    .map((part) => part.text)
    .join('|')

describe('R-KB-3: the exact passage is marked', () => {
  it.each([
    ['a sentence', '甲。乙。丙。', ['乙。'], '乙。'],
    ['the first quote that occurs', '甲。乙。', ['丁', '乙。'], '乙。'],
    ['across a line end', '甲\n乙\n丙', ['甲\n乙'], '甲|乙'],
    ['inside a list item', '说明\n- 第一条\n- 第二条', ['第二条'], '第二条'],
    ['nothing when nothing occurs', '甲', ['乙', ''], ''],
    ['markup as it stands', '<b>甲</b>', ['<b>甲</b>'], '<b>甲</b>'],
  ])('%s', (_, text, quotes, expected) => expect(marked(text, quotes)).toBe(expected))

  it('keeps every word and turns dashes into list items', () => {
    const lines = markedLines('总则\n\n- 一\n- 二', ['一'])
    expect(lines.map(({ item }) => item)).toEqual([false, true, true])
    expect(lines.map(({ parts }) => parts.map(({ text }) => text).join(''))).toEqual([
      '总则',
      '一',
      '二',
    ])
  })
})
