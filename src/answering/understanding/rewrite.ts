import type { HistoryEntry } from '../emergency/kinds.ts'
import { isGreeting, wantsPerson } from './intent.ts'
import { asks } from './question-form.ts'

const ABOUT_SAME =
  /^(?:那|那么|然后|还有|另外|如果|要是|换成|假如|万一|比如)?(?:的话)?[^??。!]{0,16}呢[??。!]*$/u
const ELLIPTIC =
  /^(?:那|那么|所以|然后|请问|具体|大概|一般)*(?:要|需要|得|可以|能|在|去|到|是|有|还|都|怎么|如何|哪|什么|谁|几|多)(?:不能|以|要|得|去|到|在|办|用|带|交|等|找)*(?:带|准备|交|提供|等|找|去)?(?:什么|哪些?|多少|多久|几|谁|哪里|么|怎么|如何|吗|要不要)[^。!]{0,14}$/u
const POINTING =
  /^(?:那|那么)?(?:它|这个|那个|这些|那些|这种|那种|这|那|他们|上面|刚才|前面)(?!里|边|儿|位|条路|小区)/u
const CONNECTED =
  /^(?:那|那么|然后呢|为什么|为啥|怎么说|依据|哪条|第几条|有依据吗|真的吗|确定吗|再说一遍|详细|具体)/u
/** 不是卖,是租给…; 我说错了: it puts right what was asked. */
const CORRECTING =
  /^(?:哦|啊|呃|嗯|诶|不好意思|[,，\s])*(?:我?(?:说|打|问|讲)错了?|搞错了?|不是[^,，。?？]{1,12}[,，]\s*(?:我?(?:问的|说的|要问的)?是|而是)|我(?:不是|没)(?:问|说)|我(?:问|说|要问|想问)的(?:是|不是)|(?:哦|啊)?不是[,，])/u
const CORRECTION_LEAD =
  /^(?:哦|啊|呃|嗯|诶|不好意思|[,，\s])*(?:(?:我?(?:说|打|问|讲|搞)错了?|不是)[,，\s]+)?(?:(?:我(?:问|说|想问)?的?)?不是(?:问|说)?[^,，。]{0,12}[,，]\s*)?(?:我?(?:问|说|要问|想问)?的?是|而是)?/u
const LONGEST_CORRECTION = 60
const SELF_CONTAINED = 18
const TOPIC_NOUN =
  /电梯|物业|低保|居住证|身份证|户口|社保|医保|公积金|养老|公租房|停车|消防|噪[音声]|广场舞|垃圾|油烟|业委会|业主|维修资金|信访|仲裁|复议|救助|志愿|驿站|家暴|保护令|装修|违建|工伤|失业|高空抛物|居委会|养狗|燃气|水费|电费|残疾|生育|结婚|离婚|租房|补贴|疫苗|学区|入学|落户|护照|驾照|执照|发票|老年证|高龄|签证|学费|幼儿园|学校|食堂|路灯|漏水|工资|欠薪|网格员/u

/** Drops politeness and the question mark, so that the topic can carry the follow-up. */
function topicOf(question: string): string {
  return question
    .replace(
      /^(?:请问|你好|您好|我想(?:问|咨询)(?:一下)?|问一下|想了解|咨询(?:一下)?|麻烦(?:问)?)[,,、]?/u,
      '',
    )
    .replace(/[??。!!\s]+$/u, '')
}

function needsHistory(text: string): boolean {
  const length = [...text].length
  if (isGreeting(text) || wantsPerson(text)) return false
  if (POINTING.test(text) && length <= 90) return true
  if (CORRECTING.test(text) && length <= LONGEST_CORRECTION) return true
  if (length > SELF_CONTAINED) return false
  if (ABOUT_SAME.test(text)) return true
  if (TOPIC_NOUN.test(text) && !CONNECTED.test(text)) return false
  return ELLIPTIC.test(text) || CONNECTED.test(text) || length <= 9
}

/** What a correction says instead: 我问的不是加装,是老电梯要大修 → 老电梯要大修. Undefined where nothing is put right. */
export function corrected(text: string): string | undefined {
  const plain = text.trim()
  if (!CORRECTING.test(plain) || [...plain].length > LONGEST_CORRECTION) return undefined
  const rest = plain.replace(CORRECTION_LEAD, '').trim()
  return [...rest].length >= 4 ? rest : plain
}

/** A correction with a topic of its own takes the place of the question it puts right. */
function tellsItself(text: string): boolean {
  return TOPIC_NOUN.test(corrected(text) ?? '')
}

function lastQuestion(history: readonly HistoryEntry[]): string | undefined {
  const said = history
    .filter((entry) => entry.role === 'resident')
    .map((entry) => entry.text.trim())
    .filter((text) => text !== '' && !isGreeting(text) && !wantsPerson(text))
  const full = said.findLastIndex((text) => !needsHistory(text) || tellsItself(text))
  // 那租户呢? after 那子女呢? still hangs on the last full question.
  const last = full < 0 ? said.at(-1) : said[full]
  return last === undefined ? undefined : (corrected(last) ?? last)
}

/** 加装电梯要多少业主同意 + 那租户呢? → 加装电梯要多少业主同意,那租户呢? Both halves stay the resident's own words. */
export function standaloneQuestion(text: string, history: readonly HistoryEntry[]): string {
  const plain = text.trim()
  return needsHistory(plain) ? withLastQuestion(plain, history) : plain
}

/** Opens a message that hangs on what was said before. */
const HANGING = /^(?:那|那么|它|这个?|刚才|上面|前面|还有|如果|要是)/u
const WHAT_OF = /呢[？?。]?$/u
/** 居委会去劝了不听呢 says more than 那租户呢. */
const LONGEST_WHAT_OF = 5
const POINTS_BACK =
  /^(?:那|那么)?(?:它|这个|那个|这些|那些|这种|那种|上面|刚才|前面)(?!小区|路口|楼)/u
const ASKING =
  /哪(?:个|里|些|儿|家|天|种)?|什么|怎么(?:办|样|弄|算)?|如何|多少|多久|几|谁|是不是|能不能|可不可以|可以|要不要|有没有|[那么呢吗吧啊呀的了嘛\p{P}\s]/gu

/** Says little or nothing without the message before it. */
export function hangsOn(text: string): boolean {
  const plain = text.trim()
  if (HANGING.test(plain) || CORRECTING.test(plain)) return true
  return WHAT_OF.test(plain) && contentLength(plain) < LONGEST_WHAT_OF
}

/** 这个比例…, 刚才说的…: about the very words of the last answer. */
export function pointsBack(text: string): boolean {
  return POINTS_BACK.test(text.trim())
}

/** Characters that say what it is about, without the words of asking. */
export function contentLength(text: string): number {
  return [...text.replaceAll(ASKING, '')].length
}

/** What it is about, in pieces, without the words of asking. */
export function ownWords(text: string): string {
  return text.replaceAll(ASKING, '\n')
}

/** The last full question with this message behind it, also where the message could stand alone. */
export function withLastQuestion(text: string, history: readonly HistoryEntry[]): string {
  const plain = text.trim()
  const previous = lastQuestion(history)
  if (previous === undefined || previous === plain) return plain
  return `${topicOf(previous).slice(0, 120)},${corrected(plain) ?? plain}`
}

const LONGEST_HANGING = 30
const MOST_TOPICS = 2

/**
 * 审核完要公示吗, two messages after 低保去哪里申请: the question under each of the last things talked about, newest first, where
 * it names nothing itself.
 */
export function underTopics(text: string, history: readonly HistoryEntry[]): string[] {
  const plain = text.trim()
  if ([...plain].length > LONGEST_HANGING || TOPIC_NOUN.test(plain) || !asks(plain)) return []
  const topics = history
    .filter((entry) => entry.role === 'resident')
    .toReversed()
    .flatMap((entry) => TOPIC_NOUN.exec(entry.text)?.[0] ?? [])
  const clause = plain.split(/[,，;；]/u).findLast((part) => asks(part)) ?? plain
  return [...new Set(topics)]
    .slice(0, MOST_TOPICS)
    .flatMap((topic) => [...new Set([`${topic}，${plain}`, `${topic}，${clause}`])])
}

export function isFollowUp(text: string, history: readonly HistoryEntry[]): boolean {
  return standaloneQuestion(text, history) !== text.trim()
}
