import { toUnit, vectorise, type DuplicateText, type TextVector } from './similarity.ts'

type Cluster = { members: number[]; sum: Map<string, number>; norm: number }

/** Joining asks for less than merging two groups: one stray message costs less than two matters in one. */
export type ClusterSettings = { join: number; merge: number }
export const CLUSTER_SETTINGS: ClusterSettings = { join: 0.15, merge: 0.25 }

/** Groups with their sums, and for each pair the groups that have it: only those can be near. */
class ClusterSet {
  readonly clusters: Cluster[] = []
  readonly #having = new Map<string, Set<Cluster>>()

  start(members: number[], vector: TextVector): void {
    const cluster: Cluster = { members: [], sum: new Map(), norm: 0 }
    this.clusters.push(cluster)
    this.add(cluster, members, vector)
  }

  add(cluster: Cluster, members: readonly number[], vector: TextVector): void {
    cluster.members.push(...members)
    for (const [pair, value] of vector) {
      cluster.sum.set(pair, (cluster.sum.get(pair) ?? 0) + value)
      const having = this.#having.get(pair) ?? new Set<Cluster>()
      this.#having.set(pair, having.add(cluster))
    }
    cluster.norm = Math.hypot(...cluster.sum.values())
  }

  /** The nearest centre by cosine to a unit vector. */
  nearest(vector: TextVector): { cluster: Cluster; score: number } | undefined {
    const scores = new Map<Cluster, number>()
    for (const [pair, value] of vector) {
      for (const cluster of this.#having.get(pair) ?? []) {
        scores.set(cluster, (scores.get(cluster) ?? 0) + value * (cluster.sum.get(pair) ?? 0))
      }
    }
    let best: { cluster: Cluster; score: number } | undefined
    for (const [cluster, dot] of scores) {
      const score = cluster.norm === 0 ? 0 : dot / cluster.norm
      if (score > (best?.score ?? 0)) best = { cluster, score }
    }
    return best
  }
}

/**
 * Groups texts of the same matter, in the order given: each joins the nearest group's centre or starts its own; then
 * groups that found each other late are put together. Returns the group number of each text.
 */
export function clusterTexts(
  texts: readonly DuplicateText[],
  settings: ClusterSettings = CLUSTER_SETTINGS,
): number[] {
  const first = new ClusterSet()
  for (const [at, vector] of vectorise(texts).entries()) {
    const best = first.nearest(vector)
    if (best !== undefined && best.score >= settings.join) first.add(best.cluster, [at], vector)
    else first.start([at], vector)
  }
  const second = new ClusterSet()
  for (const { members, sum } of first.clusters.toSorted(
    (a, b) => b.members.length - a.members.length,
  )) {
    const best = second.nearest(toUnit(sum))
    if (best !== undefined && best.score >= settings.merge) second.add(best.cluster, members, sum)
    else second.start(members, sum)
  }
  const groups = texts.map(() => -1)
  for (const [number, { members }] of second.clusters.entries()) {
    for (const member of members) groups[member] = number
  }
  return groups
}
