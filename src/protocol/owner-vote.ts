/** Heads are owners, area is square metres of their exclusive parts. */
export type Count = { heads: number; area: number }
export type VoteKind = 'major' | 'ordinary'
export type VoteInput = { kind: VoteKind; total: Count; took: Count; agreed: Count }
export type VoteField = `${'total' | 'took' | 'agreed'}_${keyof Count}`

export type VoteCheck = {
  rule: 'quorum' | 'consent'
  of: keyof Count
  part: number
  whole: number
  met: boolean
}
export type VoteResult =
  | { outcome: 'passed' | 'no_quorum' | 'not_enough'; checks: VoteCheck[] }
  | { outcome: 'wrong'; field: VoteField }

const KINDS_OF_COUNT = ['heads', 'area'] as const
/** Areas are written with two decimals at most; whole numbers compare exactly. */
const cents = (value: number): number => Math.round(value * 100)

/** 民法典第二百七十八条, 第一千二百五十九条: "以上" includes the number, "过半数" does not. */
function isConsent(kind: VoteKind, part: number, whole: number): boolean {
  return kind === 'major' ? cents(part) * 4 >= cents(whole) * 3 : cents(part) * 2 > cents(whole)
}

function findWrong({ total, took, agreed }: VoteInput): VoteField | undefined {
  for (const of of KINDS_OF_COUNT) {
    if (!(total[of] > 0)) return `total_${of}`
    if (!(took[of] >= 0) || took[of] > total[of]) return `took_${of}`
    if (!(agreed[of] >= 0) || agreed[of] > took[of]) return `agreed_${of}`
  }
  return undefined
}

/** R-KB-9, deterministic: two thirds must take part, then three quarters (or more than half) of those agree, by heads and by area. */
export function countOwnerVote(input: VoteInput): VoteResult {
  const field = findWrong(input)
  if (field !== undefined) return { outcome: 'wrong', field }
  const { kind, total, took, agreed } = input
  const quorum = KINDS_OF_COUNT.map((of): VoteCheck => ({
    rule: 'quorum',
    of,
    part: took[of],
    whole: total[of],
    met: cents(took[of]) * 3 >= cents(total[of]) * 2,
  }))
  const consent = KINDS_OF_COUNT.map((of): VoteCheck => ({
    rule: 'consent',
    of,
    part: agreed[of],
    whole: took[of],
    met: isConsent(kind, agreed[of], took[of]),
  }))
  const checks = [...quorum, ...consent]
  if (quorum.some(({ met }) => !met)) return { outcome: 'no_quorum', checks }
  return { outcome: consent.every(({ met }) => met) ? 'passed' : 'not_enough', checks }
}
