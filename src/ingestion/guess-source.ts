import type { Level } from '../retrieval/index.ts'

/** Corpus categories of the public law collections, by what the law of each is. */
const CATEGORY_LEVELS: ReadonlyMap<string, Level> = new Map([
  ['行政法规', '行政法规'],
  ['司法解释', '司法解释'],
  ['部门规章', '规章'],
  ['地方性法规', '地方性法规'],
  ['宪法', '法律'],
])

const PROVINCES: readonly (readonly [string, string])[] = [
  ['11', '北京'],
  ['12', '天津'],
  ['13', '河北'],
  ['14', '山西'],
  ['15', '内蒙古'],
  ['21', '辽宁'],
  ['22', '吉林'],
  ['23', '黑龙江'],
  ['31', '上海'],
  ['32', '江苏'],
  ['33', '浙江'],
  ['34', '安徽'],
  ['35', '福建'],
  ['36', '江西'],
  ['37', '山东'],
  ['41', '河南'],
  ['4201', '武汉'],
  ['42', '湖北'],
  ['43', '湖南'],
  ['44', '广东'],
  ['4403', '深圳'],
  ['4401', '广州'],
  ['45', '广西'],
  ['46', '海南'],
  ['50', '重庆'],
  ['51', '四川'],
  ['52', '贵州'],
  ['53', '云南'],
  ['54', '西藏'],
  ['61', '陕西'],
  ['62', '甘肃'],
  ['63', '青海'],
  ['64', '宁夏'],
  ['65', '新疆'],
]
const LOCAL_RULE =
  /^(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|经济特区|实施|人民政府).*(?:条例|办法|规定|细则|决定|规则|通知|意见)$/u

/** Only where the front matter is silent: the place a title begins with, when the rest reads like a local rule. */
export function guessJurisdiction(title: string): string | undefined {
  const name = title.replace(/^《/, '')
  const found = PROVINCES.find(([, place]) => name.startsWith(place))
  return found !== undefined && LOCAL_RULE.test(name.slice(found[1].length)) ? found[0] : undefined
}

export function guessLevel(title: string, category?: string): Level {
  const known = CATEGORY_LEVELS.get(category ?? '')
  if (known !== undefined) return known
  if (guessJurisdiction(title) !== undefined) return '地方性法规'
  if (/^最高人民(?:法院|检察院)/u.test(title)) return '司法解释'
  // 办法 ends like 法.
  if (/(?:办法|规定|细则)$/u.test(title)) return '规章'
  if (/(?:法|法典|宪法修正案)(?:（.*）)?$/u.test(title)) return '法律'
  if (title.endsWith('条例')) return '行政法规'
  return /(?:通知|通告|公告|意见|方案|决定|批复|函)$/u.test(title) ? '规范性文件' : '指南'
}

/** R-KB-4: a newspaper signs its reports, and what it reports is told as reported, never as a rule. */
export function isPressReport(text: string): boolean {
  return /(?:记者|通讯员|本报讯)/u.test(`${text.slice(0, 300)}\n${text.slice(-300)}`)
}
