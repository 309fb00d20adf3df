import { belongingPlaces } from './source.ts'
import { countTerms, cutTerms, MAX_TERMS, termPlace, type TermWeights } from './terms.ts'
import { documentNumbers, tokenise } from './tokens.ts'

// BM25 as an inner product: saturation and length live in the document's vector, idf in the query's.
// A new or deleted chunk changes only the counts that the query side reads, never another chunk's row.

const K1 = 1.2
const B = 0.75

/** What a term's weight in a document tends to as it repeats. */
export const MAXIMUM_SATURATION = K1 + 1

/**
 * Length at which a chunk is neither helped nor hurt. Fixed, so that stored weights stay true while the corpus grows;
 * a moved average only rescales k1, which the ranking hardly feels.
 */
export const PIVOT_LENGTH = 220

export interface IndexedText {
  readonly title: string
  readonly text: string
  /** Where the title does not say it: name of the law or document, and the article's number. */
  readonly source?: string
  readonly articleNo?: string | null
  /** 武政规〔2024〕5号 */
  readonly docNo?: string | null
}

export interface DocumentTerms {
  /** Saturated weights for the `sparsevec` column, cut to what the index takes. */
  readonly weights: TermWeights
  /** Every term once: what the document adds to the document frequencies. */
  readonly places: readonly number[]
  readonly length: number
}

export interface TermStatistics {
  readonly documents: number
  /** How many documents hold the term at this place; absent means none. */
  readonly frequencies: ReadonlyMap<number, number>
}

/** A term's weight in a document of that many tokens. */
export function saturateCount(count: number, length: number): number {
  return (count * MAXIMUM_SATURATION) / (count + K1 * (1 - B + (B * length) / PIVOT_LENGTH))
}

export function weighDocument(document: IndexedText): DocumentTerms {
  const tokens = [...tokenise(document.title), ...tokenise(document.text)]
  const weights = new Map<number, number>()
  for (const [place, count] of countTerms(tokens)) {
    weights.set(place, saturateCount(count, tokens.length))
  }
  const belonging = belongingPlaces(document.source ?? document.title, document.articleNo)
  const own = documentNumbers(document.docNo ?? '').map(termPlace)
  const kept = new Map(cutTerms(weights, MAX_TERMS - belonging.length - own.length))
  for (const place of belonging) kept.set(place, 1)
  // The document of that number stands before those that name it.
  for (const place of own) kept.set(place, MAXIMUM_SATURATION)
  return { weights: kept, places: [...kept.keys()], length: tokens.length }
}

export function inverseFrequency(statistics: TermStatistics, place: number): number {
  const frequency = statistics.frequencies.get(place) ?? 0
  return Math.log(1 + (statistics.documents - frequency + 0.5) / (frequency + 0.5))
}

/** Places whose document frequency the store must look up before `weighQuery`. */
export function queryPlaces(query: string): number[] {
  return [...countTerms(tokenise(query)).keys()]
}

export function weighQuery(query: string, statistics: TermStatistics): TermWeights {
  const weights = new Map<number, number>()
  for (const [place, count] of countTerms(tokenise(query))) {
    weights.set(place, count * inverseFrequency(statistics, place))
  }
  return cutTerms(weights)
}
