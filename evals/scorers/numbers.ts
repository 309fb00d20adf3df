const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 1e8 }

/** `二十四` → 24, `两` → 2, `5万` → 50000; undefined when it is no number. */
export function readNumber(text: string): number | undefined {
  const arabic = /^(\d+(?:\.\d+)?)([万亿千百]?)$/.exec(text)
  if (arabic !== null) return Number(arabic[1]) * (UNITS[arabic[2] ?? ''] ?? 1)
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const char of text.replaceAll('两', '二').replaceAll('〇', '零')) {
    const unit = UNITS[char]
    if (unit === undefined) {
      const value = DIGITS.indexOf(char)
      if (value < 0) return undefined
      digit = value
    } else if (unit >= 10_000) {
      total += (section + (digit ?? 0)) * unit
      section = 0
      digit = undefined
    } else {
      section += (digit ?? 1) * unit
      digit = undefined
    }
  }
  return total + section + (digit ?? 0)
}

const NUMBER =
  /百分之[零一二三四五六七八九十百]+|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|\d+(?:\.\d+)?[万亿千百]?|[零〇一二两三四五六七八九十百千万亿]+(?=[个条款项倍日天年月周时小分元块户人名次件台部家支级岁%份成])/gu

/** Numbers as values, so that 六十日 and 60天 are the same and 1/10 is 十分之一. A lone 一 (一个, 一次) says no quantity. */
export function numbersIn(text: string): { words: string; value: string }[] {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, '')
  return [...plain.matchAll(NUMBER)].flatMap(([words]) => {
    if (words === '一') return []
    const fraction = /^(.+)分之(.+)$/.exec(words)
    if (fraction !== null) {
      const [below, above] = [readNumber(fraction[1] ?? ''), readNumber(fraction[2] ?? '')]
      if (below === undefined || above === undefined) return []
      return [{ words, value: below === 100 ? `${above}` : `${above}/${below}` }]
    }
    const value = readNumber(words)
    return value === undefined ? [] : [{ words, value: `${value}` }]
  })
}

/** Every number one could read out of a source: those with a unit and bare runs of numerals (第二百七十八条, 2026-08-15). */
function sourceValues(source: string): Set<string> {
  const values = new Set(numbersIn(source).map(({ value }) => value))
  const plain = source.normalize('NFKC').replaceAll(/\s+/g, '')
  for (const [run] of plain.matchAll(/[零〇一二两三四五六七八九十百千万亿]+|\d+(?:\.\d+)?/gu)) {
    const value = readNumber(run)
    if (value !== undefined) values.add(`${value}`)
  }
  return values
}

/** Numbers of a sentence that none of its sources has: written from scratch, not with the product's own check. */
export function foreignNumbers(sentence: string, sources: readonly string[]): string[] {
  const known = sourceValues(sources.join('\n'))
  return numbersIn(sentence)
    .filter(({ value }) => !known.has(value))
    .map(({ words }) => words)
}
