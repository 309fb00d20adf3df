import { foldText, tokenise, type Passage } from '../retrieval/index.ts'
import { splitUnits } from './extract.ts'
import { isClaim } from './understanding/index.ts'

/**
 * A question that asks for a kind of value is not answered by a passage without any such value: "补贴多少钱" is not
 * answered by how many lifts were built. Only kinds that can be recognised for certain are listed.
 */
const N = '[\\d一二三四五六七八九十百千万两半]'
/** Whose name may be asked for, and the commonest first characters of names of people. */
const POST =
  '书记|主任|局长|区长|市长|部长|处长|科长|院长|校长|所长|站长|会长|负责人|联系人|队长|经理|专家|教授|主讲人?'
const SURNAME =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤倪滕'
type AnswerType = {
  name: string
  asks: RegExp
  has: RegExp
  within: number
  /** Share of the question's words that must stand beside the value; one word otherwise. */
  beside?: number
}
const TYPES: readonly AnswerType[] = [
  {
    name: 'phone',
    asks: /电话(?:号码)?(?:是)?(?:多少|几多|是什么|几号)|号码是?多少|打(?:什么|哪个|么)电话|(?:哪个|什么|客服)电话(?:$|[?。,])|热线(?:是)?多少/,
    has: /(?<![\d年.])(?:1\d{2}|1[0-9]{4}|9[56]\d{3}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?![\d年月日.]|[个台人户件万条元])/,
    within: 2,
  },
  {
    name: 'address',
    asks: /地址|门牌|具体位置|地点(?:是|在)|怎么走|(?:处|所|中心|局|站|院|厅|点|馆|室)在(?:哪|什么地方)|(?:哪|什么)条(?:街|路)|网址|邀请码|在哪(?:里|儿|个)?(?:体检|考试|上课|培训|报到)/,
    has: /[\p{Script=Han}]{1,8}(?:路|大道|街|巷)[\d一二三四五六七八九十]+号|https?:|www\.|邀请码(?:是|为)/u,
    within: 3,
  },
  {
    name: 'clock',
    asks: /几点|么时候(?:开门|关门|下班|上班)|营业(?:到|时间)|开放时间|上班时间|(?:周|星期|礼拜)[一二三四五六日天末][^,。]{0,6}(?:开|上班|营业|办)|(?:节假日|周末|周日)[^,。]{0,8}(?:开|上班|办)|末班|首班/,
    has: /\d{1,2}[:：]\d{2}|[\d一二三四五六七八九十]{1,3}(?:点|时)(?!候)|24\s*小时|二十四小时|全天/,
    within: 1,
  },
  {
    name: 'penalty',
    asks: /罚(?:款)?(?:多少|几)|罚几多|怎么罚|赔(?:偿)?(?:多少|几)/,
    has: /元|警告|拘留|倍|赔偿|责任/,
    within: 3,
  },
  {
    name: 'amount',
    asks: /(?:多少|几多|几|几百|几千|几万)块?钱|几块|奖不奖|几折|什么价|价格多少|补(?:贴|助)(?:多少|几多|标准|几)|(?:补贴|津贴|补助|工资|待遇)怎么(?:算|发)|租金|收费标准|每(?:平米|平方米?|平|月|户|人|天)(?:要?交?|收)多少|(?:费用?|工资|待遇|津贴|低保|标准)(?:标准)?是?(?:多少|几)|(?:贷|领|发|补|奖|交|收|花|给|报销?)(?:到|给|个)?多少(?!天|次|人|户|个|年|月|小时|日)/,
    has: /元|块钱|不收费|免费|不收取|无偿|比例|分摊|倍|[%％]|折|个月(?:的)?工资/,
    within: 3,
    beside: 0.5,
  },
  {
    name: 'calendar',
    // 从哪天开始算 asks from which event on, not for a date.
    asks: /几月(?:几[日号])?|哪(?:一)?天(?:开始|截止|报名)(?!算|计算|起算)|几号(?:开始|截止|报名)(?!算)/,
    has: /\d{1,2}月|[一二三四五六七八九十]+月/,
    within: 3,
    beside: 0.3,
  },
  {
    name: 'date',
    // 什么时候 alone asks for an occasion as often as for a date; what came into being or into force has one.
    asks: /哪一?年(?!级|龄)|哪年|(?:什么时候|何时|几时|哪一?天)(?:开始|正式)?(?:施行|实施|生效|出台|颁布|公布|废止|成立|建成|上线|启用|开通|开工|完工|竣工|启动|发布)(?!的\p{Script=Han})/u,
    // The date of a report is no date of what it reports.
    has: /\d{4}年(?!\d{1,2}月(?:\d{1,2}日)?(?:报道|以[前后]))|[〇零一二三四五六七八九]{4}年|(?<!年)\d{1,2}月\d{1,2}日|[一二三四五六七八九十]+月[一二三四五六七八九十]+日|(?:公布|发布|通过)之日/,
    within: 5,
    beside: 0.4,
  },
  {
    name: 'person',
    asks: new RegExp(
      `(?:${POST})(?:是|叫)(?:谁|哪位|什么名字|啥名字?)(?=[\\s。，,?？!！呀啊呢]|$)|谁(?:是|当的?|任)[^,，。?？]{0,10}(?:${POST})|叫(?:什么|啥)名字|姓(?:什么|啥)`,
      'u',
    ),
    has: new RegExp(
      `(?:${POST})[${SURNAME}]\\p{Script=Han}{1,2}(?!\\p{Script=Han})|[${SURNAME}]\\p{Script=Han}{1,2}[（(]|[${SURNAME}]某`,
      'u',
    ),
    within: 5,
  },
  {
    name: 'departments',
    asks: /几个(?:部门|单位|章)|盖(?:几|多少)个?章/,
    has: new RegExp(
      `${N}+个?(?:部门|单位|章)|(?:局|委|部门|单位)(?:、|和)[^,。]{0,12}(?:局|委|部门|单位)|盖章`,
      'u',
    ),
    within: 5,
    beside: 0.5,
  },
  {
    name: 'hours',
    asks: /(?:多少|几)个?小时/,
    has: new RegExp(`${N}+个?小时`, 'u'),
    within: 5,
  },
  {
    name: 'share',
    asks: /几成|比例是?多少|多少(?:比例|业主|人|户|居民)[^,。]{0,4}(?:同意|点头|签字|赞成|通过|投|提)|门槛|百分之(?:几|多少)|几分之几/,
    has: /分之|过半|半数|一致|[%％]|成以上|\d人|[一二三四五六七八九十]人/,
    within: 5,
  },
  {
    name: 'duration',
    asks: /几(?:天|日|个?工作日|个?月|周|小时|个小时|年)(?!前|来)|多少(?:天|个?工作日|个月|小时|年)|多久(?!以前)|多长时间|几时(?:能|可以|下)/,
    has: new RegExp(
      `(?<![\\d])${N}{1,3}\\s*个?(?:工作)?(?:日|天|个月|年|小时|周|星期)(?!\\d)|当天|立即|随时|长期`,
      'u',
    ),
    within: 5,
  },
]

/** Names of places and words of asking: they stand in passages about everything. */
const EVERYWHERE =
  /武汉市?|湖北省?|全市|本市|我们|你们|这里|今年|现在|多少|几[天个点块年月日]|多久|怎么|什么|一个|个月|一年|一次|可以|需要|规定|标准|哪[里个]|\d+/gu

function contentGrams(text: string): Set<string> {
  return new Set(
    tokenise(foldText(text.replaceAll(EVERYWHERE, '，'))).filter((token) => token.length > 1),
  )
}

type Readable = Pick<Passage, 'title' | 'heading' | 'text' | 'relatedQuestions'>

/** The value must be said of what is asked about: a rent is no minimum wage. */
function holdsValue(passage: Readable, type: AnswerType, asked: ReadonlySet<string>): boolean {
  return splitUnits(passage.text).some((unit) => {
    if (!type.has.test(unit.text)) return false
    if (asked.size === 0) return true
    const about = [passage.title, passage.heading, unit.text, ...passage.relatedQuestions]
    const said = contentGrams(about.join('\n'))
    const shared = [...asked].filter((gram) => said.has(gram)).length
    return shared > 0 && shared >= asked.size * (type.beside ?? 0)
  })
}

/** Every one of them is asked for, and the source says itself that it names only some. */
const LIST =
  /(?:都|分别|各)是?(?:哪些|哪几|什么)|一件一件|一个一个|列出来|另外[一二三四几两]+(?:类|个|件)/u
const NOT_TOLD = /未载|没有记载/u

/** A hotline or the ticket itself in the question is what it is about. */
const HOTLINE = /(?<![\d第])(?:1[12]\d|12\d{3}|96\d{3,4})(?![\d条元块户人年天平件个台款])|工单/gu

/** Passages that say nothing of the hotline asked about are about others. Undefined when none is left. */
function aboutHotline<P extends Readable>(question: string, passages: readonly P[]): readonly P[] {
  const numbers = question.match(HOTLINE) ?? []
  if (numbers.length === 0) return passages
  const all = passages.filter(({ heading, text }) =>
    numbers.every((number) => `${heading}\n${text}`.includes(number)),
  )
  return all.toSorted((a, b) => Number(isNamedIn(b, numbers)) - Number(isNamedIn(a, numbers)))
}

const isNamedIn = ({ heading }: Pick<Passage, 'heading'>, numbers: readonly string[]): boolean =>
  numbers.some((number) => heading.includes(number))

export type Arranged<P> = {
  passages: readonly P[]
  /** The kind of value the question asks for and none of the leading passages has. */
  missing: string | null
}

/** The passage that has what is asked for leads; when none has it, the answer is not recorded. */
export function arrangeForQuestion<P extends Readable>(
  question: string,
  passages: readonly P[],
): Arranged<P> {
  const about = aboutHotline(question, passages)
  if (about.length === 0 && passages.length > 0) return { passages, missing: 'hotline' }
  if (LIST.test(question) && about[0] !== undefined && NOT_TOLD.test(about[0].text))
    return { passages: about, missing: 'list' }
  // What a claim holds to be so is checked against the passages, whatever they give.
  const type = isClaim(question) ? undefined : TYPES.find(({ asks }) => asks.test(question))
  if (type === undefined) return { passages: about, missing: null }
  const asked = contentGrams(question)
  const leading = about.slice(0, type.within).find((passage) => holdsValue(passage, type, asked))
  if (leading === undefined) return { passages: about, missing: type.name }
  return { passages: [leading, ...about.filter((passage) => passage !== leading)], missing: null }
}
