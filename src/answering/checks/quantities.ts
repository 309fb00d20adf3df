import { CHINESE_NUMERAL_CLASS, foldText, readChineseNumber } from '../../retrieval/index.ts'

export type FactKind =
  | 'article'
  | 'date'
  | 'fraction'
  | 'amount'
  | 'duration'
  | 'time'
  | 'phone'
  | 'number'

/** One checkable statement of a text: two texts state the same when their keys are equal. */
export type Fact = { kind: FactKind; key: string; text: string }

const CN = CHINESE_NUMERAL_CLASS
const DIGITS = '\\d+(?:,\\d{3})*(?:\\.\\d+)?'
/** 五千, 5千, 3.6万, 81 万, 1,000, 二百七十八. */
const NUMBER = `(?:${DIGITS}\\s*[十百千万亿]{0,2}|[${CN}]+)`

const SCALE: Readonly<Record<string, number>> = {
  十: 10,
  百: 100,
  千: 1000,
  万: 10_000,
  亿: 100_000_000,
}

function readNumber(text: string): number | undefined {
  const plain = text.replaceAll(/[\s,]/gu, '')
  const digits = /^(\d+(?:\.\d+)?)([十百千万亿]*)$/u.exec(plain)
  if (digits === null) return readChineseNumber(plain)
  return [...(digits[2] ?? '')].reduce(
    (value, scale) => value * (SCALE[scale] ?? 1),
    Number(digits[1]),
  )
}

function keyOf(value: number): string {
  return String(Math.round(value * 1e6) / 1e6)
}

type Reader = {
  kind: FactKind
  pattern: RegExp
  key: (groups: readonly string[]) => string | undefined
}

function scaled(unit: string): (groups: readonly string[]) => string | undefined {
  return ([, number = '']) => {
    const value = readNumber(number)
    return value === undefined ? undefined : `${unit}:${keyOf(value)}`
  }
}

function ratio(upper: string, lower: string): string | undefined {
  const top = readNumber(upper)
  const bottom = readNumber(lower)
  return top === undefined || bottom === undefined || bottom === 0
    ? undefined
    : `fraction:${keyOf(top / bottom)}`
}

function clockKey(part: string, hour: string, minute: string): string | undefined {
  const value = readNumber(hour)
  if (value === undefined || value > 24) return undefined
  const late = /下午|晚|夜|傍/u.test(part) && value < 12 && value >= 1
  const minutes = minute === '半' ? 30 : minute === '' ? 0 : (readNumber(minute) ?? 0)
  return `time:${(value + (late ? 12 : 0)) % 24}:${minutes}`
}

const MONTHS: Readonly<Record<string, number>> = { 年: 12, 周年: 12, 个月: 1, 月: 1 }
const DAYS: Readonly<Record<string, number>> = {
  日: 1,
  天: 1,
  周: 7,
  星期: 7,
  个星期: 7,
  个礼拜: 7,
}

/** Most specific first: what one reader takes, the next no longer sees. */
const READERS: readonly Reader[] = [
  {
    kind: 'article',
    pattern: new RegExp(`第\\s*(${NUMBER})\\s*(条|款|项|章|节|编)(?:\\s*之\\s*(${NUMBER}))?`, 'gu'),
    key: ([, number = '', part = '', branch = '']) => {
      const value = readNumber(number)
      const suffix = branch === '' ? '' : `.${readNumber(branch) ?? branch}`
      return value === undefined ? undefined : `${part}:${value}${suffix}`
    },
  },
  {
    kind: 'date',
    pattern: new RegExp(
      `((?:19|20)\\d\\d|[一二][九〇零][${CN}]{2})\\s*(?:年|[-/.])\\s*(${NUMBER})\\s*(?:月|[-/.])\\s*(${NUMBER})\\s*[日号]?`,
      'gu',
    ),
    key: ([, year = '', month = '', day = '']) =>
      `date:${readNumber(year)}-${readNumber(month)}-${readNumber(day)}`,
  },
  {
    kind: 'date',
    pattern: new RegExp(
      `((?:19|20)\\d\\d|[一二][九〇零][${CN}]{2})\\s*年\\s*(${NUMBER})\\s*月`,
      'gu',
    ),
    key: ([, year = '', month = '']) => `date:${readNumber(year)}-${readNumber(month)}`,
  },
  {
    kind: 'date',
    pattern: new RegExp(`(${NUMBER})\\s*月\\s*(${NUMBER})\\s*[日号]`, 'gu'),
    key: ([, month = '', day = '']) => `date:${readNumber(month)}-${readNumber(day)}`,
  },
  {
    kind: 'date',
    pattern: new RegExp(`((?:19|20)\\d\\d|[一二][九〇零][${CN}]{2})\\s*年(?!以|内|期)`, 'gu'),
    key: ([, year = '']) => `date:${readNumber(year)}`,
  },
  {
    kind: 'fraction',
    pattern: new RegExp(`百分之\\s*(${NUMBER})|(${DIGITS})\\s*%`, 'gu'),
    key: ([, words = '', digits = '']) => ratio(words || digits, '100'),
  },
  {
    kind: 'fraction',
    pattern: new RegExp(`(${NUMBER})\\s*分之\\s*(${NUMBER})`, 'gu'),
    key: ([, lower = '', upper = '']) => ratio(upper, lower),
  },
  {
    kind: 'fraction',
    pattern: /(?<![\d/])(\d{1,2})\s*\/\s*(\d{1,3})(?![\d/])/gu,
    key: ([, upper = '', lower = '']) => ratio(upper, lower),
  },
  { kind: 'fraction', pattern: /过半数?|半数|一半/gu, key: () => 'fraction:0.5' },
  {
    kind: 'fraction',
    pattern: new RegExp(`(${NUMBER})\\s*成(?!年|员|立|为|本|功|果|交|绩|套|品)`, 'gu'),
    key: ([, number = '']) => ratio(number, '10'),
  },
  {
    kind: 'time',
    pattern: new RegExp(
      `(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|晚|夜间|夜里|次日|当日|每日|每天)?(?:的)?\\s*(?:(\\d{1,2})[::](\\d{2})(?!\\d)|(\\d{1,2}|[一二三四五六七八九十两]{1,3})\\s*[点时](?!间|候|限|效|常|段|评|数|心|击|对)(?:(半|\\d{1,2}|[${CN}]{1,3})分?)?)`,
      'gu',
    ),
    key: ([, part = '', hour = '', minute = '', spoken = '', spokenMinute = '']) =>
      hour === '' ? clockKey(part, spoken, spokenMinute) : clockKey(part, hour, minute),
  },
  {
    kind: 'amount',
    pattern: new RegExp(`(${NUMBER})\\s*(?:余|多)?\\s*(?:元|块钱?|圆)`, 'gu'),
    key: scaled('yuan'),
  },
  {
    kind: 'duration',
    pattern: new RegExp(`(${NUMBER})\\s*(?:余|多)?\\s*个?\\s*工作日`, 'gu'),
    key: scaled('workday'),
  },
  {
    kind: 'duration',
    pattern: new RegExp(`(${NUMBER})\\s*(?:余|多)?\\s*个?\\s*(?:小时|钟头)`, 'gu'),
    key: scaled('hour'),
  },
  {
    kind: 'duration',
    pattern: new RegExp(`(${NUMBER})\\s*(?:余|多)?\\s*分钟`, 'gu'),
    key: scaled('minute'),
  },
  { kind: 'duration', pattern: /半年/gu, key: () => 'month:6' },
  { kind: 'duration', pattern: /半个?月/gu, key: () => 'day:15' },
  {
    kind: 'duration',
    pattern: new RegExp(
      `(${NUMBER})\\s*(?:余|多)?\\s*(周年|年|个月|月)(?!度|份|报|级|龄|初|底|末|租)`,
      'gu',
    ),
    key: ([, number = '', unit = '']) => {
      const value = readNumber(number)
      return value === undefined ? undefined : `month:${keyOf(value * (MONTHS[unit] ?? 1))}`
    },
  },
  {
    kind: 'duration',
    pattern: new RegExp(
      `(?<!第)(${NUMBER})\\s*(?:余|多)?\\s*(日|天|周|星期|个星期|个礼拜)(?!岁|边|报|程|密|长|全)`,
      'gu',
    ),
    key: ([, number = '', unit = '']) => {
      const value = readNumber(number)
      return value === undefined ? undefined : `day:${keyOf(value * (DAYS[unit] ?? 1))}`
    },
  },
  {
    kind: 'phone',
    pattern:
      /(?<![\d.])(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|1(?:10|19|20|22)|12[0-9]{3}|96\d{3}|95\d{3})(?![\d.])/gu,
    key: ([whole = '']) => `phone:${whole.replaceAll('-', '')}`,
  },
  {
    kind: 'number',
    pattern: new RegExp(
      `(${NUMBER})\\s*(?:余|多)?\\s*(?:名|位|户|人|台|部|个|家|处|套|栋|幢|层|倍|次|平方米|平米|㎡|公里|米|岁|周岁|代表|份|级|类|项|种|件|吨|张|辆|条|万|分贝)`,
      'gu',
    ),
    key: scaled('number'),
  },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![a-z\\d.])(${DIGITS}\\s*[十百千万亿]{0,2})(?![a-z\\d])`, 'gu'),
    key: scaled('number'),
  },
]

/** 一, 两 and 几 before a measure word are mostly grammar (一个人, 一份申请), not a figure to be checked. */
function isGrammar(fact: Fact): boolean {
  return (
    fact.kind === 'number' &&
    /^[一两]\s*[^\d分十百千万亿]/u.test(fact.text) &&
    !/倍|代表|户|人(?!民)/u.test(fact.text)
  )
}

/** More than any sentence or passage has. What follows is not read: the readers take a time that grows with its square. */
const MOST_READ = 4_000

/** Every figure of a text, each read once, in its most specific sense. */
export function findFacts(text: string): Fact[] {
  let rest = foldText(text.slice(0, MOST_READ)).replaceAll(/\[s\d+\]/gu, ' ')
  const facts: Fact[] = []
  for (const { kind, pattern, key } of READERS) {
    rest = rest.replace(pattern, (...args: unknown[]) => {
      const groups = args
        .filter((arg, index) => index < args.length - 2 && typeof arg !== 'number')
        .map((arg) => (typeof arg === 'string' ? arg : ''))
      const whole = groups[0] ?? ''
      const found = key(groups)
      if (found === undefined) return whole
      facts.push({ kind, key: found, text: whole.trim() })
      return '\u3000'.repeat(1)
    })
  }
  return facts.filter((fact) => !isGrammar(fact))
}
