import type { AppealType } from '../../protocol/tickets.ts'
import { isEnglish } from '../../shared/english.ts'

/** In order: what the resident calls it, what is wished, asked or broken by somebody, what is broken by itself. */
type CueRule = { type: AppealType; pattern: RegExp; confidence: number }

/** What the resident calls it, wishes or asks: stands above what is usual for the matter. */
const SAID: readonly CueRule[] = [
  { type: 'report', pattern: /(?<!不是|不算)(?:举报|检举)/u, confidence: 0.9 },
  {
    type: 'consult',
    pattern: /(?:查|问)(?:一?下|查|询)?[^,，。]{0,6}(?:投诉|举报|排队|办)[^,，。]{0,4}到哪/u,
    confidence: 0.8,
  },
  { type: 'complaint', pattern: /(?<!不是|不算|是不是)投诉/u, confidence: 0.9 },
  {
    type: 'suggestion',
    pattern:
      /建议|提(?:个|一?[点条]|几[点条]|[二两三]点)?(?:议|意见|想法)|金点子|希望能?(?:给|把|在|多|加|增)|(?:能不能|可不可以|能否|要不要|最好)[^,。]{0,10}(?:增|加|装|设|多|划|画|腾|开|建|改|搞|弄个|摆|延长)|多(?:开|设|加|装|建)|就好了$|提[一二两三几]点|希望(?:社区|街道|政府|物业|给)|想说?给[^,，。]{2,10}送/u,
    confidence: 0.8,
  },
  {
    type: 'help',
    pattern:
      /求助|救助|请求|派人|借(?:个|一)|想(?:请|约|借|捐|做|参加|找人)|想申请[^,，。]{0,4}(?:装|上门)/u,
    confidence: 0.8,
  },
  { type: 'report', pattern: /有人(?:往|拿|偷|在[^,，]{0,3}[烧卖倒])/u, confidence: 0.7 },
  {
    type: 'consult',
    pattern:
      /咨询|(?<!我就)(?:请问|打听)(?!你们|在)|想(?:问|了解|申请)|顺便问|问(?:要|一下)|(?:怎么|咋)(?:办(?=理|$|[,，。?？\n])|弄|退|续|算|查|认证|多了)|在哪(?:里|儿)?(?:办|弄)|算不算|要钱不|轮到我们|几时能|查查|(?:要|能|可以)[^,，。]{0,6}[吗么]$/mu,
    confidence: 0.7,
  },
]

/** As somebody says it in English; to report is no more than to tell. */
const SAID_IN_ENGLISH: readonly CueRule[] = [
  {
    type: 'complaint',
    pattern: /\bcomplain(?:t|ing)?\b/iu,
    confidence: 0.9,
  },
  {
    type: 'suggestion',
    pattern:
      /\b(?:suggest(?:ion)?|propose|it would be (?:great|good|nice|better)|would be (?:great|nice) if|there should be)\b/iu,
    confidence: 0.8,
  },
  { type: 'help', pattern: /\b(?:please (?:fix|repair|send|help)|need help)\b/iu, confidence: 0.8 },
]

/** What the words sound like, where nothing better is known. */
const SOUNDS_LIKE: readonly CueRule[] = [
  {
    type: 'report',
    pattern:
      /有人[^,。]{0,6}(?:在|往|把|拿|倒|偷|卖|养|搞|私|乱|烧|扔|砸)|无证|没(?:有)?(?:许可)?证(?:就|[^丢件书])|非法|违(?:建|法|规|章)|偷(?:排|倒|工|偷)|私(?:自|拉|搭)|三无|假(?:货|烟|酒|药)|黑(?:作坊|车|中介|诊所|心)|渣土|商贩|小贩|流动摊|小广告|排污|死鱼|医疗垃圾|污染|焚烧|开荒|种菜|砍(?:了)?树|往[^,。]{1,6}(?:倒|排)|乱倒|充电瓶|飞线|群租|僵尸车/u,
    confidence: 0.7,
  },
  {
    type: 'complaint',
    pattern:
      /扰民|吵|臭|脏|乱停|乱堆|占(?:道|用|了|着)|没人(?:管|清|理|扫)|不(?:管|理|让|给|退|还|肯|认|承认)|推诿|态度|油烟|噪[声音]|违停|霸占|拖欠|欠(?:我|了|着)|乱收|物业|老板|商家|店家|超市|窗口|工作人员|安检员|保安|邻居|楼上|对门|隔壁|工地|施工|打桩|健身房|培训|押金|退[款钱费]|扣(?:钱|了)|骂|排队|等了|(?:太|更)(?:慢|差|贵|高|吵|亮)|堵(?:了门|死|住|门|着)|挡|睡不着|蚊|养(?:狗|鸡)|涨价|收费|停用|锁着|关门|短斤|缺斤|跑(?:了)?好?几趟|来回跑/u,
    confidence: 0.7,
  },
  {
    type: 'help',
    pattern:
      /坏了?|没人修|不(?:亮|通|动|响|制冷|出水)|漏|渗|停[水电气]|堵|掉|塌|破|松|断|裂|歪|倾斜|倒了|垂|缺|烂|锈|没[水电气]|冒水|反味|异响|老人|残疾|腿|独居|孤|失业|摔|丢了|塌陷|坑|翘|拱起|结冰|淹|积水/u,
    confidence: 0.7,
  },
]

/** `start` and `end` frame the words that say so; both are 0 where the matter alone tells it. */
export type Cue<T> = { value: T; confidence: number; start: number; end: number } | undefined

/** Told by nothing else, somebody complains. */
export function appealTypeOf(text: string): AppealType {
  return findAppealType(text)?.value ?? 'complaint'
}

/** As the words say; then as is usual for the matter (the catalogue's first); then as they sound. */
export function findAppealType(text: string, usual?: AppealType): Cue<AppealType> {
  const said = firstCue(isEnglish(text) ? SAID_IN_ENGLISH : SAID, text)
  if (said !== undefined) return said
  const sounds = firstCue(SOUNDS_LIKE, text)
  if (usual === undefined) return sounds
  return sounds?.value === usual ? sounds : { value: usual, confidence: 0.6, start: 0, end: 0 }
}

function firstCue(rules: readonly CueRule[], text: string): Cue<AppealType> {
  for (const { type, pattern, confidence } of rules) {
    const match = pattern.exec(text)
    if (match !== null)
      return { value: type, confidence, start: match.index, end: match.index + match[0].length }
  }
  return undefined
}
