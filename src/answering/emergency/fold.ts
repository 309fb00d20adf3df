import { correctSpoken } from './spoken-variants.ts'

// 武汉话 and colloquial words to the ones the rules are written in. Order matters: longer first.
const DIALECT: readonly (readonly [RegExp, string])[] = [
  [/冇得|冒得|莫得|没得/gu, '没有'],
  [/冇(?=人|回|看|见|动|应|吃|开)|冒(?=人应|回来|看到|看见|动静|开门)/gu, '没'],
  [/(?:小|细)?伢(?:们|子|儿|崽)?/gu, '孩子'],
  [/爹爹|老特|老倌子|爹婆/gu, '老人'],
  [/屋里头?(?:的)?(?=着|起|冒|漏|进|有|没|冇|煤|燃|天然|烧|老|人)/gu, '家里'],
  [/么(?:样|子)?(?:办|搞)|咋(?:办|整)|怎么搞|啷个办|么搞/gu, '怎么办'],
  [/(?<=[着起掉塌倒漏炸烧死昏晕摔撞断破裂困卡])(?:哒|达|啦|咯|喽|嘞)/gu, '了'],
  [/(?:跶|躂|达|搭)了?一?(?:大)?跤|栽了?一?(?:个)?(?:跟头|跤)|绊了?一跤/gu, '摔了一跤'],
  [/男将/gu, '老公'],
  [/(?:屋|家)(?:里)?的男(?:人|的)|孩子他?(?:爸|爹)|当家的|那口子|老头子/gu, '老公'],
  [/女将/gu, '老婆'],
  [/闭(?:了)?气(?:了|过去)/gu, '昏过去'],
  [/搭白/gu, '应声'],
  [/灶屋|灶披间/gu, '厨房'],
  [/(?:煤气|液化气|气)坛子/gu, '煤气罐'],
  [/冒烟子/gu, '冒烟'],
  [/撮(?=了我|我钱|走了)|(?<=被人?)撮/gu, '骗'],
  [/撮白佬?/gu, '骗子'],
  [
    /(?<=[拿提举锁关困卡站坐躺倒睡跪躲压埋掐按捆绑趴挂蹲堵围])(?:到起|倒起|起|到|倒)(?=刀|菜刀|家里|里|楼|屋|房|门|地|电梯|天|桥|江|床|沙发|墙|我|他|她|人|不|厕|车|外)/gu,
    '在',
  ],
  [/不晓得|晓不得/gu, '不知道'],
  [/克(?=死|跳)/gu, '去'],
  [/莫(?=管|找|拦)/gu, '别'],
  [/姆妈|老娘|俺娘|老亲娘/gu, '妈妈'],
  [/老头(?!子)|老太(?:婆|太)?|老奶奶|老爷爷|老爷子|太婆|老婆婆|婆婆爹爹|老大爷|老大妈/gu, '老人'],
]

const TRADITIONAL =
  '著燒濃煙氣漏報警暈倒醒喘氣殺遺書藥樓頂電梯困丟蹤暴強劫車禍撞騙賬帳轉線觸蓋塌牆薪鎖門開關聞臭雞來壞斷裏裡嗎麼這個們說話與對媽爸爺婦兒孫開現剛還沒無從樣長頭臉傷動過時後見邊處間錢單號請讓幫應該點裝'
const SIMPLIFIED =
  '着烧浓烟气漏报警晕倒醒喘气杀遗书药楼顶电梯困丢踪暴强劫车祸撞骗账账转线触盖塌墙薪锁门开关闻臭鸡来坏断里里吗么这个们说话与对妈爸爷妇儿孙开现刚还没无从样长头脸伤动过时后见边处间钱单号请让帮应该点装'
const SIMPLE: ReadonlyMap<string, string> = new Map(
  [...TRADITIONAL].map((char, at): [string, string] => [char, [...SIMPLIFIED][at] ?? char]),
)

/** What the gate reads: half width, simplified, no spaces, one comma and one full stop, spoken variants corrected. */
export function foldForGate(text: string): string {
  let plain = ''
  for (const char of text.normalize('NFKC').toLowerCase()) plain += SIMPLE.get(char) ?? char
  plain = plain
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .replace(/\n+/gu, '。')
    .replace(/(?<![a-z])\s+|\s+(?![a-z])/gu, '')
    .replace(/(?<=\p{Script=Han})[*_·•.~^|/\\-](?=\p{Script=Han})/gu, '')
    .replace(/[,;:、()[\]{}"'“”‘’《》<>—-]+/gu, ',')
    .replace(/[。!?…\n]+|\.{2,}/gu, (run) =>
      /[!]/u.test(run) ? '!' : /\?/u.test(run) ? '?' : '。',
    )
  let folded = correctSpoken(plain)
  for (const [pattern, word] of DIALECT) folded = folded.replace(pattern, word)
  return folded
}
