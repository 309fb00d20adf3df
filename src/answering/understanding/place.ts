import { isEnglish } from '../../shared/english.ts'
import { findEnglishPlace } from './english-slots.ts'

const PLACE_NAME =
  /(?:(?:(?![的了在我你他们是有和跟被把这那哪个说报请想要怎么什没不提前每最近几从到去给往让着拦满])[\p{Script=Han}A-Za-z0-9]){1,10}?(?:省|市|区|县|街道|镇|乡|社区|村|小区|花园|家园|苑|广场|大厦|公寓|新村|新城|公园|学校|中学|小学|医院|菜场|市场|地铁站|车站|站|幼儿园|家属院|宿舍|大院|夜市|食堂|厂|驾校|大道|路|街|巷|里弄|胡同|大桥|立交|隧道|工业园|楼盘|湾|庭|府|邸|城))+(?:\d{1,5}号)?(?:[\d一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|期))?(?:[\d一二三四五六七八九十]{1,3}单元)?(?:[\d一二三四五六七八九十]{1,3}(?:楼|层))?(?:\[门牌\d+\])?(?:(?:的)?(?:门口|楼下|旁边|附近|对面|北门|南门|东门|西门|地下车库|路口|里面|里))?|(?:(?![的了在我你他们是有和跟被把这那哪个第说报请想要怎么什没不提前每最近几从到去给往让着拦满负])\p{Script=Han}){2,6}(?:[\d一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|号院|号(?!线)|组(?!织))|[A-Z][座栋])(?:[\d一二三四五六七八九十]{1,3}单元)?(?:\d{3,4}|[\d一二三四五六七八九十]{1,3}(?:楼|层))?(?:(?:的)?(?:楼顶|楼道|外墙|门口|门洞|楼下|旁边|附近|对面))?|\[门牌\d+\]/gu
const NOISE_BEFORE =
  /^(?:我们?|咱们?|你们|他们|请问|麻烦|帮我|在|到|去|从|住在?|家住|位于|关于|投诉|举报|反映|昨天|今天|现在|这里|那个|这个|就在|是|的|有|和|跟|一下|要|想|问|您好|你好|隔壁|楼上)+/u
const NOT_A_PLACE =
  /^(?:小区|社区|街道|学校|医院|公园|市场|路|街|区|市|站|城|广场|物业|湾|府|里|电梯|线路|网站|本市|全市|城市|社会|走路|马路|道路|大路|上街|逛街|时代广场舞|地区|辖区|家里|车站|公路|那里|哪里|这里|公里|心里|夜里|全村|农村|本村|菜市场|超市|门市|居住区|村|景区|厂区|片区|校区|网格站|驿站|江城驿站|车库里?)(?:门口|里|附近|里面)?$/u

/** The place as the resident said it, longest mention first; resolving it is the address book's work. */
export function findPlace(text: string): string | null {
  if (isEnglish(text)) return findEnglishPlace(text)
  const candidates = [...text.matchAll(PLACE_NAME)]
    .map((match) => match[0].replace(NOISE_BEFORE, ''))
    .filter((name) => name.length >= 3 && !NOT_A_PLACE.test(name))
  return candidates.toSorted((a, b) => b.length - a.length)[0] ?? null
}
