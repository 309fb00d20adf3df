import { PRESET_CONFIDENCE, suggestCategories } from '../tickets/index.ts'
import { isEnglish } from '../shared/english.ts'
import type { PendingTicket } from './pending.ts'
import { allWords, answersSlot, isManner } from './ticket-state.ts'
import {
  asks,
  findPlace,
  findSince,
  isPlaceAnswer,
  isProblem,
  isQuestion,
  pleads,
  problemTopics,
  readSlotAnswer,
  tellsSince,
} from './understanding/index.ts'

// What the resident says while a draft asks where or since when: its answer, one more word on the matter, a question in
// between, or another matter. Pure, and the same with and without a model.

export type DraftReply =
  | { kind: 'answer' }
  | { kind: 'addition' }
  /** `answer`: the part before the question that answers what was asked. */
  | { kind: 'question'; answer: string | null; question: string }
  /** `before`: what was said first, of the matter in the making. */
  | { kind: 'new'; before: string | null; matter: string }

const ANNOUNCES =
  /^(?:(?:对了|哦|啊|那个|嗯)[,，\s]*)?(?:另外(?:一?(?:个|件)(?:事情?|问题)?)?|另一?(?:个|件)(?:事情?|问题)?|还有(?:(?:就是|一?(?:个|件)?(?:事情?|问题|情况))(?:要(?:讲|说|反映))?)?|还要(?:再)?(?:说|讲|反映|投诉|举报)(?:一?(?:个|件|下))?|再(?:说|讲|报|反映)一?(?:个|件|下)|再就是|其次|顺便(?:再)?(?:反映|说|讲|报|投诉|问)?(?:一下|下)?|第[二三](?:件事?|个问题?|个)?|也(?:帮|给|替)我(?:反映|投诉|举报|登记|说)(?:一?下)?|对了)(?:是|就是|呢)?[,，:：\s]*/u
const ANNOUNCES_ENGLISH =
  /^(?:and |oh,? |ok(?:ay)?,? |yes,? )*(?:also|another (?:thing|problem|issue|matter|one)|one more (?:thing|problem|issue)|besides|by the way|in addition|second(?:ly)?|there(?:['’]s| is) (?:also|another (?:problem|issue)))\b[\s,:]*/iu
const LODGES =
  /我?(?:还|也)?要(?:投诉|举报|反映|报修)|\bi also (?:want|need|would like) to (?:report|complain)/iu
const SPLIT = new RegExp(
  `(?<=[。!！;；?？\\n])|[,，、](?=${ANNOUNCES.source.slice(1)})|(?<=[.!?])\\s+`,
  'u',
)
/** Says what its own subject is: not what the draft is about. */
const SUBJECT =
  /^(?:我们?|咱们?)?(?:家|屋里)?(?:这|那)?(?:一?个|栋|边|里)?(?:的)?(?:隔壁|楼[上下顶道里]|对[面门过]|旁边|门口|附近|外面|后面|前面|单元|栋|小区|院子?|河边|湖边|路边|街上|学校|幼儿园|公园|菜场|工地|广场|马路|路口)/u
/** Said of any matter: who was asked, who does not come, what it does to whom. */
const WEAK = new Set(['fault', 'property', 'service', 'elder', 'school', 'consumer'])
/** Whatever it is called now, it was named before. */
const GOES_ON_ABOUT = /^(?:it|they|this|these)\b/iu
const UNSURE = /^(?:我|也|还|真|具体)*(?:不知道|不清楚|不晓得|不记得|记不|说不|忘了|冇注意|没注意)/u
const LEAST = 5

type Piece = { text: string; announced: boolean }

function pieces(text: string): Piece[] {
  return text
    .split(SPLIT)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => ({ text: part, announced: announces(part) || LODGES.test(part) }))
}

export function readDraftReply(said: string, pending: PendingTicket): DraftReply {
  const text = said.trim()
  if (pending.asking === 'what' || pending.asking === 'contact') return { kind: 'answer' }
  const parts = pieces(text)
  const known = allWords(pending)
  const at = parts.findIndex((part) => isAnother(part, known))
  if (at >= 0) {
    const matter = unannounced(joined(parts.slice(at)))
    return { kind: 'new', before: at === 0 ? null : joined(parts.slice(0, at)), matter }
  }
  const asked = parts.filter((part) => isAsked(part.text))
  if (asked.length > 0) {
    const question = unannounced(joined(asked))
    return { kind: 'question', answer: answerBefore(parts, pending), question }
  }
  return answersSlot(text, pending) ? { kind: 'answer' } : { kind: 'addition' }
}

const announces = (text: string): boolean => ANNOUNCES.test(text) || ANNOUNCES_ENGLISH.test(text)
const unannounced = (text: string): string =>
  text.replace(ANNOUNCES, '').replace(ANNOUNCES_ENGLISH, '')
const joined = (parts: readonly Piece[]): string =>
  parts.map(({ text }) => text).join(parts.some(({ text }) => isEnglish(text)) ? ' ' : '')

/** 几点, 几号 may be asked for; 几年了 and 这几天的事 say since when. */
const ASKS_TIME = /几(?:点|号|时)/u
/** 大概在铁路北边吧 is unsure, it asks nothing. */
const UNSURE_TAIL = /[吧呗]$/u

function isAsked(said: string): boolean {
  const since = findSince(said, true)
  const told = since === null || ASKS_TIME.test(since) ? said : said.replace(since, '')
  const text = isPlaceAnswer(said) ? told.replace(UNSURE_TAIL, '') : told
  if (UNSURE.test(text) || pleads(text) || readSlotAnswer(said, null).corrects) return false
  return asks(text) || (since === null && isQuestion(text))
}

/** 在示例里3栋，物业费可以不交吗: the place is told and the question is one. */
function answerBefore(parts: readonly Piece[], pending: PendingTicket): string | null {
  const told = parts
    .flatMap(({ text }) => text.split(/[,，;；]/u))
    .filter((clause) => !isAsked(clause))
    .filter((clause) => isPlaceAnswer(clause) || (pending.asking === 'since' && tellsSince(clause)))
  return told.length === 0 ? null : told.join('，')
}

function isAnother({ text, announced }: Piece, known: string): boolean {
  const plain = unannounced(text)
  if ([...plain].length < LEAST || !isProblem(plain)) return false
  if (isAsked(plain) && !LODGES.test(plain)) return false
  if (readSlotAnswer(plain, null).corrects || GOES_ON_ABOUT.test(plain)) return false
  const topics = problemTopics(plain).filter((topic) => !WEAK.has(topic))
  const before = problemTopics(known)
  if (topics.some((topic) => before.includes(topic))) return false
  if (topics.length === 0 && isManner(plain)) return false
  if (announced) return topics.length > 0 || otherCategory(plain, known, 0)
  if (isPlaceAnswer(plain) || tellsSince(plain)) return false
  const subject = SUBJECT.test(plain) || findPlace(plain) !== null
  return topics.length > 0
    ? subject || otherCategory(plain, known, SURE)
    : subject && otherCategory(plain, known, PRESET_CONFIDENCE)
}

const SURE = 0.5
/** 市容环境 and 施工管理 are two groups; two leaves of one are often one matter told twice. */
const GROUP = 3

function otherCategory(text: string, known: string, least: number): boolean {
  const [best] = suggestCategories(text)
  if (best === undefined || best.confidence < least) return false
  const group = best.code.slice(0, GROUP)
  // The English table has a guess for any word; only what it is nearly sure of is what the draft is about.
  const floor = isEnglish(known) ? PRESET_CONFIDENCE / 2 : 0
  return !suggestCategories(known).some(
    ({ code, confidence }) => confidence >= floor && code.startsWith(group),
  )
}
