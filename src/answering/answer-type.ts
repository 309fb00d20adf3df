/**
 * A question that asks for a kind of value is not answered by a passage without any such value: "补贴多少钱" is not
 * answered by how many lifts were built. Only kinds that can be recognised for certain are listed.
 */
const TYPES: readonly { name: string; asks: RegExp; has: RegExp; within: number }[] = [
  {
    name: 'amount',
    asks: /多少钱|几多钱|什么价|价格多少|补(?:贴|助)(?:多少|几多|标准)|罚(?:款)?多少|罚几多|租金|收费标准|费用是?多少/,
    has: /元|块钱|不收费|免费|不收取|无偿|比例|分摊/,
    within: 3,
  },
  {
    name: 'phone',
    asks: /电话(?:号码)?(?:是)?(?:多少|几多|是什么)|号码是?多少|打(?:什么|哪个|么)电话|热线(?:是)?多少/,
    has: /(?<![\d年.])(?:1\d{2}|1[0-9]{4}|9[56]\d{3}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?![\d年月日.]|[个台人户件万条元])/,
    within: 1,
  },
  {
    name: 'clock',
    asks: /几点|么时候(?:开门|关门|下班|上班)|营业(?:到|时间)|开放时间|上班时间/,
    has: /\d{1,2}[:：]\d{2}|[\d一二三四五六七八九十]{1,3}(?:点|时)(?!候)|24\s*小时|二十四小时|全天/,
    within: 1,
  },
]

/** The kind of value the question asks for and none of the leading passages has; null when nothing is missing. */
export function missingAnswerType(question: string, passages: readonly string[]): string | null {
  const asked = TYPES.find((type) => type.asks.test(question))
  if (asked === undefined) return null
  return passages.slice(0, asked.within).some((text) => asked.has.test(text)) ? null : asked.name
}
