import { findPlace } from './place-time.ts'

// What the answer to "where?" or "since when?" says. Residents answer the other question, both at once, or neither.

const NUMBER = '[\\d一二两三四五六七八九十几半数]'
/** When it began or was seen: 从春节后, 上个礼拜三, 三四天前, 个把月了. */
const MOMENT = new RegExp(
  [
    '今[天日早晚儿]|昨[天日晚夜儿]|大?前[天晚夜](?!面)|刚(?:才|刚|发现|看[见到]|闻到)|[这前](?:几|两|些|阵)(?:天|日|个月|年)?',
    '(?:大?[上前这]|本)(?:一?个)?(?:礼拜|星期|周|月)(?:[一二三四五六日天末])?|(?:礼拜|星期|周)[一二三四五六日天]',
    '(?:去|前|今|开|年)年?(?:初|底|中|春|夏|秋|冬)|[去前今开]年|[春夏秋冬](?:天|季|节)|[立入开](?:春|夏|秋|冬)|元旦|五一|十一(?!号|栋|楼)|国庆|端午|中秋|清明|过年|开学|[暑寒]假|半夜|凌晨|清早|早上|晌午|傍晚',
    `${NUMBER}{1,4}[日号月](?!楼|院|门|店|线|栋|摊|车|厅|桥|地|工)`,
    `${NUMBER}{1,4}(?:多|来|大)?个?(?:小时|钟头|天|周|礼拜|星期|月|年|晚上|分钟)|个把(?:小时|天|礼拜|星期|月|年)|好(?:几|多)?(?:天|年|久|几个月)|有年头|从小`,
  ].join('|'),
  'u',
)
/** How often is no beginning. */
const FREQUENT =
  /天天|每(?:天|晚|日|周|年|月|次|到|个)|经常|老是|总是|一直|时常|随时|平时|都有$|都这样|周末|(?:点|[一二三四五六日])(?:半)?(?:到|至)|那阵|夜里头?$/u
const SAYS_NO = /^(?:没|不|别|无|冇|跳过|随便|算了|匿名|要?保密|谢|好的?$|嗯|麻烦|催|希望|请)/u
const PLACE_TAIL =
  /(?:[栋幢座号楼室层户店院门口里旁边侧东西南北角头段处站亭湾塘桥库场馆所园苑庭居村组片区街路巷弄道线下上内外前后]|附近|对面|对过|面|中间|一带|门洞|亭子|那里|这里|单元|路口|家属院)(?:的|那(?:里|个|家|边|一?[段块排片栋])|这(?:里|边))?(?:[吧哈呀啊撒])?$/u
const LEADS =
  /^(?:就)?(?:在|住在?|是在?|位于|也在|大概在?|我们?(?:家|屋里)?(?:就)?(?:在|住在?|是))(?!线|的|说|讲|网|问|想|要)/u
const CORRECTS = /^(?:哦|啊|呃|嗯)*(?:不是|不对|错了|搞错|说错|讲错|我说错)/u
const TELLS = /[我你他她]|说|想|能|要|没|不|了$|钱|电话|证/u
const SHORT = 12

export type SlotAnswer = {
  where: string | null
  since: string | null
  /** The place takes the place of one told before. */
  corrects: boolean
}

const trimmed = (clause: string): string =>
  clause
    .replace(LEADS, '')
    .replace(/^[是的,，:：]+|[吧哈呀啊撒呢的。.!！]+$/gu, '')
    .trim()

function isPlace(clause: string): boolean {
  if (SAYS_NO.test(clause)) return false
  return findPlace(clause) !== null || LEADS.test(clause) || PLACE_TAIL.test(clause)
}

function readClause(clause: string): Partial<SlotAnswer> {
  const moment = MOMENT.test(clause)
  if (FREQUENT.test(clause) && !/开始|以来|起$|至今|到现在/u.test(clause)) return {}
  // 学府路半夜 is a place with a time, 昨天下午 is a time alone.
  if (moment && findPlace(clause) === null)
    return SAYS_NO.test(clause) && !/年|月|天/u.test(clause)
      ? {}
      : { since: clause.replace(/[了吧撒的。]+$/u, '') }
  return isPlace(clause) ? { where: trimmed(clause) } : {}
}

/** `asked` decides what a few bare words mean that show neither: 石榴红 after "where?" is a place. */
export function readSlotAnswer(text: string, asked: 'where' | 'since' | null): SlotAnswer {
  const plain = text.trim()
  const answer: SlotAnswer = { where: null, since: null, corrects: CORRECTS.test(plain) }
  const clauses = plain.split(/[,，。;；\n]+/u).map((clause) => clause.trim())
  for (const clause of clauses.filter((part) => part !== '' && !/^(?:不是)+$/u.test(part))) {
    const said = readClause(clause)
    answer.where ??= said.where ?? null
    answer.since ??= said.since ?? null
  }
  const bare =
    clauses.length === 1 && [...plain].length <= SHORT && !SAYS_NO.test(plain) && !TELLS.test(plain)
  if (asked === 'where' && bare && answer.where === null && answer.since === null)
    answer.where = trimmed(plain)
  return answer.where === '' ? { ...answer, where: null } : answer
}
