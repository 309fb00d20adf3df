export type ClusterScores = {
  b_cubed_precision: number
  b_cubed_recall: number
  b_cubed_f1: number
  pair_precision: number
  pair_recall: number
}

/** Scores a grouping against the true one over the same items; an item alone in both counts as right. */
export function scoreClusters(
  truth: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, number>,
): ClusterScores {
  const items = [...truth.keys()]
  let precision = 0
  let recall = 0
  let together = 0
  let foundPairs = 0
  let truePairs = 0
  for (const a of items) {
    let both = 0
    let inFound = 0
    let inTruth = 0
    for (const b of items) {
      const sameTruth = truth.get(a) === truth.get(b)
      const sameFound = found.get(a) === found.get(b)
      inTruth += sameTruth ? 1 : 0
      inFound += sameFound ? 1 : 0
      both += sameTruth && sameFound ? 1 : 0
    }
    precision += both / inFound
    recall += both / inTruth
    together += both - 1
    foundPairs += inFound - 1
    truePairs += inTruth - 1
  }
  const share = (sum: number, of: number): number => (of === 0 ? 1 : sum / of)
  const p = share(precision, items.length)
  const r = share(recall, items.length)
  return {
    b_cubed_precision: p,
    b_cubed_recall: r,
    b_cubed_f1: p + r === 0 ? 0 : (2 * p * r) / (p + r),
    pair_precision: share(together, foundPairs),
    pair_recall: share(together, truePairs),
  }
}
