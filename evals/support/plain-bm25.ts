import { countTokens, tokenise } from '../../src/retrieval/tokens.ts'

const K1 = 1.2
const B = 0.75

export type PlainRecord = { id: string; text: string }

/** Textbook BM25 over characters and pairs, exact, with the corpus's own mean length: what the search has to beat. */
export function plainBm25(
  records: readonly PlainRecord[],
): (question: string, limit: number) => string[] {
  const postings = new Map<string, { at: number; count: number }[]>()
  const lengths = records.map(({ text }, at) => {
    const tokens = tokenise(text)
    for (const [token, count] of countTokens(tokens)) {
      const list = postings.get(token)
      if (list === undefined) postings.set(token, [{ at, count }])
      else list.push({ at, count })
    }
    return tokens.length
  })
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  return (question, limit) => {
    const scores = new Map<number, number>()
    for (const [token, weight] of countTokens(tokenise(question))) {
      const list = postings.get(token) ?? []
      const idf = Math.log(1 + (records.length - list.length + 0.5) / (list.length + 0.5))
      for (const { at, count } of list) {
        const norm = K1 * (1 - B + (B * (lengths[at] ?? 0)) / mean)
        const gain = (weight * idf * count * (K1 + 1)) / (count + norm)
        scores.set(at, (scores.get(at) ?? 0) + gain)
      }
    }
    return [...scores]
      .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([at]) => records[at]?.id ?? '')
  }
}
