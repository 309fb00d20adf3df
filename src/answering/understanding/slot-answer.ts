import { isEnglish } from '../../shared/english.ts'
import { readEnglishAnswer } from './english-slots.ts'
import { findPlace } from './place.ts'
import { isTrouble } from './matters.ts'
import { findSince, tellsSince } from './since.ts'

// What the answer to "where?" or "since when?" says. Residents answer the other question, both at once, or neither.

/** How often is no place either. */
const FREQUENT =
  /天天|每(?:天|晚|日|周|年|月|次|到|个)|经常|老是|总是|一直|时常|随时|平时|都有$|都这样|周末|(?:点|[一二三四五六日])(?:半)?(?:到|至)|那阵|夜里头?$/u
const SAYS_NO = /^(?:没|不|别|无|冇|跳过|随便|算了|匿名|要?保密|谢|好的?$|嗯|麻烦|催|希望|请)/u
const PLACE_TAIL =
  /(?:[栋幢座号楼室层户店院门口里旁边侧东西南北角头段处站亭湾塘桥库场馆所园苑庭居村组片区街路巷弄道线下上内外前后]|附近|对面|对过|面|中间|一带|门洞|亭子|那里|这里|单元|路口|家属院)(?:的|那(?:里|个|家|边|一?[段块排片栋])|这(?:里|边))?(?:[吧哈呀啊撒])?$/u
const LEADS =
  /^(?:都|就|大概|好像|应该)*(?:在(?:我们)?|住在?|是在|位于|也在|大概在?|我们?(?:家|屋里)?(?:就)?(?:在|住在?|是))(?!线|的|说|讲|网|问|想|要)/u
const CORRECTS = /^(?:哦|啊|呃|嗯)*(?:不是|不对|错了|搞错|说错|讲错|我说错)/u
/** 说错了是…, 不是,应该是…: taken off before the place is read. */
const CORRECTION =
  /^(?:哦|啊|呃|嗯)*(?:不是(?=[,，是])|不对|(?:我)?(?:刚才)?(?:说|讲|搞|写|打)?错了?)[,，\s]*(?:应该)?(?:是)?[,，\s]*/u
const TELLS =
  /[我你他她]|说|想|能|要|没|不|[了的]$|钱|电话|证|有|因为|着|过[^街江]|[响叫飞]$|都(?!市|府|会|城)|也|很|太|还|被|把|随便|到处/u
const SHORT = 12

export type SlotAnswer = {
  where: string | null
  since: string | null
  /** The place takes the place of one told before. */
  corrects: boolean
}

/** What is done there and who is from there: 做包装, 的退休职工, 的那家. */
const WHO_OR_WHAT =
  /(?:的)?(?:那家|等|租房|上班|干活|做\p{Script=Han}{1,3}|(?<=的)\p{Script=Han}{2,4}(?:职工|居民|业主|租户|住户))$/u

const trimmed = (clause: string): string =>
  clause
    .replace(LEADS, '')
    .replace(/^[是的,，:：]+|[吧哈呀啊撒呢的。.!！]+$/gu, '')
    .replace(WHO_OR_WHAT, '')
    .trim()

function isPlace(clause: string): boolean {
  if (SAYS_NO.test(clause)) return false
  return findPlace(clause) !== null || LEADS.test(clause) || PLACE_TAIL.test(clause)
}

/** 示例社区旁边那个垃圾房 is a place, 公园门口的健身器材断了 tells what is wrong there. */
const NAMED_THING = /(?:那|这)(?:一?[个家栋排座])\p{Script=Han}{1,6}$/u
const HAPPENS = /[了着]$|死人|没人|睡不|得[^胜]/u

/** Says where and nothing else. */
export function isPlaceAnswer(clause: string): boolean {
  if (isEnglish(clause))
    return readEnglishAnswer(clause, 'where').where !== null && !isTrouble(clause)
  const text = clause.trim().replace(NAMED_THING, '')
  if (!isPlace(text) || [HAPPENS, FREQUENT].some((told) => told.test(text))) return false
  const rest = text.replace(findPlace(text) ?? '', '')
  return PLACE_TAIL.test(text) ? !HAPPENS.test(rest) : !isTrouble(rest)
}

function readClause(clause: string): Partial<SlotAnswer> {
  const since = findSince(clause, true)
  if (since === null)
    return FREQUENT.test(clause) || !isPlace(clause) ? {} : { where: trimmed(clause) }
  // 学府路半夜 is a place with a time, 昨天下午 is a time alone.
  return tellsSince(clause) || findPlace(clause) === null || !isPlace(clause)
    ? { since }
    : { since, where: trimmed(clause) }
}

/** 示例酒店的，对着11号楼: two clauses of one place, as they were said. */
function spanOf(told: string, places: readonly string[]): string {
  const last = places.at(-1) ?? ''
  return told.slice(told.indexOf(places[0] ?? ''), told.lastIndexOf(last) + last.length)
}

/** `asked` decides what a few bare words mean that show neither: 石榴红 after "where?" is a place. */
export function readSlotAnswer(text: string, asked: 'where' | 'since' | null): SlotAnswer {
  if (isEnglish(text)) return readEnglishAnswer(text.trim(), asked)
  const plain = text.trim()
  const answer: SlotAnswer = { where: null, since: null, corrects: CORRECTS.test(plain) }
  const told = plain.replace(CORRECTION, '') || plain
  const clauses = told.split(/[,，。;；\n]+/u).map((clause) => clause.trim())
  const read = clauses.filter((part) => part !== '' && !/^(?:不是)+$/u.test(part)).map(readClause)
  const places = read.flatMap(({ where }) => where ?? [])
  answer.where =
    asked === 'where' && places.length > 1 && places.every(isPlaceAnswer)
      ? spanOf(told, places)
      : (places.find((where) => findPlace(where) !== null) ?? places[0] ?? null)
  answer.since = read.find(({ since }) => since != null)?.since ?? null
  const bare =
    clauses.length === 1 &&
    [...plain].length <= SHORT &&
    ![SAYS_NO, TELLS, FREQUENT].some((pattern) => pattern.test(plain))
  if (asked === 'where' && bare && answer.where === null && answer.since === null)
    answer.where = trimmed(plain)
  return answer.where === '' ? { ...answer, where: null } : answer
}
