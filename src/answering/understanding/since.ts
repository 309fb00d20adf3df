// When it began: 从春节后, 上个礼拜三, 三四天前, 个把月了. How often it happens and how long somebody waited are no beginning.

import { isEnglish } from '../../shared/english.ts'
import { findEnglishSince, tellsEnglishSince } from './english-slots.ts'

const N = '[\\d一二两俩三四五六七八九十几数]'
const CLOCK = `${N}{1,3}(?:点|[:：]\\d\\d)(?:半|一刻|三刻|${N}{1,3}分|多)?钟?(?:左右)?`
const PART = '(?:清早|清晨|早上|早晨|上午|晌午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|大清早)'
const DAY =
  '(?:大前[天日晚夜]|前[天日晚夜](?!面)|昨[天日晚夜儿]|今(?:早上?|[天日晚儿]|儿个)|当天|(?:这|(?<!提)前|最近(?:这)?)(?:几|两|些)[天日]|[这前](?:阵子?|段时间))'
const WEEK =
  '(?:大?[上前这本]个?(?:礼拜|星期|周)|(?:礼拜|星期|周))(?:[一二三四五六日天末](?!楼|路|街|期))'
const PAST_WEEK = '大?[上前这本]一?个?(?:礼拜|星期|周)(?![边围])'
const DAY_OF_MONTH = `${N}{1,3}[号日]`
const MONTH = `(?:大?[上前这本]个?月|${N}{1,3}月份?)(?:底|初|半|中旬|上旬|下旬|${DAY_OF_MONTH})?`
const YEAR = `(?:[去前今]年|大前年|(?:19|20)\\d\\d年)(?:初|底|年底|${N}{1,3}月份?(?:底|初|${DAY_OF_MONTH})?|[春夏秋冬][天季])?`
const SEASON =
  '(?:[开立入](?:春|夏|秋|冬)|(?:春|夏|秋|冬)[天季]|伏天)(?=$|开始|起|就|以来|之?后|以后|前|的时候|[了过里])'
const FEAST =
  '(?:元旦|春节|过年|元宵|清明|五一|端午|中秋|国庆|十一(?=以?[前后]|长?假|放假)|[暑寒]假|开学|年头上|年[初底]|开年|高考|疫情)'
const NOW =
  '(?:刚才|刚刚|刚(?:买|发现|看见|看到|闻到|听到|出门?|到)的?|现在(?!还)|最近|近来|近期|目前)'
const SOME = `(?:${N}{1,3}|个把|一个把|[一大]?[大小]?半|好几?|十来|好些)`
const SPAN = `(?<!第)(?:${SOME}(?:多|来|几)?(?:个?多?(?:分钟|小时|钟头|周|礼拜|星期|雨季|晚上)|个多?月|[天晚宿夜年]头?)|[俩两]月)(?:半|多)?`
const AFTER =
  '(?:(?:那天|那次|昨天|前天|上次)?[^,，。;；\\s从自我你他]{1,5}(?:以后|之后|以来|过后|后(?![面边头院门街巷])))'
const ABOUT =
  '(?:打从|自从|从|自|大概|大约|差不多|估计|可能|好像|至少|起码|将近|接近|快|就|连着|连续|持续|整整|已经|有个|有|是|都|在){0,4}'
const END = '(?:以后|之后|以来|后|前后|前(?!面|头|台)|左右|来(?![的了回]))?'

const MOMENT = `(?:(?:${DAY}|${WEEK}|${PAST_WEEK}|${MONTH}|${YEAR})(?:${PART})?(?:${CLOCK})?|${PART}(?:${CLOCK})|${FEAST}|${NOW})${END}`
const FIRST = new RegExp(`${ABOUT}(?:${MOMENT}|${SPAN}${END})`, 'gu')
/** What only an answer to our question may be: a bare time of day, a season, a day of the month, an event. */
const ANSWER = new RegExp(
  `${ABOUT}(?:${MOMENT}|${SPAN}${END}|从[^,，。从]{2,8}(?=就|起|开始)|${AFTER}|(?:${SEASON}|(?<=^|[\\s概约多计从是])${DAY_OF_MONTH}(?!楼|院|门|店|线|栋|桥|地|工|码头|厅)|${PART}(?:${CLOCK})?(?!不|要|都)|${CLOCK})${END}|有年头|好久了?|从小)`,
  'gu',
)

const TO_COME =
  /(?:还有|再过|明[天年晚早]|后天|(?:礼拜|星期|周|月)[一二三四五六日天末]?(?:要|得)去|这几天(?:要|得)?用|下(?:个)?(?:周|月|星期|礼拜|学期)|到期|之内|以内|限)/u
/** 等了一个小时, 排了两个小时: how long somebody waited. */
const WAITED =
  /(?:等|排(?!放|水|污)|坐|走|开车?|堵|绕|打电话|晚|迟到?|跑)(?:了|上|着|个)*(?:足足|整整|大概|快|将近)*$/u
const OFTEN =
  /天天|每(?:天|晚|日|周|年|月|次|到|个)|一天到晚|经常|老是|总是|一直都|时常|随时|平时|都有$|都这样|(?:点|[一二三四五六日])(?:半|钟)?(?:到|至)(?!现在|如今|今天|目前|这会)|那阵$|周末(?:都|去)|夜里头?$|最(?:重|吵|多|厉害)/u
const BEGINS = /从|自|开始|以来|起$|至今|到现在|到如今|就(?:这样|有|开始)/u

function inFirstWords(clause: string): string | null {
  for (const match of clause.matchAll(FIRST)) {
    const before = clause.slice(0, match.index)
    const after = clause.slice(match.index + match[0].length)
    const span = new RegExp(`^${ABOUT}${SPAN}`, 'u').test(match[0])
    if (
      span &&
      (WAITED.test(before) ||
        /^(?:的(?!$)|大|制|级|一次|一趟|内|后(?:能|会|才)|[就才]能)/u.test(after))
    )
      continue
    // 坏了三天, 三天了, 三天没人修; 三天 alone is any three days.
    const lasts =
      /[了没停坏漏堵断]$|已经$/u.test(before) ||
      /^(?:了|没|都|还|不|无|冇|多)/u.test(after) ||
      /^(?:已经|连|整整|从|快|自)|前$|来$/u.test(match[0])
    if (span && !lasts) continue
    if (new RegExp(`^(?:${PART}|现在|最近|目前|今年)`, 'u').test(match[0]) && !BEGINS.test(clause))
      continue
    return match[0]
  }
  return null
}

/** 灯是半个月, 枯枝是昨晚刮风掉的. */
const NAMES_FIRST = /^\p{Script=Han}{1,4}是/u
const LEAD_WORDS = /^(?:就|是|都|在|已经|有(?!个|一个把|年头))+(?=.{2})/u

/** The span as it stands in the text; null when nothing tells a beginning. `asked`: it answers since when. */
export function findSince(text: string, asked: boolean): string | null {
  if (isEnglish(text)) return findEnglishSince(text, asked)
  for (const clause of text.split(/[,，。;；!！?？\n]+/u)) {
    if (TO_COME.test(clause) || (OFTEN.test(clause) && !BEGINS.test(clause))) continue
    const found = asked ? firstMatch(clause) : inFirstWords(clause)
    if (found !== null) return found.replace(LEAD_WORDS, '')
  }
  return null
}

function firstMatch(clause: string): string | null {
  for (const match of clause.matchAll(ANSWER)) {
    if (!WAITED.test(clause.slice(0, match.index))) return match[0]
  }
  return null
}

/** A clause that says when, and nothing else of weight: it stands above a time let fall earlier. */
export function tellsSince(text: string): boolean {
  if (isEnglish(text)) return tellsEnglishSince(text)
  const since = findSince(text, true)
  return (
    since !== null &&
    [text, text.replace(NAMES_FIRST, '')].some((said) =>
      said.replace(LEAD_WORDS, '').trim().startsWith(since),
    )
  )
}
