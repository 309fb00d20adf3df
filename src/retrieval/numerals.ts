// Chinese numerals are read so that 三十日 and 30日, 第二百七十八条 and 第278条 become the same units.

const DIGITS: ReadonlyMap<string, number> = new Map(
  [...'零一二三四五六七八九']
    .map((char, value) => [char, value] as const)
    .concat([
      ['〇', 0],
      ['两', 2],
    ]),
)
const SCALES: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])
const BIG_SCALES: ReadonlyMap<string, number> = new Map([
  ['万', 10_000],
  ['亿', 100_000_000],
])

export const CHINESE_NUMERAL_CLASS = '零〇一二三四五六七八九十百千万亿两'

/** Reads a run of Chinese numerals, by place (二〇二六) or by scale (二百七十八); undefined where it is not a number. */
export function readChineseNumber(run: string): number | undefined {
  const chars = [...run]
  if (chars.every((char) => DIGITS.has(char))) {
    return Number(chars.map((char) => DIGITS.get(char)).join(''))
  }
  return readScaled(chars)
}

function readScaled(chars: readonly string[]): number | undefined {
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const [position, char] of chars.entries()) {
    const value = DIGITS.get(char)
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined
      digit = value
      continue
    }
    const scale = SCALES.get(char)
    if (scale !== undefined) {
      // 十五 has no leading digit; 百五 and 千五 are words, not numbers.
      if (digit === undefined && !(scale === 10 && (position === 0 || section === 0)))
        return undefined
      section += (digit ?? 1) * scale
    } else {
      const big = BIG_SCALES.get(char)
      const amount = section + (digit ?? 0)
      if (big === undefined || (amount === 0 && total === 0)) return undefined
      total = big > total && total > 0 ? (total + amount) * big : total + amount * big
      section = 0
    }
    digit = undefined
  }
  return total + section + (digit ?? 0)
}
