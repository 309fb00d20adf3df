import { inverseFrequency, type TermStatistics } from './bm25.ts'
import { countTerms, cutTerms, type TermWeights } from './terms.ts'
import { foldText, tokenise } from './tokens.ts'

/** 小哥 → 外卖骑手, 快递员: what people say, and what documents write instead. */
export type LexiconEntry = { everyday: string; official: readonly string[] }

/** A guess at what was meant counts less than what was said. */
const EXPANSION_WEIGHT = 0.3

export type LexiconLine = LexiconEntry | { line: number; problem: string }

/** `everyday⇥official｜official⇥note`, with a header line. */
export function parseLexicon(text: string): LexiconLine[] {
  const seen = new Set<string>()
  return text.split(/\r?\n/).flatMap((row, at): LexiconLine[] => {
    if (row.trim() === '' || row.startsWith('#') || at === 0) return []
    const [left = '', right = ''] = row.split('\t')
    const everyday = foldText(left.trim())
    const official = right
      .split(/[｜|]/u)
      .map((word) => word.trim())
      .filter((word) => word !== '' && foldText(word) !== everyday)
    if (everyday === '') return [{ line: at + 1, problem: 'no everyday word' }]
    if (official.length === 0) return [{ line: at + 1, problem: 'no official word' }]
    if (seen.has(everyday)) return [{ line: at + 1, problem: `"${everyday}" stands twice` }]
    seen.add(everyday)
    return [{ everyday, official }]
  })
}

/** Official words for the everyday ones in a question; the longest reading wins, so 吃低保 is not also 低保. */
export function expandQuestion(question: string, lexicon: readonly LexiconEntry[]): string[] {
  let rest = foldText(question)
  const words: string[] = []
  for (const { everyday, official } of lexicon.toSorted(
    (a, b) => b.everyday.length - a.everyday.length,
  )) {
    if (!rest.includes(everyday)) continue
    rest = rest.replaceAll(everyday, '\n')
    words.push(...official)
  }
  return [...new Set(words)].filter((word) => !foldText(question).includes(foldText(word)))
}

/** The question's weights with those of the official words added, each alternative sharing one word's weight. */
export function addExpansions(
  weights: TermWeights,
  words: readonly string[],
  statistics: TermStatistics,
): TermWeights {
  if (words.length === 0) return weights
  const added = new Map(weights)
  for (const place of countTerms(words.flatMap((word) => tokenise(word))).keys()) {
    if (!added.has(place)) added.set(place, EXPANSION_WEIGHT * inverseFrequency(statistics, place))
  }
  return cutTerms(added)
}
