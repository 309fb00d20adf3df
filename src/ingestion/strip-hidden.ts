import type { ParsedChunk } from './document.ts'

/** Zero-width and direction marks, soft hyphens, tag characters: nobody reads them, a machine does (R-OPS-3). */
const INVISIBLE =
  /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|[\u{E0000}-\u{E007F}]/gu

/** Notes to whoever edits the file; an open one runs to the end, as in a browser. */
export function stripComments(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, '')
}

const visible = (text: string): string => text.replaceAll(INVISIBLE, '')

/** What a reader of the document sees. */
export function stripInvisible(chunk: ParsedChunk): ParsedChunk {
  return {
    ...chunk,
    heading: visible(chunk.heading),
    text: visible(chunk.text),
    relatedQuestions: chunk.relatedQuestions.map(visible),
  }
}
