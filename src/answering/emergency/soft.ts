import type { EmergencyKind } from './kinds.ts'

const LOW_MOOD =
  /(?:活着|活得|活的|生活|日子|人生|每天|心里|心|真的|感觉|觉得|我|好|太|特别)[^。!?]{0,6}(?:好累|太累|很累|心累|累了|没意思|没劲|煎熬|绝望|崩溃|没盼头|没希望|过不下去|难过|难熬|喘不过气|压抑|孤独|孤单|抑郁|没人(?:懂|理解|说话|陪))|想哭|哭了(?:一|好)|崩溃|绝望|抑郁|心情(?:很|好|特别|一直)?(?:差|糟|低落|不好)|(?:整夜|天天|一直)(?:睡不着|失眠)|撑不住|熬不(?:下去|住)|扛不住|走投无路|心灰意冷|压力(?:很|好|太|特别)?大/u
const LOW_MOOD_POLICY =
  /(?:抑郁症|精神).{0,10}(?:残疾|报销|医保|办理|鉴定|门诊|证)|怎么(?:办理|申请)|流程|补贴|讲座|志愿|服务站|作业|网页|系统|服务器|程序|水压|气压|车胎|电压/u
const LIFT_BROKEN =
  /电梯.{0,10}(?:坏|停(?:了|运)|故障|不动|不能用|用不了|异响|抖|晃|按不|失灵|修)|(?:坏|停)了.{0,4}电梯/u
const SAFETY_OVER =
  /^(?:我)?(?:已经|现在)?(?:没事了|安全了|没(?:有|什么)?危险(?:了|$|[,。!])|解除(?:警报)?|危险解除|脱离危险了?|误报|误触|按错了|点错了|打错了|搞错了|虚惊一场)|结束安全模式|(?:已经|现在|都)(?:没事了|安全了|处理好了|灭了|找到了|送医院了|脱险了|救出来了|报警处理)|^找到了|(?:来|去)?看(?:过|了)[^。!?]{0,6}(?:不是|没有|没)[^。!?]{0,8}(?:煤气|燃气|天然气|漏气|泄漏|着火|火|问题|危险)|火(?:已经)?灭了|(?:人|孩子|老人)(?:已经)?找到了/u
const SAFE_IN_ENGLISH =
  /^(?:i am|i'm|we are|we're) (?:now )?(?:safe(?: now)?|not in danger|ok(?:ay)?(?: now)?|fine now)[.!]?$/iu
/** What people say to a card they did not ask for. */
const MISUNDERSTOOD =
  /(?:搞|弄|听|看|想|理解)错了|误会|误解|想多了|没(?:有)?(?:那么|这么)(?:严重|夸张|危险|吓人)|(?:就|只|只不过)是(?:想|来)?(?:问问|问一下|问个|打听|咨询|反映|投诉|说说|说一下|讲讲)|不是(?:要|来)?(?:报警|急救|求救|求助|(?:这|那)个意思)|没(?:有)?(?:什么)?(?:紧急|急事|人(?:受伤|有危险|有事|出事))|不(?:紧急|危险|严重)/u
/** Who lives in such danger says it is nothing; there only the plain words count. */
const PLAYED_DOWN: ReadonlySet<EmergencyKind> = new Set(['self_harm', 'domestic_violence', 'minor'])
const SAFETY_NOT_OVER =
  /不是(?:开玩笑|闹着玩|说着玩|说说)|没(?:有)?(?:搞|弄|看|听)错|不是误|没(?:有)?(?:安全|处理好|找到|灭)|不安全|还没|但是?(?:还|又)|不想活|想死|没事了吗/u

/** Low mood is answered with a line on 12356 beside the normal answer, never as an alarm (R-EMG-2). */
export function isLowMood(folded: string): boolean {
  return LOW_MOOD.test(folded) && !LOW_MOOD_POLICY.test(folded)
}

export function mentionsBrokenLift(folded: string): boolean {
  return LIFT_BROKEN.test(folded)
}

/** Says that the card was a mistake: what was asked before it still stands. */
export function deniesDanger(folded: string): boolean {
  return MISUNDERSTOOD.test(folded) && !SAFETY_OVER.test(folded)
}

/** Safety mode ends only when the resident plainly says so, or a person ends it (R-EMG-6). */
export function endsSafetyMode(folded: string, kind: EmergencyKind): boolean {
  if (SAFE_IN_ENGLISH.test(folded)) return true
  if (SAFETY_NOT_OVER.test(folded)) return false
  return SAFETY_OVER.test(folded) || (!PLAYED_DOWN.has(kind) && MISUNDERSTOOD.test(folded))
}
