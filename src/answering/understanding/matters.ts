import { isEnglish } from '../../shared/english.ts'
import { isEnglishReport, isEnglishTrouble } from './english.ts'
import { enumeratedMatters } from './enumeration.ts'
import { findPlace } from './place.ts'
import { asks, asksForRule, plainSpeech, pleads } from './question-form.ts'
import type { Matter } from './schema.ts'

/** What residents report, by topic: two sentences of one topic are one matter, of two topics are two. */
const PROBLEM_TOPICS: readonly (readonly [string, RegExp])[] = [
  [
    'noise',
    /噪音|噪声|扰民|吵(?!架)|太响|很响|喇叭|广场舞|低频|音响|放(?:音乐|歌)|弹琴|唱歌|跳绳|拖(?:椅|桌)|打麻将|施工.{0,4}(?:夜|晚|凌晨|声)|装修.{0,6}(?:声|吵|敲)|狗叫/u,
  ],
  [
    'garbage',
    /垃圾|脏乱?|臭(?!鸡蛋)|卫生(?:差|死角|没人)|粪|保洁|没人(?:打扫|清扫|清运)|蟑螂|老鼠|蚊/u,
  ],
  [
    'water',
    /漏水|渗水|停水|水压|爆管|水管|下水道|污水|返水|堵(?:了|塞)的?(?:下水|管)|积水|内涝|水质|没水|管道堵/u,
  ],
  ['power', /停电|没电|跳闸|路灯|灯.{0,3}不亮|电线|飞线|充电桩|线杆|电表/u],
  ['lift', /电梯/u],
  [
    'parking',
    /乱停|停车|占道停|僵尸车|车位|占(?:了)?(?:消防|生命)?通道|消防通道|堵(?:路|门|住)|电动车.{0,6}(?:进楼|上楼|停)|共享单车/u,
  ],
  ['road', /路面|坑洼|坑坑|人行道|井盖|破损|塌|地砖|盲道|护栏|红绿灯|斑马线|公交/u],
  ['smoke', /油烟|烧烤|异味|气味|冒烟|焚烧|灰尘|扬尘/u],
  ['building', /违建|违章|私搭|乱搭|搭建|改承重|群租|外墙|墙皮|屋顶|楼顶/u],
  ['property', /物业|业委会|维修(?:基金|资金)|物业费|公共收益|门禁|保安/u],
  ['wages', /欠薪|拖欠|工资|讨薪|不发钱|社保没交|克扣|加班费/u],
  ['consumer', /退款|退费|预付|假货|欺诈|缺斤|短两|消费|商家|充值|健身房/u],
  ['heights', /高空抛物|抛物|楼上(?:扔|丢)/u],
  ['dog', /(?:遛|养|放)狗|狗(?:不|没)|不牵绳|流浪(?:狗|猫)|犬/u],
  ['street', /占道经营|摆摊|流动摊|小广告|乱贴|摊贩/u],
  ['green', /绿化|树(?:枝|木|倒)|草坪|毁绿|种菜/u],
  ['gas', /燃气|煤气|天然气|暖气|供暖/u],
  ['service', /态度(?:差|恶劣|不好)|踢皮球|推诿|不作为|乱收费|不(?:给|予)?办|窗口/u],
  ['elder', /老人|养老|独居|孤寡|低保|残疾|救助/u],
  ['school', /学校|幼儿园|食堂|校门|老师|补课|托管/u],
  [
    'fault',
    /坏(?:了|掉)|故障|失灵|损坏|用不了|断了|裂|掉了|锈|没人(?:修|管|来|处理|理|问)|不(?:修|管|处理|来人)/u,
  ],
]

/** Topics a resident may simply name: they become a report only together with a fault. */
const NEUTRAL = new Set([
  'lift',
  'property',
  'parking',
  'gas',
  'elder',
  'school',
  'noise',
  'building',
  'green',
  'power',
])
const FAULT =
  /坏|没人|不(?!同|知道|知|是|到|用|需|过|仅)|乱|太|脏|漏|堵|占|破|偷|停(?:了|运|水|电|气)|断|掉|差|慢|贵|高(?=得|了)|拖|欠|推|躲|烂|裂|卡|抖|异响|故障|扰民|私|违|强(?:制|行)|被|天天|一直|总是|老是|经常|半夜|凌晨|放(?:音|歌)|扔|丢/u
/** Nuisances with a rule of their own: named without place or time, the rule is what is asked for. */
const RULED = new Set(['noise', 'heights', 'building', 'dog', 'smoke'])

export function problemTopics(text: string): string[] {
  return PROBLEM_TOPICS.filter(([, pattern]) => pattern.test(text)).map(([topic]) => topic)
}

const KNOWLEDGE_QUESTION =
  /罚(?:多少|款多少|不罚)|规定|合法|违法|犯法|标准|条件|流程|手续|材料|(?:要|需要|得|给|补|领|交|花)(?:交|多少|几|补贴)?(?:多少|几)|多少(?:户|人|钱|业主|天|个|岁|年|台|平|户)|几(?:天|点|岁|个工作日|年|户|成)|多久(?:能|可以|办|出|下|有效)|多久|收费吗|(?:怎么|如何|在哪里?|哪里|去哪里?|上哪)(?:可以)?(?:办(?=理|证|卡|手|个|居|身|户|老|残|社|医|低|公|准|一)|申请|申领|领|交|缴|查|开|登记|报名|备案|缴费|续|补|注销|转|迁|预约|认定|计算|算|选举|投票|成立|召开|提取|使用)|能(?:不能)?(?:报销|提取|申请|领|停|断|收|开|住|养|建|装|转|补)|可(?:以|不可以).{0,12}[吗?]|什么(?:意思|时候(?:交|开始|可以|能|实施|施行)|人|情况|条件|材料|证)|(?:有|是)(?:哪些|什么)|是什么|谁(?:出钱|负责|承担|管|买|交|批|来)|算(?:不算)?|第.{1,6}条|条例|民法典|法律|政策|补贴|待遇|资格/u
const REPORT_MARK =
  /(?:请|恳请|希望|建议|呼吁|强烈要求|盼)[^。!?]{0,24}(?:严打|查处|整治|治理|规范|整顿|加大|重视|取缔|打击|督促|叫停|维修|清理|解决|处理|改善|增设|加装(?:红绿灯|路灯|护栏)|拆除|严惩)|我要(?:投诉|举报|反映|报修|报事|建议|提)|(?:想|来|向你们|跟你们|给你们|要)(?:投诉|举报|反映|报修|报事|提(?:个|条)?建议|登记)|帮(?:我|忙)(?:登记|上报|报(?!销)|反映|投诉|派|催|处理|解决|联系)|(?:请|麻烦|希望|能不能|快|赶紧|什么时候能?)(?:你们|相关|有关|部门|社区|物业|街道|政府)?(?:尽快|快点|赶快|及时)?(?:派人|来人|处理|解决|修|管|清理|整改|维修|查处|落实|登记|安排|治理|协调|督促)|管管|管一管|来(?:个人)?(?:看看|处理|修)|强烈要求|(?:帮|替|给)我提(?:一?个|一?条|点)?(?:建议|意见|想法)|要(?:求)?你们[^。,]{0,4}(?:上门|来|派|查|管|处理|修|清)|投诉|举报(?!电话|奖)|报修(?!电话)|求助/u
const LIVED =
  /天天|每天|每晚|已经|好几天|[一二两三四五六七八九十几半\d]+(?:天|个月|年|个星期|周|晚)(?:了|都|没)|一直|总是|老是|经常|又|还是|到现在|至今|昨[天晚]|今[天早晚]|刚才|现在|凌晨|半夜|我们?(?:家|小区|楼|单元|这里|社区|村|院|屋里|这栋)|楼[上下道]|门口|隔壁|没人(?:管|修|来|理|处理|问|打扫)|不(?:管|修|处理|理|来)/u
const NO_PROBLEM = /(?:怎么|如何|哪里|在哪|去哪).{0,4}(?:办理|申请|交|缴)|热线|电话(?:是)?多少/u

/** States and doings that nobody tells for their own sake: named in a plain statement, they are reported. */
const TROUBLE =
  /坏|破(?!产)|断|裂|歪|倾斜|松(?:了|动)|塌|垮|掉(?:了|下|漆|皮|头|渣|出)|快掉|(?<![不没])漏|渗|缺(?!点)|堵|烂|锈|臭|脏|乱|吵|响(?!应)|晃|刺眼|占(?:了|用|道|住|着|满)|挡|堆|扔|泼|撒|偷|骗|骂|打人|打骂|打孩子|打起来|咬|拖欠|欠(?:着|我|薪|工|了|服)|扣(?:钱|了|我|费|派)|不(?:给|退|让|发|还|开(?!心)|管|修|签|亮|上(?:门|班)|到位|平|清|听|理|够|准(?!备)|赔|接|出警|能用|制冷|反应|灵|见了|合理|卫生|戴|打表|达标|通(?:气|过|知)|牵|捡|盖|打扫|收(?=$|[,。])|来(?=$|[,。])|动(?=$|[,。]))|没(?:人|有?盖|水|电|气|装|批|发|到账|收到|记录|答复|回音|消息|结果|解决|处理|拿到|涨|灯|地方|通|纸|信号|落实|开门|有(?:盖|灯|药|水|电|气|人|资质|热水|开放|生产日期|许可|明码|合同|记录|答复|位))|冇得|没得|关门|锁(?:着|了|门)|涨价|加价|乱收|高价|无证|黑(?:车|中介|诊所|煤气)|假(?:货|烟|酒|药|的)|三无|过期|发霉|变质|馊|(?<!爬)虫|异味|味道|气味|呛|刮|绊|(?<![光平])滑(?=$|[,。了])|冒(?!昧|险)|滴(?:水|到|滴)|吊着|垂(?:下|着)|砸|裸露|露(?:出|在)|私(?:拉|搭|设|占|自)|超时|拒载|宰客|甩客|绕路|要价|倒(?:了|油|水|垃圾|脏|污|闭)|要倒|快倒|倒在|满(?:了|溢|出)|溢|淹|积水|返水|熏|烧|飘|乱飞|违(?:建|章|规|法)|损|毁|砍|挖|拆(?:除|了)?(?:承重|墙)|霸(?:占|凌)|卖(?:假|过期|三无)|太(?:吵|脏|慢|差|贵|高|乱|臭|挤|多|少|暗|亮|响|窄|久|长|短|早|晚|麻烦|离谱|狠|难)|难(?:看|闻|走|停)|危险|掀|垃圾|粪|屎|尿|老鼠|蟑螂|野狗|流浪(?:狗|猫|犬)|小广告|养(?:鸡|鸭|鹅|猪|羊)|(?:开荒|种)(?:种)?菜|充电瓶|飞线|走不(?:动|了)|进不(?:去|了)|出不(?:去|来)|用不了|打不开|办不(?:了|下来)|上不(?:了|去)|报不了|点不|睡不(?:着|好)|看不清|停不(?:下|了)|拿不到|跑路|卷款|失联|倒闭|造假|抽成|封(?:号|了)|拖(?:工期|了)|互相推|推(?:诿|来推去|责任)|敷衍|态度(?:差|恶劣|不好|生硬)|暴力|贪|受贿|回扣|优亲厚友|刁难|误诊|重复收费|多收|少(?:发|八两|给|了)|短斤|缺斤|污染|排(?:污|废|烟|味)|扬尘|灰尘|辣眼|喷(?:水|出)|烦人|扰民|纠纷|矛盾|扯皮|吵架|闹(?:矛盾|翻|纠纷)|虐待|抛物|往(?:下|楼下|河里|窗外)/u
/** An event told, whatever it is about. */
const EVENT =
  /有(?:个|一?[些帮群]|几个|好多)?(?:人|老人|小孩|车|狗)(?!说|告诉|问|要)|半夜|夜里|凌晨|天天|每[天晚]|昨[天晚夜]|刚(?:才|刚)|被(?!罚|拘|征|抓|判)|摔|(?<!老)死(?:鱼|猫|狗|鼠)|结冰|洒|停用|换人|不肯|没(?:有)?(?:证|卫生间|地方)|几天没(?:出|见|开)/u
/** A wish to apply, to take part or to be told, and mere names of a thing: looked up, not reported. */
const WISH =
  /^(?:喂|那什么|嗯+|你好|您好|请问|麻烦|我|我们|我家|我就|就|也|还|是|来)*[,\s]*(?:想|打算|准备|要|需要|申请|办理|咨询|打听|了解|问(?:一下|下|个)?|请教|查(?:一下|询)?)(?!.{0,4}(?:投诉|举报|反映|报修|提|建议))(?!.{0,3}退(?:款|钱|费))/u
const SUGGESTION =
  /^(?:我|我们|大家|强烈|也|想)*(?:建议|希望|提议|盼望|呼吁|请求(?!帮)|提(?:个|一个|点)?(?:建议|想法|意见)|(?:有个)?(?:金点子|好主意|想法[::]))(?!.{0,3}(?:知道|了解|查|问))/u
/** A report announced as a question: 我要举报的话怎么弄, 能不能投诉他们. */
const LODGES =
  /^(?:那|那么|请问|[,\s])*(?:(?:我|我们)(?:要|想)(?:投诉|举报|反映|报修)(?:他们|它|这事|这个)?(?:的话)?[,\s]*(?:怎么(?:弄|办|做|搞|报|投诉|举报|反映)|该?找谁|可以吗|行吗)|(?:我|我们)?(?:能不能|可不可以|可以|能)(?:投诉|举报|反映)(?:他们|他|她|它|这(?:个|事|家|种)[^,。?]{0,6})(?:吗|不|么)?)[?。!]*$/u
/** A decision of an office that went against somebody: what the rules say of it comes before a complaint. */
const REFUSED =
  /(?:申请|材料|资料|低保|救助|补贴|居住证|工伤|社保|公租房)[^,。]{0,6}被?(?:退(?:回|了)|驳回|拒(?:绝|了)?|打回|不予|没批|不批|批不下来)/u
/** Going on now or again, or at somebody's own door. */
const HAPPENING =
  /天天|每[天晚]|一直|总是|老是|经常|又|昨|今[天早晚]|刚|半夜|凌晨|现在|我们?(?:家|小区|楼|单元|院)|没人/u
const ORDER =
  /(?:我要|我想|要|来)(?:投诉|举报|反映|报修|登记)|要(?:求)?你们[^,。]{0,4}(?:上门|来|派|查|管|修|清)|请(?:你们|相关|有关)|麻烦(?:派|处理|修)/u

/** Papers lost or run out are issued anew by a procedure; nobody comes and looks for them. */
const LOST_PAPERS =
  /(?:证|证件|证明|卡|户口[本簿]|存折|护照|驾照|医保本|病历)(?:都|也|又|给|被(?:偷|盗|抢))?(?:掉|丢|弄丢|遗失|不见|搞掉|搞丢|找不到|偷|(?:快|已经)?[过到]期|忘记?)了?/u

export const isTrouble = (text: string): boolean =>
  isEnglish(text) ? isEnglishTrouble(text) : TROUBLE.test(text)
/** Something is wrong, whether or not it is told to have it seen to. */
export const isProblem = (text: string): boolean => isReport(text) || isTrouble(text)
export const isLived = (text: string): boolean => LIVED.test(text)
export const isWish = (text: string): boolean =>
  (WISH.test(text) && !/希望|建议|帮/u.test(text)) || LOST_PAPERS.test(text)

/** A thing somebody should come and see to, rather than something to be looked up. */
export function isReport(words: string): boolean {
  if (isEnglish(words)) return isEnglishReport(words)
  const text = plainSpeech(words)
  const asked = asks(text)
  if (LODGES.test(text) || seeksHelp(text)) return true
  if (asksForRule(text) && !ORDER.test(text)) return false
  if (isAboutRefusal(text) || asksWhatToDo(text)) return false
  if (!asked && SUGGESTION.test(text)) return true
  if (
    REPORT_MARK.test(text) &&
    !/怎么(?:投诉|举报|报修)|(?:投诉|举报|报修)(?:电话|渠道|流程|吗)|哪里(?:投诉|举报)/u.test(text)
  ) {
    return problemTopics(text).length > 0 || !asked || LIVED.test(text) || pleads(text)
  }
  if (NO_PROBLEM.test(text)) return false
  const topics = problemTopics(text)
  if (!asked)
    return isTrouble(text) || EVENT.test(text)
      ? !isWish(text)
      : topics.some((topic) => !NEUTRAL.has(topic)) && !isOnlyRuled(topics, text)
  if (topics.length === 0 || (topics.every((topic) => NEUTRAL.has(topic)) && !FAULT.test(text)))
    return false
  if (isOnlyRuled(topics, text)) return false
  // A long message that lives through a problem is told to have it seen to, whatever it also asks.
  if (text.length > 80 && LIVED.test(text)) return true
  return LIVED.test(text) && (pleads(text) || !KNOWLEDGE_QUESTION.test(text))
}

/** 我们电梯老是响,找谁: what is wrong with one's own is told, and the question is only who comes. */
function seeksHelp(text: string): boolean {
  return (
    /[,\s](?:该|应该|要)?(?:找谁|谁管|找哪个)(?:管|修)?[?。!]*$/u.test(text) &&
    /老是|总是|一直|天天|又/u.test(text) &&
    /我们|我家|小区/u.test(text)
  )
}

/** An office refused, and nobody is asked to come: the reasons and remedies are looked up. */
export function isAboutRefusal(text: string): boolean {
  return REFUSED.test(text) && !REPORT_MARK.test(text)
}

/** 楼上扔东西,找不到人怎么办: a nuisance with a rule of its own, neither placed nor going on. */
function asksWhatToDo(text: string): boolean {
  const topics = problemTopics(text)
  if (!/怎么办[?。!]*$/u.test(text) || HAPPENING.test(text) || REPORT_MARK.test(text)) return false
  return topics.length > 0 && topics.every((topic) => RULED.has(topic)) && findPlace(text) === null
}

function isOnlyRuled(topics: readonly string[], text: string): boolean {
  return topics.every((topic) => RULED.has(topic)) && !LIVED.test(text) && [...text].length < 10
}

export function isQuestion(text: string): boolean {
  return asks(text) || KNOWLEDGE_QUESTION.test(text)
}

const STRONG_BREAK =
  /(?:[。!?!?;;\n,,]|^)\s*(?:(?:另外|还有(?:就是|一[件个]事|个问题|一点)?|再(?:就是|一个|问一下|有)|其次|第[二三四五]|[二三四五][是、.]|[2-5][、.)]|同时(?:还)?|顺便(?:再)?(?:问(?:一下)?)?|对了)[,,::、]?)/gu

function pieces(text: string): { text: string; strong: boolean }[] {
  const marked = text.replace(STRONG_BREAK, '\u0001')
  return marked.split('\u0001').flatMap((block, blockIndex) =>
    block
      .split(/(?<=[。!?!?;;\n])/u)
      .map((piece) => piece.trim())
      .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
      .map((piece, index) => ({ text: piece, strong: blockIndex > 0 && index === 0 })),
  )
}

function kindOf(text: string): Matter['kind'] | undefined {
  if (isReport(text)) return 'report'
  return isQuestion(text) ? 'question' : undefined
}

type Draft = { text: string; kind: Matter['kind'] | undefined; topics: string[] }

function belongsTo(previous: Draft, next: Draft, strong: boolean): boolean {
  if (next.kind === undefined) return !strong || next.topics.length === 0
  if (previous.kind === undefined) return previous.topics.length === 0 || !strong
  if (
    previous.kind !== next.kind &&
    (previous.topics.some((t) => next.topics.includes(t)) || next.topics.length === 0)
  ) {
    // 电梯坏了三天。什么时候能修? is one report with its plea; a rule asked about is a second matter.
    return !KNOWLEDGE_QUESTION.test(next.kind === 'question' ? next.text : previous.text)
  }
  if (previous.kind !== next.kind) return false
  if (strong) return false
  return (
    next.topics.length === 0 ||
    previous.topics.length === 0 ||
    next.topics.some((t) => previous.topics.includes(t))
  )
}

const MOST = 6

/** Splits a message into matters: never more than six, each with the resident's own words. */
export function splitMatters(text: string): Matter[] {
  if (isEnglish(text)) return [{ kind: isEnglishReport(text) ? 'report' : 'question', text }]
  const counted = enumeratedMatters(
    text,
    (item) => isReport(item) || problemTopics(item).length > 0,
  )
  if (counted.length > 1)
    return counted.slice(0, MOST).map((words) => ({ kind: 'report', text: words }))
  const drafts: Draft[] = []
  for (const piece of pieces(text)) {
    const next: Draft = {
      text: piece.text,
      kind: kindOf(piece.text),
      topics: problemTopics(piece.text),
    }
    const previous = drafts.at(-1)
    if (
      previous !== undefined &&
      (drafts.length >= MOST || belongsTo(previous, next, piece.strong))
    ) {
      previous.text += (/[\p{P}]$/u.test(previous.text) ? '' : ',') + next.text
      previous.kind =
        previous.kind === 'report' || next.kind === 'report'
          ? 'report'
          : (previous.kind ?? next.kind)
      previous.topics = [...new Set([...previous.topics, ...next.topics])]
    } else {
      drafts.push(next)
    }
  }
  return drafts.map(({ text: words, kind }) => ({ kind: kind ?? 'question', text: words }))
}
