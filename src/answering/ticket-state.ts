import { appealTypeOf, PRESET_CONFIDENCE, suggestCategories } from '../tickets/index.ts'
import { isEnglish } from '../shared/english.ts'
import type { PendingState, PendingTicket } from './pending.ts'
import type { TurnContext } from './turn-context.ts'
import {
  announcesEnglish,
  asks,
  declinesEnglish,
  findPlace,
  findSince,
  looksUp,
  problemTopics,
  readSlotAnswer,
  tellsSince,
} from './understanding/index.ts'

// What is known of a matter between two turns: pure, so that every way of saying it has a test.

export type Slot = 'what' | 'where' | 'since'

const SKIP =
  /^(?:我?(?:也)?(?:不知道|不清楚|不晓得|不记得|说不(?:清|上来|好|准)|记不(?:清|得))(?:楚)?(?:多久|什么时候|在哪里?|哪天|具体)?|跳过|没有|算了|不想说|随便)[，,。了啊吧跳过不]*$|跳过$/u
const declines = (text: string): boolean =>
  isEnglish(text) ? declinesEnglish(text) : SKIP.test(text)
const SOMETHING = 4
/** Announced, and not told yet. */
const ANNOUNCED =
  /^(?:你好|您好|喂|哎|那个|在吗|[,，\s])*(?:我们?)?(?:要|想|来|有)?(?:投诉|举报|反映|报修|报问题|报事|登记|说|讲|提)?(?:一?(?:个|件|下|些))?(?:事情?|问题|情况|意见|建议)?(?:啊|呀|咯)?$/u
/** Words that name no place anybody could go to. */
const VAGUE_PLACE =
  /^(?:我们|我|这个|那个|本)?(?:小区|家|楼下|门口|这里|那里|附近|路上|家里|楼道|院子|小区门口|小区里)(?:里|门口|附近|旁边)?$/u
/** A kind of place, not one of them. */
const GENERIC_PLACE =
  /^(?:老年|社区|小区|里面的?|儿童|公交|地铁|我们|那个|旁边的?|公共)*(?:服务站|食堂|小?花园|游乐[区场]|[公交地铁]*站|停车场|活动室|学校|菜场|驿站|广场|公园|幼儿园|市场|超市|医院|窗口|楼道|[一二三四五六七八九十\d]+楼)(?:里|里面|门口)?$/u
/** How to handle it, and nothing new of the matter. */
const MANNER =
  /保密|匿名|姓名不留|(?:莫|别|不要|不想|勿|不能)(?:写|提|透露|公开|登|说出|露)[^。,]{0,4}(?:名字|姓名|身份|电话|号码)|不(?:用|要|必|留)(?:联系|回|打|留|电话|姓名|说)|别说|没(?:有)?(?:什么)?急|不急|不赶|没别的|就这(?:样|些)|尽快|麻烦|拜托/u
const LONGEST_ADDITION = 30
/** The same said in English takes three times the letters. */
const longestAddition = (text: string): number => LONGEST_ADDITION * (isEnglish(text) ? 4 : 1)
/** The wish for a ticket alone: what it is about was said before. */
const TO_REGISTER =
  /^(?:那|那么|好的?|行|可以|请|麻烦|就|你?帮(?:我|忙)|给我|我(?:要|想)|还是|直接|[，,\s])*(?:报问题|报事|报一下|(?:登记|上报|反映|报)(?:一下|上去|上来|个|一个|成)?(?:工单|单子)?|(?:立|开|建|下)(?:个|一个|张|一张)?(?:工单|单子?))(?:[，,\s]*登记工单)?(?:吧|一下|了|啊|呀)*[。!！]*$/u

type Said = Pick<TurnContext, 'text' | 'residentMessageId' | 'understanding'>

/** What the first words say already. */
export function openTicket(turn: Said): PendingTicket {
  const place = turn.understanding?.place ?? findPlace(turn.text)
  const since = turn.understanding?.time ?? findSince(turn.text, false)
  const where = place === null || VAGUE_PLACE.test(place) ? null : place
  return {
    kind: 'ticket',
    words: [{ messageId: turn.residentMessageId, text: turn.text }],
    asked: [],
    asking: null,
    answers: {
      ...(where === null ? {} : { where }),
      ...(since === null ? {} : { since }),
    },
    skipped: [],
    draftIds: [],
  }
}

const NUMBER = '[\\d一二三四五六七八九十]{1,4}'
/** 12栋西边 puts right the building and not the estate. */
const BUILDING = new RegExp(`^${NUMBER}(?:号楼|栋|幢|座|单元|号)`, 'u')
const NUMBERED = new RegExp(`${NUMBER}(?:号楼|栋|幢|座|单元|号).*$`, 'u')

/** A place told more closely stands beside the first; 不是, 是… puts right what was said before. */
function placeAfter(before: string | undefined, said: string, corrects: boolean): string {
  if (before === undefined || said.includes(before)) return said
  if (corrects && isEnglish(said)) return said
  if (corrects) return BUILDING.test(said) ? before.replace(NUMBERED, '') + said : said
  if (before.includes(said)) return before
  // 示例站的, told after B出口, is the wider of the two.
  if (findPlace(before) === null && findPlace(said) !== null)
    return GENERIC_PLACE.test(before) ? said : `${said}，${before}`
  if (isEnglish(before + said)) return `${before}, ${said}`
  return GENERIC_PLACE.test(before) ? said : `${before}，${said}`
}

function withWords(turn: Said, state: PendingTicket, slot: Slot | null): PendingTicket {
  const said = readSlotAnswer(turn.text.trim(), slot === 'what' ? null : slot)
  const answers = { ...state.answers }
  if (said.where !== null)
    answers['where'] = placeAfter(answers['where'], said.where, said.corrects)
  const better = answers['since'] === undefined || said.corrects || tellsSince(turn.text.trim())
  if (said.since !== null && better) answers['since'] = said.since
  const words = [...state.words, { messageId: turn.residentMessageId, text: turn.text }]
  return { ...state, words, asking: null, answers }
}

/** Says where or since when, or that it is not known: our question is answered, however it sounds. */
export function answersSlot(text: string, pending: PendingTicket): boolean {
  if (pending.asking !== 'where' && pending.asking !== 'since') return false
  const said = readSlotAnswer(text, pending.asking)
  return declines(text.trim()) || said.where !== null || said.since !== null
}

/** R-TKT-3: "不知道/跳过" is an answer, too. */
export function takeAnswer(turn: Said, pending: PendingTicket): PendingTicket {
  const text = turn.text.trim()
  const slot = pending.asking === 'contact' ? null : pending.asking
  if (slot !== null && declines(text))
    return { ...pending, asking: null, skipped: [...pending.skipped, slot] }
  if (slot !== 'what') return withWords(turn, pending, slot)
  const { answers, words } = openTicket(turn)
  return {
    ...pending,
    words: [...pending.words, ...words],
    asking: null,
    answers: { ...answers, ...pending.answers, what: text },
  }
}

/** One more word on the matter, no answer: what was asked stays open and is asked once more. */
export function takeAddition(turn: Said, pending: PendingTicket): PendingTicket {
  const { asking, repeated = 0 } = pending
  const state = withWords(turn, { ...pending, answers: {} }, null)
  const named = state.answers['where']
  const where = named !== undefined && findPlace(named) !== null ? { where: named } : {}
  const { since } = state.answers
  const answers: Record<string, string> = {
    ...(since === undefined ? {} : { since }),
    ...where,
    ...pending.answers,
  }
  const open = asking !== null && answers[asking] === undefined && repeated === 0
  return open
    ? { ...state, answers, asked: pending.asked.filter((slot) => slot !== asking), repeated: 1 }
    : { ...state, answers }
}

/** Another matter told meanwhile: it waits for its turn. */
export function noteMatter(
  state: PendingTicket,
  matter: { messageId: string; text: string },
): PendingTicket {
  return { ...state, later: [...(state.later ?? []), matter] }
}

/** After the card: where, since when, 不是3栋, 要保密; undefined when it is something of its own. */
export function addToDraft(turn: Said, state: PendingTicket): PendingTicket | undefined {
  const text = turn.text.trim()
  if ([...text].length > longestAddition(text) || asks(text)) return undefined
  const intent = turn.understanding?.intent
  if (intent === 'ticket' ? !continuesMatter(text, state) : intent !== 'answer' || looksUp(text))
    return undefined
  return withWords(turn, state, null)
}

const ANOTHER = /另外|还有|再(?:说|就是|一个|报)|第[二三]|其次|顺便|别的/u

/** 昨晚买的, 说过两次都不听: one more word on what the card is about, not a matter of its own. */
function continuesMatter(text: string, state: PendingTicket): boolean {
  if (putsRight(text) || tellsSince(text)) return true
  if (ANOTHER.test(text)) return false
  const known = problemTopics(allWords(state))
  const topics = problemTopics(text)
  if (topics.some((topic) => !known.includes(topic))) return false
  if (topics.length === 0 && !asks(text) && readSlotAnswer(text, null).where !== null) return true
  const [best] = suggestCategories(text)
  const sure = best !== undefined && best.confidence >= PRESET_CONFIDENCE
  return !sure || suggestCategories(allWords(state)).some(({ code }) => code === best.code)
}

function putsRight(text: string): boolean {
  return readSlotAnswer(text, null).corrects || isManner(text)
}

/** How to handle it: nothing of the matter, and no matter of its own. */
export const isManner = (text: string): boolean => MANNER.test(text)

export function asksToRegister(text: string): boolean {
  return TO_REGISTER.test(text.trim()) || announcesEnglish(text)
}

/** What is told or asked now, or one more word on what was asked before. */
export function openOrContinue(turn: Said & { pending: PendingState | null }): PendingTicket {
  const { pending, text } = turn
  return pending?.kind === 'offered' && continuesMatter(text, pending.ticket)
    ? withWords(turn, pending.ticket, null)
    : openTicket(turn)
}

export function firstMissing(state: PendingTicket): Slot | null {
  const open = (slot: Slot): boolean =>
    !state.asked.includes(slot) && state.answers[slot] === undefined
  const words = allWords(state)
  if (
    open('what') &&
    (words.length < SOMETHING || ANNOUNCED.test(words) || announcesEnglish(words))
  )
    return 'what'
  if (open('where')) return 'where'
  // An idea has no beginning, and neither has a question.
  const timeless = ['suggestion', 'consult'].includes(appealTypeOf(mainWords(state)))
  return open('since') && !timeless ? 'since' : null
}

export function allWords(state: PendingTicket): string {
  return state.words
    .map(({ text }) => text)
    .join('\n')
    .replace(/^(?:(?:我要)?报问题[，,。]?(?:登记工单)?|report a problem)$/i, '')
}

/** `报问题` alone is no matter: then the answer to "what" is. */
export function mainWords(state: PendingTicket): string {
  return state.answers['what'] ?? state.words[0]?.text ?? ''
}
