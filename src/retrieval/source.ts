import { readChineseNumber } from './numerals.ts'
import { termPlace } from './terms.ts'
import { foldText } from './tokens.ts'

// What a chunk belongs to becomes places of its sparse vector: the prior of a source and the votes of answered
// example questions are then weights of the query, and no stored row depends on what was learned.

const ARTICLE_AT_END =
  /第\s*([\d零〇一二三四五六七八九十百千]+)\s*条(?:\s*之\s*([\d零〇一二三四五六七八九十]+))?$/u
const KIND = /(法典|法|条例|解释|规定|办法|规则|细则)(?:\([^)]*\))*$/u
/** 湖北省…条例, 武汉市…办法: rules of a place, of which the national collection knows nothing. */
const LOCAL =
  /^(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|\p{Script=Han}{2,3}(?<!城)市)/u

export const NEUTRAL_KIND = 'other'

/** A law's name without the parts that people and collections leave out. */
export function sourceKey(title: string): string {
  return foldText(title.split('\n', 1)[0] ?? '')
    .replaceAll(/[《》〈〉<>"“”\s]/gu, '')
    .replace(ARTICLE_AT_END, '')
    .replace(/^中华人民共和国/u, '')
}

/** What sort of national rule the name says it is; local rules, guides, answers and news are none. */
export function sourceKind(key: string): string {
  if (/^最高人民(?:法|检察)院/u.test(key)) return 'court'
  const kind = LOCAL.test(key) ? undefined : KIND.exec(key)?.[1]
  if (kind === undefined) return NEUTRAL_KIND
  if (kind === '解释') return 'court'
  return kind === '法典' ? '法' : kind
}

/** `第278条` or `第274.1条`, of the number given or of a title that ends in one. */
function articleUnit(title: string, articleNo?: string | null): string | undefined {
  const written = (articleNo ?? title.split('\n', 1)[0] ?? '').normalize('NFKC').trim()
  const [, number, branch] = ARTICLE_AT_END.exec(written) ?? []
  if (number === undefined) return undefined
  const suffix = branch === undefined ? '' : `.${readNumber(branch)}`
  return `第${readNumber(number)}${suffix}条`
}

const readNumber = (run: string): number | string =>
  /^\d+$/.test(run) ? Number(run) : (readChineseNumber(run) ?? run)

export const kindPlace = (kind: string): number => termPlace(`kind\u0000${kind}`)
export const sourcePlace = (key: string): number => termPlace(`source\u0000${key}`)
export const articlePlace = (article: string): number => termPlace(`article\u0000${article}`)

/** `民法典#第278条`: the same for every way of writing the law's name and the number. */
export function articleKey(
  title: string,
  articleNo?: string | null,
  key: string = sourceKey(title),
): string | undefined {
  const unit = articleUnit(title, articleNo)
  return unit === undefined ? undefined : `${key}#${unit}`
}

/** Places that say what the chunk belongs to, for its sparse vector. */
export function belongingPlaces(title: string, articleNo?: string | null): number[] {
  const key = sourceKey(title)
  const article = articleKey(title, articleNo, key)
  const places = [kindPlace(sourceKind(key)), sourcePlace(key)]
  return article === undefined ? places : [...places, articlePlace(article)]
}
