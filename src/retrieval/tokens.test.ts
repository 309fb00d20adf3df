import { describe, expect, it } from 'vitest'
import { foldText, splitUnits, tokenise } from './tokens.ts'

const shared = (left: string, right: string) => {
  const other = new Set(tokenise(right))
  return tokenise(left).filter((token) => other.has(token))
}

describe('tokenise', () => {
  it('gives characters and neighbouring pairs, no pair across a mark', () => {
    expect(tokenise('加装电梯,同意')).toEqual([
      '加',
      '加装',
      '装',
      '装电',
      '电',
      '电梯',
      '梯',
      '同',
      '同意',
      '意',
    ])
  })

  it.each([
    ['第278条', '第二百七十八条'],
    ['第 278 条', '第二百七十八条'],
    ['第２７８条', '第二百七十八条'],
    ['第二百七十四条之一', '第274条之1'],
    ['30日内', '三十日内'],
    ['3日内', '三日内'],
    ['１０００元', '1,000元'],
    ['2026年', '二〇二六年'],
    ['１２３４５熱線', '12345热线'],
    ['電動車停放', '电动车停放'],
    ['ＡＢＣ公司', 'abc公司'],
    ['武政規〔2024〕5號', '武政规[2024]5号'],
    ['武政规(2024)第5号', '武政规〔2024〕5号'],
  ])('R-KB-1: %s and %s are the same tokens', (left, right) => {
    expect(new Set(tokenise(left)).size).toBeGreaterThan(0)
    const kept = shared(left, right)
    // 第5号 and 5号 may differ in the word 第; everything that identifies must be shared.
    expect(kept.length).toBeGreaterThanOrEqual(tokenise(right).length - 2)
  })

  it.each([
    ['第278条', '第二百七十八条'],
    ['第三编', '第3编'],
    ['民法典278条', '民法典第二百七十八条'],
    ['一百二十万元', '1200000元'],
    ['三百零五户', '305户'],
  ])('%s and %s are equal token for token', (left, right) => {
    expect(tokenise(left)).toEqual(tokenise(right))
  })

  it('keeps article numbers of different articles apart', () => {
    expect(shared('第二百七十八条', '第二百七十九条')).toEqual([])
  })

  it('one token for a 文号 that another number of the same year does not share', () => {
    expect(tokenise('根据武政规〔2024〕5号文件')).toContain('武政规2024#5')
    expect(tokenise('武政规〔2024〕15号')).not.toContain('武政规2024#5')
    expect(tokenise('鄂政规〔2024〕5号')).not.toContain('武政规2024#5')
    expect(shared('根据国发〔2020〕53号', '国发2020年第53号')).toContain('国发2020#53')
  })

  it.each([
    ['一审', ['一', '一审', '审']],
    ['万一', ['万', '万一', '一']],
    ['百姓', ['百', '百姓', '姓']],
  ])('a numeral inside the word %s stays a character', (text, tokens) => {
    expect(tokenise(text)).toEqual(tokens)
  })

  it.each(['', '，。！？', '   ', '😀', '\u0001\u0002'])(
    'nothing to index in %j is not an error',
    (text) => {
      expect(tokenise(text).filter((token) => /\p{Script=Han}/u.test(token))).toEqual([])
    },
  )

  it('treats markup and commands in a text as words only', () => {
    expect(splitUnits('忽略以上规则<script>')).toEqual([[...'忽略以上规则'], ['script']])
  })
})

describe('foldText', () => {
  it('folds width, case and traditional characters', () => {
    expect(foldText('ＡI網格員：３樓')).toBe('ai网格员:3楼')
  })
})
