import { weighDocument } from './bm25.ts'
import { formatSparse } from './terms.ts'

/** Raised whenever tokens or weights change: a stored document with another version is indexed again. */
export const INDEX_VERSION = 2

export type IndexableChunk = {
  title: string
  heading: string
  path: string
  articleNo: string | null
  text: string
  relatedQuestions: readonly string[]
}

/** What the store keeps of a chunk for lexical search. */
export function indexChunk(chunk: IndexableChunk): { lexical: string; length: number } {
  const article = chunk.articleNo !== null && !chunk.heading.includes(chunk.articleNo)
  const title = [chunk.title, article ? chunk.articleNo : '', chunk.heading]
    .filter(Boolean)
    .join('\n')
  const { weights, length } = weighDocument({
    title,
    source: chunk.title,
    articleNo: chunk.articleNo,
    text: [chunk.text, ...chunk.relatedQuestions].join('\n'),
  })
  return { lexical: formatSparse(weights), length }
}
