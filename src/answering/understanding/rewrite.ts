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
  if (length > SELF_CONTAINED) return false
  if (ABOUT_SAME.test(text)) return true
  if (TOPIC_NOUN.test(text) && !CONNECTED.test(text)) return false
  return ELLIPTIC.test(text) || CONNECTED.test(text) || length <= 9
}

function lastQuestion(history: readonly HistoryEntry[]): string | undefined {
  const said = history
    .filter((entry) => entry.role === 'resident')
    .map((entry) => entry.text.trim())
    .filter((text) => text !== '' && !isGreeting(text) && !wantsPerson(text))
  const full = said.findLastIndex((text) => !needsHistory(text))
  // 那租户呢? after 那子女呢? still hangs on the last full question.
  return full < 0 ? said.at(-1) : said[full]
}

/** 加装电梯要多少业主同意 + 那租户呢? → 加装电梯要多少业主同意,那租户呢? Both halves stay the resident's own words. */
export function standaloneQuestion(text: string, history: readonly HistoryEntry[]): string {
  const plain = text.trim()
  if (!needsHistory(plain)) return plain
  const previous = lastQuestion(history)
  if (previous === undefined || previous === plain) return plain
  return `${topicOf(previous).slice(0, 120)},${plain}`
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
  return [...new Set(topics)].slice(0, MOST_TOPICS).map((topic) => `${topic}，${plain}`)
}

export function isFollowUp(text: string, history: readonly HistoryEntry[]): boolean {
  return standaloneQuestion(text, history) !== text.trim()
}
