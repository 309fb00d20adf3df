/** Sparse row: feature numbers in rising order with their values. */
export type SparseRow = { indices: Int32Array; values: Float64Array }

export type Vocabulary = { numbers: ReadonlyMap<string, number>; idf: Float64Array }

const SEPARATORS = /[^\p{Script=Han}a-z0]+/u

/** Letters folded, digits made alike, cut where no word can run on. */
export function splitRuns(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\d+/g, '0')
    .split(SEPARATORS)
    .filter((run) => run !== '')
}

/** Character grams of one to `longest`, inside runs only. */
export function countGrams(text: string, longest = 3): Map<string, number> {
  const counts = new Map<string, number>()
  for (const run of splitRuns(text)) {
    const chars = [...run]
    for (let from = 0; from < chars.length; from += 1) {
      let gram = ''
      for (let size = 1; size <= longest && from + size <= chars.length; size += 1) {
        gram += chars[from + size - 1] ?? ''
        counts.set(gram, (counts.get(gram) ?? 0) + 1)
      }
    }
  }
  return counts
}

/** Adds `weight` times the counts of `more`, so that a subject line can weigh more than the letter below it. */
export function mergeCounts(
  counts: Map<string, number>,
  more: ReadonlyMap<string, number>,
  weight = 1,
): Map<string, number> {
  for (const [gram, count] of more) counts.set(gram, (counts.get(gram) ?? 0) + count * weight)
  return counts
}

/** Grams met in at least `minimum` documents, with their smoothed inverse document frequency. */
export function buildVocabulary(
  documents: readonly ReadonlyMap<string, number>[],
  minimum: number,
): Vocabulary {
  const frequency = new Map<string, number>()
  for (const counts of documents) {
    for (const gram of counts.keys()) frequency.set(gram, (frequency.get(gram) ?? 0) + 1)
  }
  const kept = [...frequency].filter(([, count]) => count >= minimum)
  const numbers = new Map(kept.map(([gram], at) => [gram, at]))
  const idf = Float64Array.from(
    kept,
    ([, count]) => Math.log((1 + documents.length) / (1 + count)) + 1,
  )
  return { numbers, idf }
}

/** Damped term frequency times rarity, at unit length; unknown grams count for nothing. */
export function vectorise(
  counts: ReadonlyMap<string, number>,
  vocabulary: Pick<Vocabulary, 'numbers' | 'idf'>,
): SparseRow {
  const cells: [number, number][] = []
  let norm = 0
  for (const [gram, count] of counts) {
    const number = vocabulary.numbers.get(gram)
    if (number === undefined) continue
    const value = (1 + Math.log(Math.max(count, 1))) * (vocabulary.idf[number] ?? 0)
    cells.push([number, value])
    norm += value * value
  }
  cells.sort((a, b) => a[0] - b[0])
  const scale = norm === 0 ? 0 : 1 / Math.sqrt(norm)
  return {
    indices: Int32Array.from(cells, ([number]) => number),
    values: Float64Array.from(cells, ([, value]) => value * scale),
  }
}
