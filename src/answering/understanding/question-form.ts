// Is it asked, claimed or told? Decided by how a message is built, before what it is about.

import { isEnglish } from '../../shared/english.ts'
import { asksEnglish, pleadsEnglish } from './english.ts'

/** A claim put up for confirmation: it is checked against the rules, whatever nuisance it names. */
const STRONG_TAG =
  /(?:[对是](?:吧|吗|么|不)|对不对|是不是(?:这样|真的|啊|呀)?|(?:是|就)?(?:这样|真的)(?:吧|吗|么)|没错(?:吧|吗)|不错吧|(?:可以|行|够|算数|合法|成立|作数|有效|通过|没事)(?:了)?吧|真的假的|有这回事吗)[?。!]*$/u
const TAG = /[^们下看管修来]吧[?。!]*$/u
/** What a claim of law is introduced by when no tag follows. */
const CLAIM =
  /^(?:我)?(?:听|据|网上|别人|邻居|同事|人家|都|物业|老板|群里|中介)(?:[^,。]{0,3}?)说(?!好|过)|(?:(?<![没无办方])法律?|条例|规定|法典|文件|政策)(?:里|上)?(?:说|写|讲|规定|不准|不许)|(?:第[一二三四五六七八九十百千零\d]{1,6}|[一二三四五六七八九十百千零\d]{2,6})条(?!.{0,4}(?:街|路|巷|河|狗|线|船))/u
/** 晚不晚, 赔不赔, 会不会; 好不好 and 行不行 beg, they do not ask. */
const A_NOT_A = /(?![好行])([\p{Script=Han}])(?:不|没)\1/u
/** …打招呼不, …成立不: the word that stands for 吗 in speech. */
const SPOKEN_TAIL = /(?:[^不好行]|要|得|能)(?:不|没|冇|啵)[?]*$/u
const TELLS_NOTHING =
  /(?:都|也|还|又|全|从来|一直|就|坚决|死活|怎么[^,]{0,4}都)[^,。]{0,3}(?:不|没|冇)[?]*$/u

/** What the last clause asks for when it asks for a rule: whether it is allowed, who owes what, what follows from it. */
const RULE_TAIL =
  /(?:合[理法规适]|[犯违][法规]|有效|作数|算数|允许|侵权|有道理|作废|无效)(?:的)?(?:吗|么|不|没)|算不算|(?:该|应|应该|要)(?:由|归|是)?(?:谁|哪个|哪里|哪家|找谁|干(?:什么|啥|嘛)|做(?:什么|啥)|管(?:什么|啥)|怎么(?!办))|怎么(?:罚|赔|处罚|算|判|定|拘|分|认定|维权)|(?:由|归|先?找|先?叫|找)谁(?![^,。?]{0,6}[都也][没不])|谁(?:赔|管|出|负责|承担|来)|赔(?:不赔|多少|吗|给)|罚(?:不罚|多少|吗|款|几)|(?:会不会|能不能)(?:被)?(?:拘留|拘|罚|判|抓|赔|过期|作废|公布|公开|贴出|坐牢|处罚|取消|成立|退|报|举报|告|要|让|扣|叫|逼)[^,。]{0,14}|(?:会|能)(?:被)?(?:拘留|拘|罚|判|抓|赔|过期|作废|公布|公开|贴出|坐牢|处罚|取消|成立|退|报|举报|告|要|让|扣|叫|逼)[^,。]{0,14}(?:吗|么|不|[?])|(?:该不该|有没有(?:权|义务|责任|资格|规定)|有(?:权|义务|责任|资格))|(?:居民|业主|住户|自己|物业|居委会|社区|法律|老师|单位|他们|村里)[^,。]{0,8}(?:能|可以|该|应该|义务|到底)[^,。]{0,4}(?:怎么|做什么|干什么|干啥|啥|什么)|(?:要|需要|得|用)[^,。]{1,12}(?:不|吗|么)[?]*$|晚不晚|提前(?:多久|多长时间|多少天|几(?:天|日|个月))|(?:几成|多少|几[户个家])(?:的)?(?:业主|居民|人|户)?[^,。]{0,3}(?:同意|签字|点头|赞成|投票|算数|作数)|(?:该|应该?)(?:付|给|赔|交|发|补|退)[^,。]{0,4}多少|(?:最晚|最迟|最多|最长|最少|至少)[^,。]{0,4}(?:什么时候|几时|哪天|多久|多少天|几(?:天|个月|年|日))[^,。]{0,6}|(?:要|需要|得)(?:多少|几)[^,。]{0,6}(?:同意|签字|点头|赞成|投票|材料|手续)/u

/** A plea in the shape of a question: somebody is to come, not a rule to be told. */
const PLEA =
  /(?:能不能|可不可以|能否|可以|能)[^,。]{0,8}(?:派|安排|来人|处理|解决|修|管管|管一|清理|清运|整治|协调|帮|催|加装|增设|增加|装|画|划|改|建|开|腾|搞)|(?:什么时候|几时|多久|哪天)[^,。]{0,8}(?:修|处理|解决|来|清|整改|弄好|恢复|通)|有没有人(?:管|来|修|理|处理)|你们[^,。]{0,3}管不管|(?:到底)?谁(?:来)?管(?:一?管|一下)|怎么(?:没人|还不|还没|一直)/u

const ASKS =
  /[??]|吗|呢(?=$|[,。])|多少(?!年(?:不|没))|(?<![好这那前近装有来隔过了摆种修十加添放捐多])几(?:[百千万十](?![号来多个])|天|点|个|岁|年|号|月|次|级|成|人|户|平|块|时|楼|倍|分|张|票|条)|哪(?:里|儿|些|个|家|天|种|一|几|$|[,。?])|如何|怎么|咋|怎样|能不能|可不可以|可以(?:不|吗)|是不是|是否|有没有|要不要|需不需要|什么|谁(?![^,。?]{0,6}[都也][没不])|为什么|为啥|干啥|做啥|多久|多长时间|么样|么办|哪天|合(?:法|规)(?:吗|不)|规定是/u

const plainOf = (text: string): string => text.normalize('NFKC').trim()

/** As asked in Wuhan (有冇得, 么手续), without 管不管 (which names no neglect) and without a particle at the end. */
export function plainSpeech(text: string): string {
  return plainOf(text)
    .replaceAll(/有(?:冇得|没得|冇)/gu, '有没有')
    .replaceAll(/(?<![什怎这那多])么(?=保护|手续|材料|条件|时候|东西|意思|事|人|证|钱)/gu, '什么')
    .replaceAll(/(?<!你们)([管修理来发给退收])不\1/gu, '是否$1')
    .replace(/(?<=[\p{Script=Han}])[啊呀哦哈嘛啦咧诶噻唦]+(?=[?。!~]*$)/u, '')
}

function lastClause(text: string): string {
  return (
    plainOf(text)
      .replace(/[\s?。!!?]+$/u, '')
      .split(/[,。;!?\n]/u)
      .at(-1) ?? text
  )
}

/** 对吧, 是这样吧, 没错吧, 听说……: what is said is held to be true and put up for confirmation. */
export function isClaim(text: string): boolean {
  return CLAIM.test(plainOf(text)) || isTagged(text)
}

/** Put up for confirmation in so many words: 对吧, …了吧. */
export function isTagged(text: string): boolean {
  const plain = plainOf(text)
  return (STRONG_TAG.test(plain) || TAG.test(plain)) && !PLEA.test(lastClause(plain))
}

/** What is claimed, without the tag: 对吧 is in no rule. */
export function withoutTag(text: string): string {
  const bare = text
    .trim()
    .replace(STRONG_TAG, '')
    .replace(/[,，\s]+$/u, '')
  return [...bare].length >= 4 ? bare : text
}

export function asks(text: string): boolean {
  if (isEnglish(text)) return asksEnglish(text)
  if (ASKS.test(plainOf(text)) || A_NOT_A.test(text) || isClaim(text)) return true
  return SPOKEN_TAIL.test(plainOf(text)) && !TELLS_NOTHING.test(lastClause(text))
}

export function pleads(text: string): boolean {
  if (isEnglish(text)) return pleadsEnglish(text)
  return PLEA.test(text)
}

/** As sure as grammar is: 对吧 and 合法吗, but not the 吧 of a sigh. */
export function isPlainlyAboutRules(text: string): boolean {
  const tail = lastClause(text)
  return !PLEA.test(tail) && (STRONG_TAG.test(plainOf(text)) || RULE_TAIL.test(tail))
}

/** The rule is what is asked for, also by somebody who lives through a breach of it. */
export function asksForRule(text: string): boolean {
  const tail = lastClause(text)
  if (PLEA.test(tail)) return false
  return isClaim(text) || RULE_TAIL.test(tail)
}
