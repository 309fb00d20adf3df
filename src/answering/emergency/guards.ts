/** What may take a match back. Every guard looks only at the sentence that holds the match. */
export type Guard =
  | 'negated'
  | 'hypothetical'
  | 'past'
  | 'longPast'
  | 'resolved'
  | 'policy'
  | 'media'
  | 'hearsay'
  | 'chronic'

export const EVENT_GUARDS: readonly Guard[] = [
  'negated',
  'hypothetical',
  'past',
  'resolved',
  'policy',
  'media',
  'hearsay',
  'chronic',
]
/** Harm between people: yesterday's blow is still today's danger, so only the distant past counts. */
export const HARM_GUARDS: readonly Guard[] = ['negated', 'longPast', 'resolved', 'policy', 'media']
/** The resident's own words about dying or killing: nothing but a plain denial or a story takes them back. */
export const SPEECH_GUARDS: readonly Guard[] = ['negated', 'media']

const NEGATED_BEFORE =
  /(?:没有?|不是|并非|并未|从未|未|无|不会|不要|别|勿|防|防止|预防|避免|谨防|以免|严禁|禁止|怕|担心|害怕|以为|不算|容易|可能会|会不会|不至于|排除|杜绝|减少)(?:再|有|是|人|发生|出现|引起|引发|造成|导致|一旦|被|他|小孩|孩子|老人){0,2}$/u
const NOT_A_DENIAL = /(?:有没有?人|要不要|是不是|忍不住|怕是|恐怕)$/u

const HYPOTHETICAL =
  /如果|假如|假设|假若|要是|倘若|万一|一旦|若(?:是|发生|遇)|(?:遇到|遇上|碰到|发生|出现|面对|遭遇).{0,10}(?:时|的时候|应该|该怎么|如何|怎么(?:逃|自救|处理|处置|应对|做)|哪些|打什么电话)|(?:时|的时候)(?:应该|该|要|可以|能不能|怎么|如何)/u
const PAST =
  /昨[天晚日]|前[天晚]|前几天|前两天|前些天|上周|上星期|上礼拜|上个?月|去年|前年|以前|曾经|当年|小时候|上次|上回|前段时间|前阵子|早年|\d+(?:个月|年|天|周)(?:多)?(?:以)?前|[一二三四五六七八九十几两半]+(?:个月|年|天|周|个星期)(?:多)?(?:以)?前|(?:19|20)\d\d年|\d{1,2}月\d{1,2}[日号]|之前/u
const LONG_PAST =
  /去年|前年|以前|曾经|当年|小时候|早年|年轻(?:的)?时候|\d+年(?:多)?(?:以)?前|[一二三四五六七八九十几两]+年(?:多)?(?:以)?前|(?:19|20)\d\d年|上个?月|几个月前|前段时间|前阵子/u
const NOW =
  /现在|正在|此刻|这会|今天|今晚|今早|刚刚|刚才|刚被|刚转|还在|仍然|仍在|又(?!不)|马上|赶紧|赶快|快来|快点|救命|越来越|一直(?!没)|到现在|还没|还是|再次|昨晚到现在/u
const RESOLVED =
  /(?:火|已经?|都|全)(?:被)?(?:扑灭|灭了|熄灭|救出来|救出|修好|处理好|处理完|解决了|恢复)|已(?:经)?(?:送医|送到医院|出院|找到|回家|回来|脱险|获救|控制|到医院|结案)|找到了|回来了|没事了|虚惊一场|误报|已扑灭|救援(?:结束|完)|出院(?:了|后)|(?:后来|最后).{0,6}(?:好了|没事|救|找到)/u
const POLICY =
  /有(?:没有|什么)?义务|(?:老师|干部|医生|医院|学校|物业|居委会|社区|单位|民警|网格员)[^。!?]{0,24}(?:该不该|应不应该|要不要|应该|应当)[^。!?]{0,4}(?:报(?!警)|管|制止|做什么|怎么做)|条例|法律|规定|法规|标准是|流程|政策|补贴|补助|赔偿|赔多少|赔吗|赔不赔|索赔|理赔|保险|责任(?:怎么|如何|谁|认定|划分|人)|谁(?:负责|承担|赔|出钱|管)|判(?:几|多少|刑)|定罪|量刑|犯法|违法|犯罪吗|构成|算不算|算(?:是)?(?:工伤|轻伤|重伤|什么|家暴|违)|属于|报销|演练|演习|培训|讲座|宣传|知识|科普|课程|比赛|考试|报名|报考|招聘|招考|预案|证书|统计|案例|罪|处罚|罚款|罚多少|怎么罚|如何(?:预防|防|避免|辨别|识别|申请|办理|维权|投诉|举报|判断|逃生|自救|正确)|怎么(?:预防|防止|防范|避免|辨别|识别|申请|办理|办|交|缴|认定|鉴定|维权|索赔|投诉|举报|判断|定性|起诉|开证明|报考|逃生|自救|防|安装|装|选|买|算|收费)|收费|多少钱|电费|医保|社保|职能|是什么|什么是|的区别|有哪些|注意(?:什么|事项)|几天内|时限|期限|整改|隐患|申请书|起诉|诉讼|死刑|坐牢|被抓|抓起来|承担|有效吗|遗嘱|后果|意见|建议|希望(?:政府|有关|相关|领导)|安装|加装|检测|检查|年检|维修基金|更换|改造|换.{0,4}要/u
/** The language of petitions: written about what happened, not from inside it. */
const LETTER =
  /恳请|依法|严惩|查处|盼(?!头|你)|请领导|各位领导|尊敬的|望(?:有关|领导|政府|相关)|诉求|控诉|此致|敬礼|贵(?:局|单位|部门)|请(?:相关|有关)(?:部门|领导)|(?:部门|领导|政府)(?:重视|关注)|一事|(?:情况|问题)(?:反映|汇报)|反映(?:一下)?(?:情况|问题)|请公正|请关注|维护合法/u
const URGENT =
  /救命|快来|快点|正在|现在(?!的|规|有没有|是不是|装|办|申)|马上|赶紧|赶快|刚刚|刚才|还在(?:烧|漏|流|打|喷|冒|里面)|越来越|来人|怎么办(?:啊|呀|!|$)|叫不醒|在里面|出不来|逃不|好大的|火好大|受不了了|快不行|!{1}/u
const MEDIA =
  /电影|电视剧|小说|游戏|剧情|剧本|视频里|短视频(?:里|上)|抖音|新闻(?:里|上|说|报道|联播)|歌词|这首歌|书里|梦见|做梦|梦到|讲了个?故事|故事里|台词|作文|写(?:一?篇|个)|漫画|狼人杀|密室|剧本杀|成语|翻译|英语怎么说|是什么意思|怎么读|什么歌|舞台|综艺|相声|历史上|比喻|谜语|段子|表情包/u
const HEARSAY =
  /(?:听说|据说|网传|网上说|群里(?:说|传|有人说)|谣言|传言).{0,30}(?:真的|是真|真假|是不是|吗|谣言|属实)|真的假的/u

/** A standing nuisance, told as a complaint: 烟囱天天冒黑烟, 电梯三天两头困人. */
const CHRONIC =
  /天天|每天|每晚|每到|每次|经常|常常|老是|总是|三天两头|动不动|多次|频繁|屡次|时不时|隔三差五|长期|常年|多年|一直以来|好几次|扰民|污染|环保|投诉/u

/** Adjacent practice words: 消防演练 is a drill, but "这是演练" said by the resident never switches the gate off (R-EMG-7). */
function isNegated(before: string): boolean {
  return NEGATED_BEFORE.test(before) && !NOT_A_DENIAL.test(before)
}

export function guardedBy(
  guards: readonly Guard[],
  sentence: string,
  at: { start: number; end: number },
): Guard | undefined {
  const before = sentence.slice(0, at.start)
  const clause = before.slice(before.lastIndexOf(',') + 1)
  const now = NOW.test(sentence)
  const tests: Record<Guard, () => boolean> = {
    negated: () => isNegated(clause),
    hypothetical: () => HYPOTHETICAL.test(sentence) && !URGENT.test(sentence),
    past: () => PAST.test(sentence) && !now,
    longPast: () => LONG_PAST.test(sentence) && !now,
    resolved: () => RESOLVED.test(sentence) && !/又|没(?:有)?找到/u.test(sentence),
    policy: () => (POLICY.test(sentence) || LETTER.test(sentence)) && !URGENT.test(sentence),
    media: () => MEDIA.test(sentence),
    chronic: () => CHRONIC.test(sentence) && !URGENT.test(sentence),
    hearsay: () => HEARSAY.test(sentence) && !URGENT.test(sentence),
  }
  return guards.find((guard) => tests[guard]())
}
