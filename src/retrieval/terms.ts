import { countTokens } from './tokens.ts'

/** 2^29 places inside pgvector's limit of 10^9: some 200 pairs among half a million tokens share one. */
export const TERM_SPACE = 2 ** 29

/** Weights by term place, 1-based as in the text form of `sparsevec`. */
export type TermWeights = ReadonlyMap<number, number>

/** The HNSW index on `sparsevec` takes at most 1,000 non-zero terms. */
export const MAX_TERMS = 1000

/** Place of a token: FNV-1a over UTF-16 units, then mixed so that the low bits depend on every character. */
export function termPlace(token: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < token.length; at += 1) {
    hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) % TERM_SPACE) + 1
}

export function countTerms(tokens: Iterable<string>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [token, count] of countTokens(tokens)) {
    const place = termPlace(token)
    counts.set(place, (counts.get(place) ?? 0) + count)
  }
  return counts
}

/** The strongest terms, so that a long chunk still fits the index. */
export function cutTerms(weights: TermWeights, limit: number = MAX_TERMS): TermWeights {
  if (weights.size <= limit) return weights
  return new Map(
    [...weights].sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || a - b).slice(0, limit),
  )
}

export function innerProduct(left: TermWeights, right: TermWeights): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left]
  let sum = 0
  for (const [place, weight] of small) sum += weight * (large.get(place) ?? 0)
  return sum
}

/** Text form for a `$1::sparsevec` parameter. */
export function formatSparse(weights: TermWeights): string {
  const entries = [...weights].filter(([, weight]) => weight !== 0).sort(([a], [b]) => a - b)
  return `{${entries.map(([place, weight]) => `${place}:${Number(weight.toPrecision(6))}`).join(',')}}/${TERM_SPACE}`
}

export function parseSparse(text: string): TermWeights {
  const body = text.slice(1, text.lastIndexOf('}'))
  if (body === '') return new Map()
  return new Map(
    body.split(',').map((entry) => {
      const colon = entry.indexOf(':')
      return [Number(entry.slice(0, colon)), Number(entry.slice(colon + 1))] as const
    }),
  )
}
