import { appealTypeOf } from '../tickets/index.ts'
import type { PendingTicket } from './pending.ts'
import type { TurnContext } from './turn-context.ts'
import { asks, findPlace, findTime, readSlotAnswer } from './understanding/index.ts'

// What is known of a matter between two turns: pure, so that every way of saying it has a test.

export type Slot = 'what' | 'where' | 'since'

const SKIP = /^(?:不知道|不清楚|不晓得|跳过|没有|算了|不记得|不想说|随便)[，,。跳过不]*$|跳过$/u
const SOMETHING = 4
/** Announced, and not told yet. */
const ANNOUNCED =
  /^(?:你好|您好|喂|哎|那个|在吗|[,，\s])*(?:我们?)?(?:要|想|来|有)?(?:投诉|举报|反映|报修|报问题|报事|登记|说|讲|提)?(?:一?(?:个|件|下|些))?(?:事情?|问题|情况|意见|建议)?(?:啊|呀|咯)?$/u
/** How often is no beginning. */
const HOW_OFTEN = /^(?:每[天晚]|天天)/u
/** Words that name no place anybody could go to. */
const VAGUE_PLACE =
  /^(?:我们|我|这个|那个|本)?(?:小区|家|楼下|门口|这里|那里|附近|路上|家里|楼道|院子|小区门口|小区里)(?:里|门口|附近|旁边)?$/u
/** How to handle it, and nothing new of the matter. */
const MANNER =
  /保密|匿名|姓名不留|不(?:用|要|必|留)(?:联系|回|打|留|电话|姓名|说)|别说|没(?:有)?(?:什么)?急|不急|不赶|没别的|就这(?:样|些)|尽快|麻烦|拜托/u
const LONGEST_ADDITION = 30

type Said = Pick<TurnContext, 'text' | 'residentMessageId' | 'understanding'>

/** What the first words say already. */
export function openTicket(turn: Said): PendingTicket {
  const place = turn.understanding?.place ?? findPlace(turn.text)
  const said = readSlotAnswer(turn.text, null)
  const since = turn.understanding?.time ?? findTime(turn.text) ?? said.since
  const where = place === null || VAGUE_PLACE.test(place) ? null : place
  return {
    kind: 'ticket',
    words: [{ messageId: turn.residentMessageId, text: turn.text }],
    asked: [],
    asking: null,
    answers: {
      ...(where === null ? {} : { where }),
      ...(since === null || HOW_OFTEN.test(since) ? {} : { since }),
    },
    skipped: [],
    draftIds: [],
  }
}

/** A place told more closely stands beside the first; 不是, 是… puts right what was said before. */
function placeAfter(before: string | undefined, said: string, corrects: boolean): string {
  if (before === undefined || corrects || said.includes(before)) return said
  if (before.includes(said)) return before
  return findPlace(before) === null && findPlace(said) !== null ? said : `${before}，${said}`
}

function withWords(turn: Said, state: PendingTicket, slot: Slot | null): PendingTicket {
  const said = readSlotAnswer(turn.text.trim(), slot === 'what' ? null : slot)
  const answers = { ...state.answers }
  if (said.where !== null)
    answers['where'] = placeAfter(answers['where'], said.where, said.corrects)
  if (said.since !== null && (answers['since'] === undefined || said.corrects))
    answers['since'] = said.since
  const words = [...state.words, { messageId: turn.residentMessageId, text: turn.text }]
  return { ...state, words, asking: null, answers }
}

/** R-TKT-3: "不知道/跳过" is an answer, too. */
export function takeAnswer(turn: Said, pending: PendingTicket): PendingTicket {
  const text = turn.text.trim()
  const slot = pending.asking === 'contact' ? null : pending.asking
  if (slot !== null && SKIP.test(text))
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

/** After the card: where, since when, 不是3栋, 要保密; undefined when it is something of its own. */
export function addToDraft(turn: Said, state: PendingTicket): PendingTicket | undefined {
  const text = turn.text.trim()
  if ([...text].length > LONGEST_ADDITION || asks(text)) return undefined
  const said = readSlotAnswer(text, null)
  const manner = MANNER.test(text)
  const intent = turn.understanding?.intent
  if (intent === 'ticket' ? !said.corrects && !manner : intent !== 'answer') return undefined
  const adds = said.where !== null || said.since !== null || manner
  return adds ? withWords(turn, state, null) : undefined
}

export function firstMissing(state: PendingTicket): Slot | null {
  const open = (slot: Slot): boolean =>
    !state.asked.includes(slot) && state.answers[slot] === undefined
  const words = allWords(state)
  if (open('what') && (words.length < SOMETHING || ANNOUNCED.test(words))) return 'what'
  if (open('where')) return 'where'
  // An idea has no beginning.
  return open('since') && appealTypeOf(mainWords(state)) !== 'suggestion' ? 'since' : null
}

export function allWords(state: PendingTicket): string {
  return state.words
    .map(({ text }) => text)
    .join('\n')
    .replace(/^(?:我要)?报问题[，,。]?(?:登记工单)?$/, '')
}

/** `报问题` alone is no matter: then the answer to "what" is. */
export function mainWords(state: PendingTicket): string {
  return state.answers['what'] ?? state.words[0]?.text ?? ''
}
