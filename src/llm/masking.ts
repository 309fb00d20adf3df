import type { ChatMessage, MaskVault } from './types.ts'

/** R-PRV-1: what never reaches a model, an index, a log or a trace in plain form. */
type Finder = {
  kind: string
  pattern: RegExp
  /** Group that holds the personal part; the whole match when absent. */
  group?: number
  accept?: (match: string) => boolean
}

const CHINESE_DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  洞: '0',
  一: '1',
  幺: '1',
  妖: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  拐: '7',
  八: '8',
  九: '9',
  勾: '9',
}

/**
 * Full-width forms become half-width one for one, so offsets in the folded text are offsets in the original.
 */
function foldWidth(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xff01 && code <= 0xff5e) out += String.fromCharCode(code - 0xfee0)
    else out += code === 0x3000 ? ' ' : text.charAt(i)
  }
  return out
}

function digitsOf(text: string): string {
  return [...text]
    .map((char) => CHINESE_DIGITS[char] ?? char)
    .join('')
    .replaceAll(/[^0-9Xx]/g, '')
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10X98765432'

/** GB 11643 check character of an 18-digit resident id. */
export function isResidentId(text: string): boolean {
  const digits = digitsOf(text).toUpperCase()
  if (/^\d{15}$/.test(digits)) return isDate(`19${digits.slice(6, 12)}`)
  if (!/^\d{17}[\dX]$/.test(digits)) return false
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return ID_CHECKS[sum % 11] === digits[17] && isDate(digits.slice(6, 14))
}

function isDate(yyyymmdd: string): boolean {
  const month = Number(yyyymmdd.slice(4, 6))
  const day = Number(yyyymmdd.slice(6, 8))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** Luhn check of a bank card, 16–19 digits. */
export function isBankCard(text: string): boolean {
  const digits = digitsOf(text)
  if (!/^\d{16,19}$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const SEP = '[ \\-\\u2010-\\u2015.]?'
const CN_NUM = '零〇洞一幺妖二两三四五六七拐八九勾'
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公'

const COMPOUND = '欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|长孙|宇文|端木'
/** Whose name may stand behind 叫. */
const PEOPLE =
  '老人|孩子|小孩|儿子|女儿|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|婆婆|老公|老婆|丈夫|妻子|邻居|房东|他|她'

const FINDERS: readonly Finder[] = [
  { kind: '邮箱', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  {
    kind: '身份证',
    pattern: new RegExp(
      `(?<![0-9A-Za-z-])\\d{6}${SEP}(?:\\d{4}${SEP}\\d{4}${SEP}\\d{3}[0-9Xx]|\\d{8}${SEP}\\d{3}[0-9Xx]|\\d{6}${SEP}\\d{3})(?![0-9A-Za-z])`,
      'g',
    ),
    accept: isResidentId,
  },
  {
    kind: '银行卡',
    pattern: /(?<![0-9A-Za-z-])\d(?:[ -]?\d){15,18}(?![0-9])/g,
    accept: isBankCard,
  },
  {
    kind: '手机',
    pattern: new RegExp(`(?<![0-9])(?:\\+?86${SEP})?1${SEP}[3-9](?:${SEP}\\d){9}(?![0-9])`, 'g'),
  },
  {
    kind: '手机',
    pattern: new RegExp(`(?:[${CN_NUM}0-9][ ,，]?){11}`, 'g'),
    accept: (match) => /[^0-9 ,，]/.test(match) && /^1[3-9]\d{9}$/.test(digitsOf(match)),
  },
  {
    kind: '电话',
    pattern: /(?<![0-9A-Za-z-])\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}(?:-\d{1,5})?(?![0-9-])/g,
  },
  {
    kind: '电话',
    pattern: /(?:固话|座机|家里电话|宅电)(?:是|为|号码?)?[:： ]{0,2}([2-9]\d{6,7})(?![0-9])/g,
    group: 1,
  },
  { kind: '护照', pattern: /(?<![0-9A-Za-z-])[EeGgDdSsPp][A-Za-z]?\d{7,8}(?![0-9A-Za-z])/g },
  {
    kind: '车牌',
    pattern: new RegExp(
      `[${PROVINCES}][A-HJ-NP-Z][·• .-]?(?=[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9]))[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]`,
      'gi',
    ),
  },
  {
    kind: '微信',
    pattern:
      /(?:微信号?|wechat|weixin|vx|v信|QQ号?)(?:是|为|号)?[:： ]{0,2}([A-Za-z][\w-]{5,19}|[1-9]\d{4,11})/gi,
    group: 1,
  },
  {
    kind: '门牌',
    pattern:
      /(?:[0-9A-Za-z]{1,4}|[一二三四五六七八九十百]{1,4})(?:栋|幢|号楼|座)[ ]?(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:单元|门))?[ ]?(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:楼|层))?[ ]?(?:[0-9]{1,4}(?:室|号|户)|[0-9]{3,4})(?![0-9])|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})单元[ ]?[0-9]{3,4}(?:室|号)?(?![0-9])|(?<![0-9A-Za-z-])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9A-Za-z-])/g,
  },
  {
    kind: '姓名',
    pattern: new RegExp(
      `(?:(?:我|${PEOPLE})(?:的)?(?:名字)?叫(?!做|人|你|您|他|她|它|了|不)|名字(?:叫|是|为)[:： ]{0,2}|我是(?!.{1,2}人)(?=[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}(?:[,，。.、;；!！\\s]|电话|手机|$))|联系人(?:是|为|叫)?[:： ]{0,2}|姓名(?:是|为)?[:： ]{0,2}|本人)((?:${COMPOUND}|[${SURNAMES}])[\\u4e00-\\u9fa5·]{1,2}?)(?=[,，。.、;；!！?？:：\\s(（\\[]|电话|手机|住在|住|家住|是|的|想|要|今年|联系|身份证|$)`,
      'g',
    ),
    group: 1,
  },
]

export type MaskOptions = {
  /** Continue an earlier vault: the same original keeps its placeholder. */
  vault?: MaskVault
  /** Names given in a form, masked wherever they occur. */
  names?: readonly string[]
}

type Span = { start: number; end: number; kind: string }

/** Replaces personal data by placeholders such as `[手机1]`. The vault maps them back; it never leaves the server. */
export function maskPersonalData(
  text: string,
  options: MaskOptions = {},
): { text: string; vault: MaskVault } {
  const vault: MaskVault = {
    byPlaceholder: new Map(options.vault?.byPlaceholder),
    byOriginal: new Map(options.vault?.byOriginal),
  }
  let out = ''
  let last = 0
  for (const span of findSpans(text, options.names ?? [])) {
    out +=
      text.slice(last, span.start) +
      placeholderFor(vault, span.kind, { original: text.slice(span.start, span.end), text })
    last = span.end
  }
  return { text: out + text.slice(last), vault }
}

/** One vault over all messages of a call, so that the same number reads the same in each. */
export function maskMessages(
  messages: readonly ChatMessage[],
  given?: MaskVault,
): { messages: ChatMessage[]; vault: MaskVault } {
  let vault: MaskVault = given ?? { byPlaceholder: new Map(), byOriginal: new Map() }
  const masked = messages.map((message) => {
    const result = maskPersonalData(message.content, { vault })
    vault = result.vault
    return { ...message, content: result.text }
  })
  return { messages: masked, vault }
}

function findSpans(text: string, names: readonly string[]): Span[] {
  const folded = foldWidth(text)
  const spans: Span[] = []
  const add = (span: Span): void => {
    if (!spans.some((other) => span.start < other.end && other.start < span.end)) spans.push(span)
  }
  for (const finder of FINDERS) {
    for (const match of folded.matchAll(finder.pattern)) {
      const part = finder.group === undefined ? match[0] : (match[finder.group] ?? '')
      if (part === '' || finder.accept?.(part) === false) continue
      const start = match.index + match[0].lastIndexOf(part)
      const trimmed = part.replace(/[ ,，]+$/, '')
      add({ start, end: start + trimmed.length, kind: finder.kind })
    }
  }
  for (const name of names.filter((item) => item.trim().length >= 2)) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
      add({ start: at, end: at + name.length, kind: '姓名' })
    }
  }
  return spans.toSorted((a, b) => a.start - b.start)
}

/** A placeholder that already stands in the text belongs to somebody else's vault and is not given out again. */
function placeholderFor(
  vault: MaskVault,
  kind: string,
  { original, text }: { original: string; text: string },
): string {
  const known = vault.byOriginal.get(original)
  if (known !== undefined) return known
  let number = 1
  const isTaken = (name: string) => vault.byPlaceholder.has(name) || text.includes(name)
  while (isTaken(`[${kind}${number}]`)) number += 1
  const placeholder = `[${kind}${number}]`
  vault.byPlaceholder.set(placeholder, original)
  vault.byOriginal.set(original, placeholder)
  return placeholder
}

export function restorePersonalData(text: string, vault: MaskVault): string {
  return text.replaceAll(
    /\[[^[\]\d]{2,4}\d{1,3}\]/g,
    (found) => vault.byPlaceholder.get(found) ?? found,
  )
}

/** Restores in a stream: holds back an opening bracket until the placeholder is whole. */
export function restoreStream(vault: MaskVault): { push(chunk: string): string; end(): string } {
  let held = ''
  return {
    push(chunk) {
      const text = held + chunk
      const open = text.lastIndexOf('[')
      const pending = open !== -1 && !text.includes(']', open) && text.length - open < 12
      held = pending ? text.slice(open) : ''
      return restorePersonalData(pending ? text.slice(0, open) : text, vault)
    },
    end() {
      const rest = restorePersonalData(held, vault)
      held = ''
      return rest
    },
  }
}

const SECRET_MARKERS =
  /(?:(?:绝密|机密|秘密)\s*[★☆*]|[★☆]\s*(?:绝密|机密|秘密)|(?:绝密|机密)(?:级|文件|件|材料|★)|内部(?:资料|文件|材料)[,,，、;； ]*(?:不得|严禁|请勿|禁止|注意)|(?:盖|印|标|写|打)(?:着|有|了|上)[^，。,;；]{0,4}[“”"'「」]?(?:绝密|机密|秘密)[“”"'「」]?(?:的|字样|两|二|章|印|戳|等)|密级[:： ]*(?:绝密|机密|秘密)|仅供内部(?:使用|参考|传阅))/

/** R-PRV-8: a classification marking. Talk about secrecy in general ("保密协议") is not one. */
export function findSecretMarker(text: string): { marker: string } | undefined {
  const match = SECRET_MARKERS.exec(foldWidth(text).replaceAll('★', '★'))
  return match === null ? undefined : { marker: match[0] }
}
