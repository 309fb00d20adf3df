/**
 * Dampens the lead of the first ranks in reciprocal rank fusion. The usual 60 lets eighty middling neighbours outvote the
 * best of either list: with 10 a useless embedding model costs a fifth of R@10 instead of nearly all of it, and a good
 * one gains more (README, Decisions).
 */
const RANK_OFFSET = 10
/** Softens the learned logits, so that a second passage on the same matter does not look like none. */
const TEMPERATURE = 4

/** A candidate that shares no word with the question comes from a source's prior or a vector alone. */
export const LEAST_WORDS = 1e-3

type Ranked = { id: string; score: number; words: number }
type Embedded = { id: string; embedding: number | null }

export type Fused = { id: string; words: number; fused: number }

/**
 * Without an embedding model the learned order stands, its logits as shares of the best. With one, both orders count
 * by reciprocal rank: their scores have no common scale.
 */
export function fuseRanks(ranked: readonly Ranked[], rows: readonly Embedded[]): Fused[] {
  const near = rows
    .filter((row) => row.embedding !== null)
    .toSorted((a, b) => (b.embedding ?? 0) - (a.embedding ?? 0))
  if (near.length === 0) {
    const best = ranked[0]?.score ?? 0
    return ranked.map(({ id, words, score }) => ({
      id,
      words,
      fused: Math.exp((score - best) / TEMPERATURE),
    }))
  }
  const nearRank = new Map(near.map((row, at) => [row.id, at]))
  const top = 2 / (RANK_OFFSET + 1)
  return ranked
    .map(({ id, words }, at) => {
      // A passage that shares no word with the question has no place in the order of words.
      const byWords = words > LEAST_WORDS ? reciprocal(at) : 0
      const other = nearRank.get(id)
      return { id, words, fused: (byWords + (other === undefined ? 0 : reciprocal(other))) / top }
    })
    .toSorted((a, b) => b.fused - a.fused)
}

function reciprocal(rank: number): number {
  return 1 / (RANK_OFFSET + rank + 1)
}
