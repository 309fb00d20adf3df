import { weighDocument, type IndexedText, type TermStatistics } from '../bm25.ts'
import { termPlace, type TermWeights } from '../terms.ts'
import { buildRows, rowCount, transposeRows, type SparseRows } from './sparse-rows.ts'

/** The store's two lists in memory, exact: the same weights and products, without a database. */
export type MemoryIndex = {
  readonly rows: SparseRows
  readonly postings: SparseRows
  /** Term place → column. */
  readonly columns: ReadonlyMap<number, number>
  readonly lengths: Uint32Array
  readonly statistics: TermStatistics
}

export function buildMemoryIndex(documents: readonly IndexedText[]): MemoryIndex {
  const columns = new Map<number, number>()
  const lengths = new Uint32Array(documents.length)
  function* weighAll(): Generator<ReadonlyMap<number, number>> {
    for (const [at, document] of documents.entries()) {
      const { weights, length } = weighDocument(document)
      lengths[at] = length
      yield new Map([...weights].map(([place, weight]) => [columnOf(columns, place), weight]))
    }
  }
  const rows = buildRows(weighAll())
  const postings = transposeRows(rows, columns.size)
  const frequencies = new Map(
    [...columns].map(([place, at]) => [
      place,
      (postings.starts[at + 1] ?? 0) - (postings.starts[at] ?? 0),
    ]),
  )
  return {
    rows,
    postings,
    columns,
    lengths,
    statistics: { documents: rowCount(rows), frequencies },
  }
}

function columnOf(columns: Map<number, number>, place: number): number {
  const known = columns.get(place)
  if (known !== undefined) return known
  columns.set(place, columns.size)
  return columns.size - 1
}

export const columnOfToken = (index: MemoryIndex, token: string): number | undefined =>
  index.columns.get(termPlace(token))

/** Inner product of the query with every document. */
export function scoreAll(index: MemoryIndex, query: TermWeights): Float32Array {
  const scores = new Float32Array(rowCount(index.rows))
  const { starts, columns, values } = index.postings
  for (const [place, weight] of query) {
    const column = index.columns.get(place)
    if (column === undefined) continue
    const end = starts[column + 1] ?? 0
    for (let at = starts[column] ?? 0; at < end; at += 1) {
      const document = columns[at] ?? 0
      scores[document] = (scores[document] ?? 0) + weight * (values[at] ?? 0)
    }
  }
  return scores
}

/** Positions of the highest scores, best first. */
export function highest(scores: Float32Array, wanted: number): number[] {
  const threshold = scores.toSorted().at(-wanted) ?? Number.NEGATIVE_INFINITY
  const found: number[] = []
  for (let at = 0; at < scores.length; at += 1) if ((scores[at] ?? 0) >= threshold) found.push(at)
  return found.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, wanted)
}
