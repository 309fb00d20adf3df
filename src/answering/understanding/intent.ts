import { isEnglish } from '../../shared/english.ts'
import { isEnglishGreeting, isEnglishThanks } from './english.ts'

const HANDOVER =
  /(?:转|找|要|换|接|叫|喊|请|给我|帮我|我要|联系|需要|来个|来一个|让)(?:一下|到|个|一个|你们|我|的|真|下){0,3}(?:人工(?!智能|湖|费|草|授精|流产|成本|降雨|岛|林|费用|骨)|真人|活人|客服|工作人员|网格员|值班(?:人员|的)?|接线员|专员|坐席|社区(?:的)?(?:工作人员|干部|书记|主任)|你们(?:的)?(?:人|领导))(?!(?:的)?(?:电话|招聘|招考|待遇|工资|是|怎么|考试|报名|职责|多少|有))|^(?:人工|转人工|真人|人工客服|人工服务|客服|找人|网格员|工作人员)(?:服务)?[吧啊呢!!。??]*$|(?:不(?:想|要|愿意)?(?:跟|和|同)|别让我跟|懒得跟)(?:机器人?|ai|电脑)(?:说|聊|讲|扯|谈)?|有没有(?:真人|人工|活人)|(?:有没有|有)(?:真)?(?:人|活人|人工)(?:在(?=$|[吗线不没?])|吗|值班|(?:可以|能)(?=跟|和|帮|接|聊|说|谈))(?!.{0,3}(?:家|电梯))|(?:人工|真人)(?:在线|服务|客服|处理|回复|帮)|(?:跟|和)(?:人|真人|人工|工作人员|网格员)(?:说|讲|聊|谈|沟通)|(?:转|找|换|叫|喊|安排|派)(?:一?个|位)?(?:能(?:帮忙|管事|做主|说话|处理)的)?人(?:来)?(?:跟我|和我|帮我问|给我(?:说|讲|回)|问(?:清楚|一下)|说|讲|接(?!水|电|线))|(?:找|换|转|叫)(?:一?个|位)能(?:帮忙|管事|做主|说话)的人|(?:带|转|说|告诉|交)给(?:他|她|网格员|工作人员|值班)[^。]{0,6}(?:听|$|[,，])|搞个人来|喊个人|派个人跟我(?:说|讲)|听不懂.{0,6}(?:找|换|转)人|(?:跟|和|找)(?:网格员|工作人员|你们(?:的)?(?:人|领导)|社区(?:的)?人)(?:本人|当面)?(?:说|讲|聊|谈|反映)|(?:叫|喊|找|换|派|来)(?:一?个)?(?:活|真)人/iu
/** Somebody named, not somebody to repair the lamp. */
const HANDOVER_ENGLISH =
  /\b(?:talk|speak|chat|connect me|transfer me|put me through)\s+(?:to|with)\s+(?:(?:a|an|some|the|your|one of your)\s+)?(?:(?:real|live|human|actual)\s+)?(?:person|human|agent|operator|staff|somebody|someone|people|representative)\b|\b(?:need|want|get me|give me|ask for)\s+(?:a|an)\s+(?:(?:real|live|actual)\s+person|person\W*$|human\b(?!\s+resource)|operator\b)|^\W*(?:(?:a\s+)?(?:real\s+)?(?:person|human)|operator|human agent|live agent)(?:\s+please)?\W*$/iu
const HANDOVER_NOT =
  /打(?:哪个|什么|几号)?(?:号码|电话)|(?:哪个|什么)(?:号码|电话)|人工智能|人工湖|人工草|人工费|人工成本|人工授精|人工流产|(?:物业|公司|商家|银行|医院|平台)(?:的)?客服(?:不|态度)/u

const TRACK =
  /[A-Z]{2,4}-\d{8}-\d{6}|工单(?:号|编号|状态|进度|查询|到|处理|怎么样|办)|查询码|(?:查|看|问)(?:一下|下|询)?(?:我的|我|上次的?|之前的?)?(?:工单|进度|处理(?:情况|结果|进度)|办理(?:情况|结果|进度))|(?:我|上次|之前|昨天|前几天|上周|前天|那天)[^。!?]{0,12}(?:报|反映|投诉|提|登记|上报|举报)(?:的|过的|了的)?[^。!?]{0,14}(?:怎么样了|到哪|修好(?:了)?(?:吗|没)|弄好(?:了)?(?:吗|没)|进度|结果|处理(?:了|好|得|没)|有消息|回复|办(?:好|完|到|得)|解决(?:了)?(?:没|吗)|还没(?:处理|解决|回|人)|多久(?:能|可以)?处理)|(?:催(?:一下|办|单|促)|撤(?:回|销)(?:我的)?(?:工单|投诉|诉求))|(?:我(?:那个|的|报的)?|那个)[^。!?]{0,6}(?:单子|工单|件)[^。!?]{0,6}(?:到哪|怎么样|谁|进度|办)|^(?:现在|目前)?(?:是)?谁在(?:办|处理|负责|跟进)|(?:我的)?(?:投诉|诉求|反映|报修|工单)(?:现在)?(?:处理|办)(?:得|到)?(?:怎么样|哪|如何|没有|了吗|好了)/iu

const PLACE_WORD =
  '(?:驿站|站点|服务站|服务点|网点|党群服务中心|社区服务中心|便民服务(?:中心|大厅|点)|政务服务(?:中心|大厅)|办事大厅|办事处|居委会|社区居委|街道办|母婴室|公厕|公共厕所|卫生间|充电(?:点|桩|柜|的地方)|社区食堂|幸福食堂|老年食堂|养老服务(?:中心|站|综合体)|老年大学|图书(?:馆|室)|书屋|避暑(?:点|纳凉)?|纳凉点|歇脚|换电|便民点|核酸|警务室|派出所|社区医院|卫生服务中心|司法所|工会驿站|暖心驿站|小哥之家|小哥驿站|江城驿站|志愿服务站|微邻里)'
const PLACE = new RegExp(
  `(?:附近|最近|周边|旁边|离我|就近|哪里有|哪儿有|哪有|在哪|哪个|地址|位置|怎么走|怎么去|电话|几点(?:开|关)|营业|开门|开放)[^。!?]{0,12}${PLACE_WORD}|${PLACE_WORD}[^。!?]{0,10}(?:在哪|在什么地方|地址|位置|怎么走|怎么去|哪里|电话|几点|营业|开门|开放|列表|有哪些)|(?:想|要)?找(?:个|一个|一下)?(?:地方)?(?:最近的?|附近的?)?${PLACE_WORD}|(?:哪里|哪儿|附近|什么地方)(?:可以|能)(?:歇|休息|充电|喝水|热饭|躲雨|乘凉|上厕所|给电动车充电)`,
  'u',
)
const PLACE_NOT =
  /多少个|一共|总共|共有|几个|建了|建成|标准|怎么申请|投诉|举报|坏|脏|噪|扰民|态度|没人/u

const GREETING =
  /^(?:你好|您好|hello|hi|嗨|哈喽|在吗|在不在|有人吗|早上好|上午好|中午好|下午好|晚上好|早|谢谢(?:你|您|啦|了)?|多谢|感谢|(?:好的?|嗯+|哦|ok|行|知道了|明白了)[,.。!\s]*(?:谢谢|多谢)(?:你|您|啦|了)?|好的|好|ok|嗯+|哦|知道了|明白了|再见|拜拜|辛苦了|麻烦了|请问|喂|测试|test)[啊呀哈吗呢哦啦了!!。.,,~??\s]*$/iu

/** Says that the machine itself is no help: whoever has asked again and again is not asked to ask once more. */
const FED_UP =
  /(?:问|说|讲|告诉)(?:了|过)?(?:你|您)(?:都|已经)?[两三四五六七八九十几好多无\d]+(?:遍|次|回)|答非所问|鸡同鸭讲|(?:你|您)(?:都|也|还是|根本|就是|老是|总是|一直)*(?:听不懂|没听懂|答不(?:上|对|出|了))/u

const EXPLICIT = /转(?:接)?人工|人工(?:客服|服务|坐席)|找(?:个)?真人|转(?:到)?网格员/u
const LOST_CODE =
  /(?:查询码|编号|工单号|单号)[^。,]{0,6}(?:忘|丢|没(?:记|存|留|了)|找不(?:到|着)|不(?:记得|知道|晓得))|(?:忘|丢|没记|没存|记不得|不记得)[^。,]{0,4}(?:查询码|编号|工单号|单号)/u
const SHORT = 60

const THANKS =
  /^(?:(?:好的?|嗯+|哦|ok|知道了|明白了|行)[,.。!\s]*)?(?:谢谢|多谢|感谢|辛苦|麻烦你|麻烦您|再见|拜拜)/iu

/** In a letter the words 工作人员 and 领导 are part of the story; there only a plain demand counts. */
export function wantsPerson(text: string): boolean {
  if (HANDOVER_ENGLISH.test(text)) return true
  if (text.length > SHORT) return EXPLICIT.test(text)
  return (HANDOVER.test(text) && !HANDOVER_NOT.test(text)) || FED_UP.test(text)
}

export function wantsTracking(text: string): boolean {
  return (text.length <= 80 || findTicketNo(text) !== null) && TRACK.test(text)
}

export function wantsPlaces(text: string): boolean {
  return PLACE.test(text) && !PLACE_NOT.test(text)
}

/** The code is stored as a hash: nobody can tell it again. */
export function lostCode(text: string): boolean {
  return LOST_CODE.test(text)
}

export function isGreeting(text: string): boolean {
  return isEnglish(text) ? isEnglishGreeting(text) : GREETING.test(text)
}

/** Of what is no more than a greeting: said at the end, not at the beginning. */
export function isThanks(text: string): boolean {
  const plain = text.normalize('NFKC').trim()
  return isEnglish(plain) ? isEnglishThanks(plain) : THANKS.test(plain)
}

export function findTicketNo(text: string): string | null {
  return /[A-Za-z]{2,4}-\d{8}-\d{6}/u.exec(text)?.[0].toUpperCase() ?? null
}

/** The code is random and has no marker of its own, so it must stand behind its name or right behind the number. */
export function findQueryCode(text: string): string | null {
  const named = /(?:查询码|code)(?:是|为|[::])?\s*([0-9a-zA-Z]{6,20})/iu.exec(text)
  const behind = /[A-Za-z]{2,4}-\d{8}-\d{6}[\s,,;;、]+([0-9a-zA-Z]{6,20})/u.exec(text)
  return named?.[1] ?? behind?.[1] ?? null
}
