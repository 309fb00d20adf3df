import { weighDocument } from './bm25.ts'
import { shippedModel, SHIPPED_VERSION } from './shipped-model.ts'
import { sumTermVectors } from './static-embedding.ts'
import { formatSparse } from './terms.ts'

/** Raised whenever tokens or weights change: a stored document with another version is indexed again. */
export const INDEX_VERSION = `4:${SHIPPED_VERSION}`

export type IndexableChunk = {
  title: string
  heading: string
  path: string
  articleNo: string | null
  docNo: string | null
  text: string
  relatedQuestions: readonly string[]
}

export type IndexedChunk = { lexical: string; meaning: string; length: number }

/** What the store keeps of a chunk for search. */
export function indexChunk(chunk: IndexableChunk): IndexedChunk {
  const article = chunk.articleNo !== null && !chunk.heading.includes(chunk.articleNo)
  const title = [chunk.title, chunk.docNo, article ? chunk.articleNo : '', chunk.heading]
    .filter(Boolean)
    .join('\n')
  const { weights, length } = weighDocument({
    title,
    source: chunk.title,
    articleNo: chunk.articleNo,
    docNo: chunk.docNo,
    text: [chunk.text, ...chunk.relatedQuestions].join('\n'),
  })
  const meaning = sumTermVectors(shippedModel().embedding, weights)
  return { lexical: formatSparse(weights), meaning: formatDense(meaning), length }
}

/** Text form of a vector, five digits of each value. */
export function formatDense(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => value.toPrecision(5)).join(',')}]`
}
