import { foldText, tokenise } from '../../retrieval/index.ts'

/** What a clause says may be done: 应当, 可以, 不得, 不必; `denies` is any other 不 or 未 that turns its verb round. */
export type Modality = 'must' | 'may' | 'forbid' | 'needless' | 'denies'

/** Most specific first: what one pattern takes, the next no longer sees. */
const WORDS: readonly (readonly [Modality, RegExp])[] = [
  ['must', /不得不|不能不|不可不|非[^，。]{1,8}不可/gu],
  [
    'needless',
    /不必|无需|无须|不需要?|不用|不要求|毋须|可以不|可不|免于|免予|免费|免收|免交|免缴/gu,
  ],
  ['forbid', /不得|不能够?|不应当?|不该|不准|不许|不可以?|禁止|严禁|不允许|无权|杜绝/gu],
  [
    'denies',
    /不(?!同|仅|但|论|管|满|动产|足|良|当|法|定|可抗力|超过|少于|低于|高于|多于|晚于|早于|是|服|利|便|明|清|再|断|久|过|久|良|妥|全|方便|一样|只|如|对|错|实|合格|安|文明)|未(?!成年|来|必|满|婚)|没有|并非|拒绝/gu,
  ],
  [
    'must',
    /应当|应该|必须|务必|须要?|需要?|要(?!求|约|件|点|素|是|么|害|领|紧|闻|不)|应(?=[\p{Script=Han}])(?!急|用|对|聘|答|收|付|邀)/gu,
  ],
  ['may', /可以|有权|允许|能够|可(?=向|由|以|申请|依|自|凭|按|在|到)/gu],
]

type Clause = {
  text: string
  says: ReadonlySet<Modality>
  grams: ReadonlySet<string>
  limit: boolean
}

const CLAUSE_END = /[，。；！？!?;,：:\n]/u
/** Fewer pairs than this cannot tell one clause from another. */
const LEAST_GRAMS = 3
/** A clause of a passage with this share of the words speaks about the same thing. */
const SAME_MATTER = 0.6
/** Only here is a difference between 应当 and 可以, or a 不 left out, more than other words for the same. */
const SAME_WORDS = 0.75
const NEXT_BEST = 0.1

function readClause(text: string): Clause {
  const says = new Set<Modality>()
  let rest = text
  for (const [modality, pattern] of WORDS) {
    rest = rest.replaceAll(pattern, () => {
      says.add(modality)
      return ''
    })
  }
  const grams = new Set(tokenise(rest).filter((token) => token.length > 1))
  return { text, says, grams, limit: /不(?:得|应|能)?(?:超过|少于|低于|高于|多于)/u.test(text) }
}

function clausesOf(text: string): Clause[] {
  return foldText(text)
    .split(CLAUSE_END)
    .map((clause) => readClause(clause.trim()))
    .filter(({ grams }) => grams.size > 0)
}

function share(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  let shared = 0
  for (const gram of part) if (whole.has(gram)) shared += 1
  return shared / part.size
}

const BARS = ['forbid', 'needless', 'denies'] as const

/** The clause says no in a way the other does not: a 没有 that both contain decides nothing. */
const saysNoUnlike = (clause: Clause, other: Clause): boolean =>
  BARS.some((word) => clause.says.has(word) && !(word === 'denies' && other.says.has(word)))
const bars = (clause: Clause): boolean => BARS.some((word) => clause.says.has(word))

/** Whether the clause leaves standing what the passage's clause says about the same thing. */
function agrees(said: Clause, own: Clause, alike: number): boolean {
  const close = alike >= SAME_WORDS
  const { says } = said
  if (says.has('forbid') && !saysNoUnlike(own, said)) return false
  if (says.has('needless') && !own.says.has('needless') && !saysNoUnlike(own, said)) return false
  if (close && says.has('denies') && !bars(own)) return false
  const positive = (['may', 'must'] as const).find((modality) => says.has(modality))
  if (positive !== undefined && !own.says.has(positive)) {
    const barred = (['forbid', 'needless'] as const).some(
      (word) => own.says.has(word) && !says.has(word),
    )
    if (barred && !saysNoUnlike(said, own)) return false
    if (close && own.says.has(positive === 'may' ? 'must' : 'may')) return false
  }
  const leftOut = bars(own) && !bars(said) && !own.limit
  return !(leftOut && close && share(own.grams, said.grams) >= SAME_WORDS)
}

/** How far a passage's clause speaks about the same; a clause of a word or two is compared with its like only. */
function likeness(clause: Clause, other: Clause): number {
  const alike = share(clause.grams, other.grams)
  if (clause.grams.size >= LEAST_GRAMS) return alike
  return alike === 1 && share(other.grams, clause.grams) >= SAME_WORDS ? 1 : 0
}

/**
 * Clauses whose 应当, 可以, 不得, 不必 differ from every clause of the passages about the same thing (R-KB-3). A clause that
 * no passage speaks about in these words is left to the other checks.
 */
export function findTurnedRound(sentence: string, passages: readonly string[]): string[] {
  const own = passages.flatMap(clausesOf)
  return clausesOf(sentence)
    .filter((clause) => {
      const alike = own.map((other) => likeness(clause, other))
      const best = Math.max(0, ...alike)
      if (best < SAME_MATTER) return false
      return own.every((other, i) => {
        const shared = alike[i] ?? 0
        return shared < Math.max(SAME_MATTER, best - NEXT_BEST) || !agrees(clause, other, shared)
      })
    })
    .map(({ text }) => text)
}
