import type { IndexedText } from '../bm25.ts'
import { inverseFrequency } from '../bm25.ts'
import { sumTermVectors, type StaticModel } from '../static-embedding.ts'
import { termPlace } from '../terms.ts'
import { tokenise } from '../tokens.ts'
import { columnOfToken, type MemoryIndex } from './memory-index.ts'
import { buildRows, entriesOf, rowCount, type SparseRows } from './sparse-rows.ts'
import { truncatedSvd } from './truncated-svd.ts'

export const DIMENSIONS = 192
const TERMS = 12_000

export type TermTable = {
  readonly terms: readonly string[]
  readonly scales: Float32Array
  readonly vectors: Int8Array
}

/** The terms in most documents: rarer ones are for BM25, which needs no statistics of company kept. */
export function chooseTerms(documents: readonly IndexedText[], index: MemoryIndex): string[] {
  const frequencies = new Map<string, number>()
  for (const { title, text } of documents) {
    for (const token of new Set([...tokenise(title), ...tokenise(text)])) {
      frequencies.set(token, (frequencies.get(token) ?? 0) + 1)
    }
  }
  return [...frequencies]
    .filter(([token]) => columnOfToken(index, token) !== undefined && !/\s/u.test(token))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, TERMS)
    .map(([token]) => token)
}

/** Documents as unit rows of BM25 × idf over the chosen terms. */
function weighRows(index: MemoryIndex, terms: readonly string[]): SparseRows {
  const chosen = new Map(terms.map((term, at) => [columnOfToken(index, term), at]))
  const rarity = terms.map((term) => inverseFrequency(index.statistics, termPlace(term)))
  function* rows(): Generator<Map<number, number>> {
    for (let row = 0; row < rowCount(index.rows); row += 1) {
      const weights = new Map<number, number>()
      for (const [column, value] of entriesOf(index.rows, row)) {
        const at = chosen.get(column)
        if (at !== undefined) weights.set(at, value * (rarity[at] ?? 0))
      }
      const length = Math.hypot(...weights.values()) || 1
      for (const [at, value] of weights) weights.set(at, value / length)
      yield weights
    }
  }
  return buildRows(rows())
}

/** Latent term vectors, the strong dimensions held back by the root of their strength, idf included, in bytes. */
export function fitTermTable(documents: readonly IndexedText[], index: MemoryIndex): TermTable {
  const terms = chooseTerms(documents, index)
  const basis = truncatedSvd(weighRows(index, terms), terms.length, DIMENSIONS)
  const scales = new Float32Array(terms.length)
  const vectors = new Int8Array(terms.length * DIMENSIONS)
  for (const [row, term] of terms.entries()) {
    const rarity = inverseFrequency(index.statistics, termPlace(term))
    const vector = Float32Array.from(
      { length: DIMENSIONS },
      (_, k) =>
        ((basis.vectors[row * DIMENSIONS + k] ?? 0) * rarity) / Math.sqrt(basis.singular[k] ?? 1),
    )
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
    scales[row] = largest / 127
    vectors.set(
      vector.map((value) => Math.round((value / largest) * 127)),
      row * DIMENSIONS,
    )
  }
  return { terms, scales, vectors }
}

export function toStaticModel(table: TermTable, map: Float32Array): StaticModel {
  return {
    dimensions: DIMENSIONS,
    rows: new Map(table.terms.map((term, row) => [termPlace(term), row])),
    scales: table.scales,
    vectors: table.vectors,
    map,
  }
}

/** Vectors of all documents, one after another. */
export function embedAll(index: MemoryIndex, model: StaticModel): Float32Array {
  const places = new Uint32Array(index.columns.size)
  for (const [place, column] of index.columns) places[column] = place
  const count = rowCount(index.rows)
  const all = new Float32Array(count * DIMENSIONS)
  for (let row = 0; row < count; row += 1) {
    const weights = new Map<number, number>()
    for (const [column, value] of entriesOf(index.rows, row))
      weights.set(places[column] ?? 0, value)
    all.set(sumTermVectors(model, weights), row * DIMENSIONS)
  }
  return all
}
