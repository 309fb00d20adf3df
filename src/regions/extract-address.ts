import { parseAddress, type AddressPart } from './parse-address.ts'

export type ExtractedAddress = { text: string; start: number; end: number; parts: AddressPart[] }

/** Characters that end a sentence's own words before a name begins: 我在…, 就是…, 位于…. */
const NOT_IN_NAME =
  '了在我你他她您们是有和跟被把这那哪说报请想要怎么什没不提前每最近几从到去住位于里的啊吧吗呢投诉举报反映跳晚边'
const NAME = String.raw`(?:(?![${NOT_IN_NAME}])[\p{Script=Han}A-Za-z0-9]){1,8}?`
const ENDINGS =
  '街道办事处|街道办|街道|社区|小区|花园|家园|广场|大厦|公寓|公园|新村|新城|学校|中学|小学|幼儿园|大学|学院|医院|菜市场|菜场|市场|商场|超市|酒店|工业园|科技园|产业园|地铁站|公交站|火车站|车站|大桥|立交桥|立交|隧道|社|国道|大道|大街|胡同|里弄|路|街|巷|村|镇|乡|区|县|苑|庭|府|邸|湾|城|站|寺'
const UNIT = '[\\d一二三四五六七八九十]{1,4}'
const NUMBERS = String.raw`(?:[A-Za-z]?${UNIT}(?:号楼|栋|幢|座|期|号院|号|弄|巷|组|队))?(?:[A-Za-z]座|[A-Za-z]区)?(?:${UNIT}(?:号楼|栋|幢|座))?(?:${UNIT}单元)?(?:${UNIT}(?:楼|层))?(?:\d{2,5}(?:室|号|房)?)?`
const WHERE = '(?:的?(?:门口|楼下|旁边|附近|对面|隔壁|[东南西北]门|地下车库|路口|交叉口|与|和))?'
const MENTION = new RegExp(String.raw`(?:(?:${NAME}(?:${ENDINGS}))${NUMBERS}${WHERE})+`, 'gu')
const OWN_UNIT =
  /[\dA-Za-z一二三四五六七八九十]{1,4}(?:号楼|栋|幢)(?:[\d一二三四五六七八九十]{1,3}单元)?(?:\d{2,4}(?:室|号)?)?/gu
/** Words that carry an ending without being a name. */
const ORDINARY =
  /^(?:我们|咱们|你们|他们|这个|那个|哪个|请问|麻烦|帮我|关于|投诉|举报|反映|昨天|今天|昨晚|今晚|现在|这里|就在|隔壁|楼上|一直|整个|全|本|老|旧|每个|好多|很多|家住|住|靠|走|过|一条|一个|一家|有个|个|条|家|都|还|又|也|让|给|对|向|往|为|因为|但是|就|只|才|再|一下)+/u
const NOT_A_NAME =
  /^(?:小区|社区|街道|学校|医院|公园|市场|菜场|超市|酒店|商场|路|街|区|县|站|城|广场|湾|庭|府|寺|社|村|镇|乡|苑|马路|道路|大路|公路|走路|上街|逛街|城市|地区|辖区|片区|景区|厂区|老城区|城区|市区|校区|车站|地铁站|公交站|驿站|网站|充电站|垃圾站|垃圾收集站|加油站|农村|全村|本村|新村|新城|社会|旅社|报社|合作社|住宅小区|老旧小区|高速公路|人行道路|政府|大街|盲道|消防通道)(?:门口|楼下|旁边|附近|对面|路口)?$/u

/** The longest mention that reads like an address, trimmed of the words around it; null when there is none. */
export function extractAddress(text: string): ExtractedAddress | null {
  const mentions = [...text.matchAll(MENTION), ...text.matchAll(OWN_UNIT)]
    .map((match) => trim(match[0], match.index))
    .filter(({ text: words }) => words.length >= 2 && !NOT_A_NAME.test(words))
  const merged = mergeTouching(
    text,
    mentions.toSorted((a, b) => a.start - b.start),
  )
  const [best] = merged.toSorted((a, b) => b.text.length - a.text.length)
  if (best === undefined) return null
  return {
    ...best,
    parts: parseAddress(best.text).map((part) => ({
      ...part,
      start: part.start + best.start,
      end: part.end + best.start,
    })),
  }
}

type Mention = { text: string; start: number; end: number }

function trim(words: string, start: number): Mention {
  const before = ORDINARY.exec(words)?.[0].length ?? 0
  const text = words.slice(before).replace(/[与和]$/u, '')
  return { text, start: start + before, end: start + before + text.length }
}

function mergeTouching(text: string, mentions: readonly Mention[]): Mention[] {
  const merged: Mention[] = []
  for (const mention of mentions) {
    const last = merged.at(-1)
    if (last !== undefined && mention.end <= last.end) continue
    if (
      last !== undefined &&
      /^[的,， 、与和]?$/u.test(text.slice(last.end, Math.max(last.end, mention.start)))
    ) {
      last.end = mention.end
      last.text = text.slice(last.start, mention.end)
    } else merged.push({ ...mention })
  }
  return merged
}
