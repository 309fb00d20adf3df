/** Ids in the order a system returned them, and the ids that people marked as relevant. */
export type RankedQuery = { ranked: readonly string[]; relevant: ReadonlySet<string> }

/** Share of the relevant ids among the first k, each counted once. */
export function recallAt(k: number, { ranked, relevant }: RankedQuery): number {
  if (relevant.size === 0) throw new RangeError('a query without relevant ids has no recall')
  const found = new Set(ranked.slice(0, k).filter((id) => relevant.has(id)))
  return found.size / relevant.size
}

/** One over the rank of the first relevant id, 0 when it is past k. */
export function reciprocalRankAt(k: number, { ranked, relevant }: RankedQuery): number {
  const at = ranked.slice(0, k).findIndex((id) => relevant.has(id))
  return at < 0 ? 0 : 1 / (at + 1)
}

/** Binary gains; an id returned twice counts at its first place only. */
export function ndcgAt(k: number, { ranked, relevant }: RankedQuery): number {
  if (relevant.size === 0) throw new RangeError('a query without relevant ids has no nDCG')
  const discount = (at: number): number => 1 / Math.log2(at + 2)
  const seen = new Set<string>()
  let gain = 0
  for (const [at, id] of ranked.slice(0, k).entries()) {
    if (relevant.has(id) && !seen.has(id)) gain += discount(at)
    seen.add(id)
  }
  let ideal = 0
  for (let at = 0; at < Math.min(k, relevant.size); at += 1) ideal += discount(at)
  return gain / ideal
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Chance that a kept case scores above a refused one; ties count half. */
export function areaUnderCurve(covered: readonly number[], uncovered: readonly number[]): number {
  if (covered.length === 0 || uncovered.length === 0) return Number.NaN
  const all = [
    ...covered.map((score) => ({ score, covered: true })),
    ...uncovered.map((score) => ({ score, covered: false })),
  ].toSorted((a, b) => a.score - b.score)
  let below = 0
  let wins = 0
  for (let at = 0; at < all.length;) {
    let end = at
    while (end < all.length && all[end]?.score === all[at]?.score) end += 1
    const tied = all.slice(at, end)
    const tiedUncovered = tied.filter((entry) => !entry.covered).length
    wins += (tied.length - tiedUncovered) * (below + tiedUncovered / 2)
    below += tiedUncovered
    at = end
  }
  return wins / (covered.length * uncovered.length)
}

/** The highest threshold that keeps the share of covered questions, and what it then refuses of the others. */
export function refusedAtKept(
  kept: number,
  covered: readonly number[],
  uncovered: readonly number[],
): { threshold: number; refused: number } {
  const ordered = covered.toSorted((a, b) => b - a)
  const threshold = ordered[Math.ceil(kept * ordered.length) - 1] ?? 0
  const refused = uncovered.filter((score) => score < threshold).length / (uncovered.length || 1)
  return { threshold, refused }
}

export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[Math.min(ordered.length - 1, Math.ceil(share * ordered.length) - 1)] ?? 0
}

export function roundMetrics(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]),
  )
}
