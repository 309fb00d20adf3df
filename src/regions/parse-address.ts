import { CITY_NAMES, PROVINCE_NAMES } from './address-names.ts'

export const ADDRESS_LABELS = [
  'country',
  'prov',
  'city',
  'district',
  'devZone',
  'town',
  'community',
  'road',
  'roadno',
  'subRoad',
  'subroadno',
  'poi',
  'subpoi',
  'houseno',
  'cellno',
  'floorno',
  'roomno',
  'assist',
  'person',
  'redundant',
] as const
export type AddressLabel = (typeof ADDRESS_LABELS)[number]
export type AddressPart = { label: AddressLabel; start: number; end: number; text: string }

type Kind = AddressLabel | 'number'
type Token = { kind: Kind; text: string }

const NUMERAL = '[一二三四五六七八九十百]'
/** What can be told by its own shape, tried in this order. */
const SHAPES: readonly [Kind, RegExp][] = [
  ['redundant', /[-_—－,，、/\s()（）]+|电联|null/uy],
  ['country', /中国(?=.{0,3}(?:省|市))/uy],
  ['cellno', new RegExp(String.raw`(?:[A-Za-z]|\d{1,3}|${NUMERAL}{1,3})单元`, 'uy')],
  [
    'houseno',
    new RegExp(
      String.raw`[A-Za-z]?\d{0,4}[A-Za-z]?(?:号楼|幢|栋|座|#楼?|排)|${NUMERAL}{1,3}(?:号楼|幢|栋|座)|[A-Za-z]\d{0,2}楼`,
      'uy',
    ),
  ],
  [
    'floorno',
    new RegExp(String.raw`(?:负?\d{1,2}|${NUMERAL}{1,3})(?:楼|层)|\d{1,2}[Ff](?![A-Za-z])`, 'uy'),
  ],
  [
    'subpoi',
    /[A-Za-z]\d{0,2}区|[东南西北][一二三四1-9]?[区门]|[一二三四五六]区|\d{1,2}区|(?:[一二三四五六]|\d)期/uy,
  ],
  ['roomno', /[A-Za-z]?\d{1,5}[A-Za-z]?(?:室|房间|房|铺)/uy],
  ['road', new RegExp(String.raw`(?:\d{1,3}|${NUMERAL}{1,3})(?:组|社(?!区)|队)`, 'uy')],
  ['roadno', /附?[A-Za-z]?\d{1,5}(?:[-—]\d{1,5})?(?:号|弄|巷|好)(?!楼|线|门|院|桥|公寓|仓|厂房)/uy],
  [
    'assist',
    /(?:东|南|西|北)?(?:对面|附近|旁边|旁|隔壁|交叉口|交汇处|路口|门口|斜对面|往[东南西北]\d*米?)|\d+米|[与和](?=.{1,5}(?:路|街|道))|里面|内(?=$|\d)/uy,
  ],
  ['number', /[A-Za-z]?\d{1,5}[A-Za-z]?/uy],
]
/** Endings of names, longest first at one place; the earliest ending closes a name. */
const ENDINGS: readonly [AddressLabel, string][] = [
  [
    'devZone',
    '经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|高教园区|开发区|保税区|高新区',
  ],
  ['community', '村民委员会|社区居委会|村委会|居委会|社区'],
  ['town', '街道办事处|街道办|街道|镇|乡'],
  [
    'poi',
    '工业园区|工业园|工业区|科技园|创业园|产业园|软件园|创意园|小区|住宅区|生活区|大厦|大楼|广场|花园|家园|公寓|公园|新村|新城|商城|市场|中心|医院|学院|大学|中学|小学|学校|幼儿园|公司|酒店|宾馆|饭店|工厂|机场|车站|火车站|地铁站|银行|超市|庄园|山庄|豪庭|华庭|名苑|佳苑|雅苑|家苑|花苑|公馆|商场|菜场|食堂|宿舍|仓库|物流园|商务楼|写字楼|华府|苑',
  ],
  ['road', '(?:公路|大道|大街|高速|国道|省道|胡同|路|街|巷|弄)(?!镇|乡|街道|村|社区)'],
]
const ENDING = new RegExp(ENDINGS.map(([label, words]) => `(?<${label}>${words})`).join('|'), 'u')
const ROAD_TAIL = /^(?:[东南西北中](?=路|街|段))?(?:段|东段|西段|南段|北段|中段)/u

/** The parts of an address line, left to right, without gaps. */
export function parseAddress(line: string): AddressPart[] {
  const parts: AddressPart[] = []
  let at = 0
  while (at < line.length) {
    const token = nextToken(line, at, parts)
    const label = settle(token, parts, line.slice(at + token.text.length))
    parts.push({ label, start: at, end: at + token.text.length, text: token.text })
    at += token.text.length
  }
  return parts
}

function nextToken(line: string, at: number, parts: readonly AddressPart[]): Token {
  const region = regionAt(line, at, parts)
  if (region !== undefined) return region
  const shape = shapeAt(line, at)
  if (shape !== undefined) return shape
  return nameAt(line, at)
}

function shapeAt(line: string, at: number): Token | undefined {
  for (const [kind, pattern] of SHAPES) {
    pattern.lastIndex = at
    const text = pattern.exec(line)?.[0]
    if (text !== undefined && text !== '') return { kind, text }
  }
  return undefined
}

const DISTRICT = /[\p{Script=Han}]{1,4}?(?:自治县|新区|区|县|旗|市)/uy
const NO_DISTRICT =
  /(?:小区|社区|园区|校区|厂区|住宅区|工业区|开发区|景区|街区|生活区|保税区|高新区|商业区|特区|[一二三四五六]区)$|^(?:主|老|新)?(?:城|东|西|南|北)区$/u

/** Province, city and district stand at the head of a line and in this order. */
function regionAt(line: string, at: number, parts: readonly AddressPart[]): Token | undefined {
  const past = parts.some(
    ({ label }) => !['country', 'prov', 'city', 'district', 'redundant'].includes(label),
  )
  if (past) return undefined
  const rest = line.slice(at)
  const has = (label: AddressLabel): boolean => parts.some((part) => part.label === label)
  const province = PROVINCE_NAMES.find((name) => rest.startsWith(name))
  if (province !== undefined && !/^[路街大道]/u.test(rest.slice(province.length))) {
    const text =
      province +
      (/^(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)/u.exec(
        rest.slice(province.length),
      )?.[0] ?? '')
    return { kind: has('prov') ? 'redundant' : 'prov', text }
  }
  const city = CITY_NAMES.find((name) => rest.startsWith(name))
  if (city !== undefined) {
    const tail = rest.slice(city.length)
    const suffix = /^(?:市(?!场|民)|地区|自治州)/u.exec(tail)?.[0] ?? ''
    const bare =
      suffix === '' &&
      /^(?:[东南西北中]?[路街]|大道|大厦|[县区银]|商|国际|广场|大学|[\p{Script=Han}]{0,2}(?:公司|学院))/u.test(
        tail,
      )
    if (!bare) return { kind: has('city') ? 'redundant' : 'city', text: city + suffix }
  }
  DISTRICT.lastIndex = at
  const district = DISTRICT.exec(line)?.[0]
  if (
    district === undefined ||
    NO_DISTRICT.test(district) ||
    /[路街道村镇苑园号](?!海区|桥区|江区|里区)/u.test(district) ||
    /^(?:场|政府)/u.test(line.slice(at + district.length))
  )
    return undefined
  const repeated = parts.some(({ text }) => text === district)
  return {
    kind: repeated || (has('district') && district.endsWith('市')) ? 'redundant' : 'district',
    text: district,
  }
}

const VILLAGE = /^[\p{Script=Han}]{1,4}?村(?!路|镇|街|乡|大道|小区|委会|[一二三四五六七八九]?区)/u

/** A run of name characters up to its earliest telling end, or to the next thing that is told by its shape. */
function nameAt(line: string, at: number): Token {
  const stop = endOfName(line, at)
  const run = line.slice(at, stop)
  const village = VILLAGE.exec(run)?.[0]
  const ending = ENDING.exec(run.slice(1))
  const ends = ending === null ? run.length : 1 + ending.index + ending[0].length
  if (village !== undefined && village.length <= ends && !village.endsWith('新村'))
    return { kind: 'community', text: village }
  if (ending === null) return { kind: 'poi', text: run }
  const label = ENDINGS.find(([name]) => ending.groups?.[name] !== undefined)?.[0] ?? 'poi'
  const extra =
    label === 'road'
      ? (ROAD_TAIL.exec(run.slice(ends))?.[0] ?? '')
      : label === 'poi'
        ? poiTail(run.slice(ends))
        : ''
  return { kind: label, text: run.slice(0, ends) + extra }
}

function poiTail(rest: string): string {
  const more = /^(?:有限公司|大厦|小区|广场|公寓|商城|市场|中心|大酒店|酒店|花园|分公司)/u.exec(
    rest,
  )
  return more === null ? '' : more[0]
}

/** No name is longer; without an end to the search a long line would take a time that grows with its square. */
const LONGEST_NAME = 60

function endOfName(line: string, at: number): number {
  const farthest = Math.min(line.length, at + LONGEST_NAME)
  for (let to = at + 1; to < farthest; to += 1) {
    const shape = shapeAt(line, to)
    if (shape === undefined) continue
    const numeralInName = /^[一二三四五六七八九十]/u.test(shape.text) && shape.kind === 'road'
    if (!numeralInName || shape.text.length > 1) return to
  }
  return farthest
}

/** A number or a second name is what its place in the line makes it. */
function settle(token: Token, parts: readonly AddressPart[], rest: string): AddressLabel {
  const has = (...labels: AddressLabel[]): boolean =>
    parts.some(({ label }) => labels.includes(label))
  const last = parts.findLast(({ label }) => label !== 'redundant')?.label
  if (token.kind === 'number') return numberLabel(token.text, last, has, rest)
  if (token.kind === 'roadno') {
    if (last === 'road') return 'roadno'
    if (last === 'subRoad') return 'subroadno'
    if (has('cellno', 'houseno') || last === 'floorno') return 'roomno'
    if (last === 'roadno' || last === 'subroadno') return 'houseno'
    return has('road') && last !== 'community' && last !== 'assist' ? 'houseno' : 'roadno'
  }
  if (token.kind === 'road')
    return last === 'road' || (last === 'roadno' && /[巷弄段]$/u.test(token.text))
      ? 'subRoad'
      : 'road'
  if (token.kind === 'poi') {
    if (has('roomno', 'floorno') || (last === 'houseno' && !ENDING.test(token.text)))
      return 'person'
    return has('poi') && last !== 'road' ? 'subpoi' : 'poi'
  }
  return token.kind
}

function numberLabel(
  text: string,
  last: AddressLabel | undefined,
  has: (...labels: AddressLabel[]) => boolean,
  rest: string,
): AddressLabel {
  if (last === 'road') return 'roadno'
  if (last === 'cellno' || last === 'floorno') return 'roomno'
  const digits = text.replaceAll(/\D/g, '').length
  if (last === 'houseno')
    return /^-\d/u.test(rest) ? 'cellno' : digits >= 3 || has('cellno') ? 'roomno' : 'cellno'
  if (/^-\d/u.test(rest) || digits <= 2) return 'houseno'
  return 'roomno'
}
