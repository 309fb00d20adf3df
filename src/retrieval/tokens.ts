import traditional from './traditional.json' with { type: 'json' }
import { CHINESE_NUMERAL_CLASS, readChineseNumber } from './numerals.ts'

// One tokeniser for index and query time in both runtimes: single characters and neighbouring pairs, no dictionary.
// Numbers, Latin words and article numbers are one unit each, so that every way of writing them gives one token.

/** By character code; 0 where nothing changes. */
const SIMPLIFIED = new Uint16Array(0x10000)
for (let at = 0; at < traditional.traditional.length; at += 1) {
  SIMPLIFIED[traditional.traditional.charCodeAt(at)] = traditional.simplified.charCodeAt(at)
}

const NUMBER = `(?:\\d+|[${CHINESE_NUMERAL_CLASS}]+)`
// 民法典278条 is how people write it, so 第 may be missing before 条, but a single numeral (一条, 两条) is a count.
const ARTICLE = new RegExp(
  `(?:第\\s*(${NUMBER})\\s*([条章节款项编])|(\\d{2,}|[${CHINESE_NUMERAL_CLASS}]{2,})\\s*条)(?:\\s*之\\s*(${NUMBER}))?`,
  'gu',
)
// Found by its year, which is rare, and then read backwards: to try an issuer at every character takes most of the time.
const DOCUMENT_YEAR = /((?:19|20)\d\d)\s*年?\s*[\])】〕〉]?\s*[-—]?\s*第?\s*(\d+)\s*号/gu
const ISSUER_BEFORE = /(\p{Script=Han}{1,10})\s*[[(【〔〈]?\s*$/u
const ISSUER_REACH = 40
const UNIT = new RegExp(
  `\u0001[^\u0002]+\u0002|\\d+(?:[.,]\\d+)*|[a-z][a-z0-9]*|[${CHINESE_NUMERAL_CLASS}]+|\\p{Script=Han}|[^\\p{Script=Han}\\s\\p{P}\\p{S}\u0001\u0002]+|\\n|[\\p{P}\\p{S}]`,
  'gu',
)
const BREAK = /^[\n\p{P}\p{S}]$/u

/** Half width, simplified, lower case: what two spellings of one text have in common. */
export function foldText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  let folded = ''
  let from = 0
  for (let at = 0; at < plain.length; at += 1) {
    const simplified = SIMPLIFIED[plain.charCodeAt(at)] ?? 0
    if (simplified === 0) continue
    folded += plain.slice(from, at) + String.fromCharCode(simplified)
    from = at + 1
  }
  return folded + plain.slice(from)
}

function readNumber(run: string): number | undefined {
  return /^\d+$/.test(run) ? Number(run) : readChineseNumber(run)
}

function markArticles(text: string): string {
  const mark = (
    match: string,
    number?: string,
    kind = '条',
    bare?: string,
    branch?: string,
  ): string => {
    const value = readNumber(number ?? bare ?? '')
    if (value === undefined) return match
    const suffix = branch === undefined ? '' : `.${readNumber(branch) ?? branch}`
    return `\u0001第${value}${suffix}${kind}\u0002`
  }
  return text.replace(ARTICLE, mark)
}

function numberUnits(run: string): string[] {
  const value = readChineseNumber(run)
  // One-character numerals stay characters: 一 and 万 are mostly parts of words (一审, 万一).
  if (value === undefined || run.length === 1) return [...run]
  return value < 10 ? [...run] : [String(value)]
}

const SINGLE_DIGITS = '零一二三四五六七八九'

function unitsOf(match: string): string[] {
  if (match.startsWith('\u0001')) return [match.slice(1, -1)]
  if (/^\d/.test(match)) {
    const plain = match.replaceAll(',', '')
    return [plain.length === 1 ? (SINGLE_DIGITS[Number(plain)] ?? plain) : plain]
  }
  return CHINESE_NUMERAL_CLASS.includes(match[0] ?? '') ? numberUnits(match) : [match]
}

/** Runs of units between punctuation: no pair is formed across a sentence or list mark. */
export function splitUnits(text: string): string[][] {
  return unitRuns(foldText(text))
}

function unitRuns(folded: string): string[][] {
  const runs: string[][] = [[]]
  for (const [match] of markArticles(folded).matchAll(UNIT)) {
    if (BREAK.test(match)) {
      if (runs.at(-1)?.length) runs.push([])
    } else {
      runs.at(-1)?.push(...unitsOf(match))
    }
  }
  return runs.filter((run) => run.length > 0)
}

/** 武政规〔2024〕5号 as single tokens, however its brackets are written or left out. */
export function documentNumbers(text: string): string[] {
  return numbersIn(foldText(text))
}

function numbersIn(folded: string): string[] {
  const found: string[] = []
  for (const { index, 1: year = '', 2: number = '' } of folded.matchAll(DOCUMENT_YEAR)) {
    const before = folded.slice(Math.max(0, index - ISSUER_REACH), index)
    const issuer = ISSUER_BEFORE.exec(before)?.[1]
    if (issuer === undefined) continue
    // The short name stands right before the year and running text before that: its last two characters are sure
    // (国发), and a third one tells two cities apart (武政规, 鄂政规).
    const names = new Set([issuer.slice(-2), issuer.slice(-3)])
    for (const name of names) found.push(`${name}${year}#${Number(number)}`)
  }
  return found
}

/** A run's units, each followed by the pair it begins. */
export function tokensOfRun(run: readonly string[]): string[] {
  return run.flatMap((unit, at) => {
    const next = run[at + 1]
    return next === undefined ? [unit] : [unit, `${unit}${next}`]
  })
}

/** Tokens in order of occurrence, repeats kept: characters, pairs, and one token for each 文号. */
export function tokenise(text: string): string[] {
  const folded = foldText(text)
  return [...numbersIn(folded), ...unitRuns(folded).flatMap(tokensOfRun)]
}

export function countTokens(tokens: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/** False for a pair of units. */
export function isSingleUnit(token: string): boolean {
  return token.length === 1 || /^[\u0021-\u007e]+$|^第[\d.]+.$/u.test(token)
}
