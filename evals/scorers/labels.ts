export type Ranked = { expected: string; ranked: readonly string[] }
export type LabelScores = { top1: number; top3: number; macro_f1: number; n: number }

/** A group expects any of its members: `L01` is met by `L0102`. */
export function meets(expected: string, given: string | undefined): boolean {
  return given !== undefined && given.startsWith(expected)
}

/** Macro F1 is over the expected labels, so a rare one weighs as much as a common one. */
export function scoreLabels(items: readonly Ranked[]): LabelScores {
  const hits = items.filter(({ expected, ranked }) => meets(expected, ranked[0])).length
  const near = items.filter(({ expected, ranked }) =>
    ranked.slice(0, 3).some((label) => meets(expected, label)),
  ).length
  const labels = [...new Set(items.map(({ expected }) => expected))]
  const total = labels.reduce((sum, label) => sum + labelF1(items, label), 0)
  const share = (count: number): number => (items.length === 0 ? 0 : count / items.length)
  return {
    top1: share(hits),
    top3: share(near),
    macro_f1: labels.length === 0 ? 0 : total / labels.length,
    n: items.length,
  }
}

function labelF1(items: readonly Ranked[], label: string): number {
  let right = 0
  let wrong = 0
  let missed = 0
  for (const { expected, ranked } of items) {
    const given = meets(label, ranked[0])
    if (given && expected === label) right += 1
    else if (given) wrong += 1
    else if (expected === label) missed += 1
  }
  const all = 2 * right + wrong + missed
  return all === 0 ? 0 : (2 * right) / all
}

/** `expected→given` with how often, the most frequent first. */
export function confusions(items: readonly Ranked[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { expected, ranked } of items) {
    if (meets(expected, ranked[0])) continue
    const pair = `${expected}→${ranked[0] ?? ''}`
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}
