import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addExpansions, expandQuestion, parseLexicon, type LexiconEntry } from './lexicon.ts'
import { termPlace } from './terms.ts'

const shipped = parseLexicon(
  readFileSync(new URL('../../knowledge/tables/lexicon.tsv', import.meta.url), 'utf8'),
)
const entries = shipped.flatMap((line): LexiconEntry[] => ('problem' in line ? [] : [line]))

describe('parseLexicon', () => {
  it('names lines that are no entry and keeps the others', () => {
    const text =
      'everyday\tofficial\n小哥\t外卖骑手｜快递员\t说明\n\t本人\n房本\t\n小哥\t骑手\n\n# 注'
    expect(parseLexicon(text)).toEqual([
      { everyday: '小哥', official: ['外卖骑手', '快递员'] },
      { line: 3, problem: 'no everyday word' },
      { line: 4, problem: 'no official word' },
      { line: 5, problem: '"小哥" stands twice' },
    ])
  })

  it('the shipped lexicon has no line that is not an entry', () => {
    expect(shipped.filter((line) => 'problem' in line)).toEqual([])
    expect(entries.length).toBeGreaterThan(100)
  })
})

describe('expandQuestion', () => {
  it.each([
    ['小哥可以租公寓吗', '外卖骑手'],
    ['低保怎么办', '最低生活保障'],
    ['房产证丢了', '不动产权证书'],
    ['房產證丟了', '不动产权证书'],
  ])('%s → %s', (question, official) => {
    expect(expandQuestion(question, entries)).toContain(official)
  })

  it('reads the longest word once', () => {
    const lexicon = [
      { everyday: '低保', official: ['最低生活保障'] },
      { everyday: '吃低保', official: ['享受最低生活保障'] },
    ]
    expect(expandQuestion('他吃低保', lexicon)).toEqual(['享受最低生活保障'])
  })

  it('adds nothing that the question says already, and nothing to a question without such words', () => {
    expect(
      expandQuestion('低保就是最低生活保障吗', [{ everyday: '低保', official: ['最低生活保障'] }]),
    ).toEqual([])
    expect(expandQuestion('明天', entries)).toEqual([])
  })
})

describe('addExpansions', () => {
  it('adds the official words, lighter than the same word said, and leaves what was said', () => {
    const said = new Map([[termPlace('低保'), 5]])
    const statistics = { documents: 100, frequencies: new Map() }
    const added = addExpansions(said, ['最低生活保障'], statistics)
    expect(added.get(termPlace('低保'))).toBe(5)
    expect(added.get(termPlace('保障'))).toBeGreaterThan(0)
    expect(added.get(termPlace('保障'))).toBeLessThan(2)
    expect(addExpansions(said, [], statistics)).toBe(said)
  })
})
