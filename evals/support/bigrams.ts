/** Pairs of neighbouring letters; punctuation and spaces are no letters. A single letter is its own pair. */
export function bigrams(text: string): Set<string> {
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((char) =>
    /[\p{L}\p{N}]/u.test(char),
  )
  if (letters.length < 2) return new Set(letters)
  return new Set(letters.slice(1).map((char, at) => `${letters[at] ?? ''}${char}`))
}

/** Share of `of` that `other` has. */
export function overlap(of: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return of.size === 0 ? 0 : [...of].filter((pair) => other.has(pair)).length / of.size
}

export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}
