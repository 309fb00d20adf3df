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

const QUESTION =
  /[??]|吗|呢(?=$|[,。])|多少|几(?:天|点|个|岁|年|号|月|次|级|成|人|户|平|块|时|楼|倍)|哪(?:里|儿|些|个|家|天|种)|如何|怎么|咋|怎样|能不能|可不可以|可以(?:不|吗)|是不是|是否|有没有|要不要|需不需要|什么|谁|为什么|为啥|多久|多长时间|么样|么办|哪天|合(?:法|规)(?:吗|不)|规定是/u
const KNOWLEDGE_QUESTION =
  /罚(?:多少|款多少|不罚)|规定|合法|违法|犯法|标准|条件|流程|手续|材料|(?:要|需要|得|给|补|领|交|花)(?:交|多少|几|补贴)?(?:多少|几)|多少(?:户|人|钱|业主|天|个|岁|年|台|平|户)|几(?:天|点|岁|个工作日|年|户|成)|多久(?:能|可以|办|出|下|有效)|多久|收费吗|(?:怎么|如何|在哪里?|哪里|去哪里?|上哪)(?:可以)?(?:办(?=理|证|卡|手|个|居|身|户|老|残|社|医|低|公|准|一)|申请|申领|领|交|缴|查|开|登记|报名|备案|缴费|续|补|注销|转|迁|预约|认定|计算|算|选举|投票|成立|召开|提取|使用)|能(?:不能)?(?:报销|提取|申请|领|停|断|收|开|住|养|建|装|转|补)|可(?:以|不可以).{0,12}[吗?]|什么(?:意思|时候(?:交|开始|可以|能|实施|施行)|人|情况|条件|材料|证)|(?:有|是)(?:哪些|什么)|是什么|谁(?:出钱|负责|承担|管|买|交|批|来)|算(?:不算)?|第.{1,6}条|条例|民法典|法律|政策|补贴|待遇|资格/u
const REPORT_MARK =
  /(?:请|恳请|希望|建议|呼吁|强烈要求|盼)[^。!?]{0,24}(?:严打|查处|整治|治理|规范|整顿|加大|重视|取缔|打击|督促|叫停|维修|清理|解决|处理|改善|增设|加装(?:红绿灯|路灯|护栏)|拆除|严惩)|我要(?:投诉|举报|反映|报修|报事|建议|提)|(?:想|来|向你们|跟你们|给你们|要)(?:投诉|举报|反映|报修|报事|提(?:个|条)?建议|登记)|帮(?:我|忙)(?:登记|上报|报(?!销)|反映|投诉|派|催|处理|解决|联系)|(?:请|麻烦|希望|能不能|快|赶紧|什么时候能?)(?:你们|相关|有关|部门|社区|物业|街道|政府)?(?:尽快|快点|赶快|及时)?(?:派人|来人|处理|解决|修|管|清理|整改|维修|查处|落实|登记|安排|治理|协调|督促)|管管|管一管|来(?:个人)?(?:看看|处理|修)|强烈要求|投诉|举报(?!电话|奖)|报修(?!电话)|求助/u
const LIVED =
  /天天|每天|每晚|已经|好几天|[一二两三四五六七八九十几半\d]+(?:天|个月|年|个星期|周|晚)(?:了|都|没)|一直|总是|老是|经常|又|还是|到现在|至今|昨[天晚]|今[天早晚]|刚才|现在|凌晨|半夜|我们?(?:家|小区|楼|单元|这里|社区|村|院|屋里|这栋)|楼[上下道]|门口|隔壁|没人(?:管|修|来|理|处理|问|打扫)|不(?:管|修|处理|理|来)/u
const NO_PROBLEM = /(?:怎么|如何|哪里|在哪|去哪).{0,4}(?:办理|申请|交|缴)|热线|电话(?:是)?多少/u

/** A thing somebody should come and see to, rather than something to be looked up. */
export function isReport(text: string): boolean {
  if (
    /^(?:请问)?[^,。]{0,24}(?:罚多少|怎么罚|合法吗|违法吗|犯法吗|几点到几点|多少钱|多少业主同意|谁出钱)/u.test(
      text,
    )
  )
    return false
  if (
    REPORT_MARK.test(text) &&
    !/怎么(?:投诉|举报|报修)|(?:投诉|举报|报修)(?:电话|渠道|流程|吗)|哪里(?:投诉|举报)/u.test(text)
  ) {
    return problemTopics(text).length > 0 || !QUESTION.test(text) || LIVED.test(text)
  }
  const topics = problemTopics(text)
  if (topics.length === 0 || NO_PROBLEM.test(text)) return false
  if (topics.every((topic) => NEUTRAL.has(topic)) && !FAULT.test(text)) return false
  if (topics.every((topic) => RULED.has(topic)) && !LIVED.test(text) && [...text].length < 10)
    return false
  if (!QUESTION.test(text)) return true
  // A long message that lives through a problem is told to have it seen to, whatever it also asks.
  if (text.length > 80 && LIVED.test(text)) return true
  return LIVED.test(text) && !KNOWLEDGE_QUESTION.test(text)
}

export function isQuestion(text: string): boolean {
  return QUESTION.test(text) || KNOWLEDGE_QUESTION.test(text)
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

/** Splits a message into matters: never more than six, each with the resident's own words. */
export function splitMatters(text: string): Matter[] {
  const drafts: Draft[] = []
  for (const piece of pieces(text)) {
    const next: Draft = {
      text: piece.text,
      kind: kindOf(piece.text),
      topics: problemTopics(piece.text),
    }
    const previous = drafts.at(-1)
    if (previous !== undefined && (drafts.length >= 6 || belongsTo(previous, next, piece.strong))) {
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
