import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PreconditionError } from '../shared/errors.ts'
import { NUMBERED_HEADING } from './parse-markdown.ts'

export type PdfText = {
  text: string
  /** Where each page begins in `text`. */
  pages: { page: number; offset: number }[]
  title: string | undefined
}

/** Fewer letters than this on an average page is a picture of text. */
const LEAST_LETTERS_PER_PAGE = 12
const PAGE_NUMBER =
  /^\s*(?:[-—–]+\s*)?(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?(?:\s*[-—–]+)?\s*$/u
const STARTS_NEW =
  /^\s*(?:#|第\s*[\d零〇一二三四五六七八九十百千]+\s*[条章节编]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．]|问\s*[:：]|答\s*[:：]|[-*•])/u
const ENDS_SENTENCE = /[。！？；：.!?;:]\s*$/u

/** A PDF ends lines where the page ends them; a sentence is put together again. */
export function joinBrokenLines(lines: readonly string[]): string {
  let text = ''
  for (const line of lines) {
    const trimmed = line.trim()
    if (trimmed === '') {
      if (ENDS_SENTENCE.test(text)) text += '\n'
      continue
    }
    const above = text.slice(text.lastIndexOf('\n') + 1)
    const continues =
      above !== '' &&
      !ENDS_SENTENCE.test(above) &&
      !NUMBERED_HEADING.test(above) &&
      !STARTS_NEW.test(trimmed)
    const gap = continues && /[A-Za-z0-9,]$/.test(text) && /^[A-Za-z0-9]/.test(trimmed) ? ' ' : ''
    text += continues
      ? gap + trimmed
      : `${text === '' || text.endsWith('\n') ? '' : '\n'}${trimmed}`
  }
  return text
}

/** Character maps for the fonts that Chinese office software names without embedding. */
function characterMaps(): string {
  const require = createRequire(import.meta.url)
  const parser = createRequire(require.resolve('pdf-parse'))
  return join(dirname(parser.resolve('pdfjs-dist/package.json')), 'cmaps/')
}

async function loadPages(bytes: Uint8Array): Promise<{ page: number; text: string }[]> {
  const [{ PDFLoader }, { PDFParse }] = await Promise.all([
    import('@langchain/community/document_loaders/fs/pdf'),
    import('pdf-parse'),
  ])
  class ParserWithMaps extends PDFParse {
    constructor(options: ConstructorParameters<typeof PDFParse>[0]) {
      super({ ...options, cMapUrl: characterMaps(), cMapPacked: true, verbosity: 0 })
    }
  }
  const loader = new PDFLoader(new Blob([new Uint8Array(bytes)]), {
    pdfjs: async () => ({ isV2: true, PDFParse: ParserWithMaps }),
  })
  const documents = await loader.load()
  return documents.map((document, at) => {
    const location: unknown = document.metadata['loc']
    const known = typeof location === 'object' && location !== null && 'pageNumber' in location
    return { page: known ? Number(location.pageNumber) : at + 1, text: document.pageContent }
  })
}

export async function loadPdf(bytes: Uint8Array): Promise<PdfText> {
  let pages: { page: number; text: string }[]
  try {
    pages = await loadPages(bytes)
  } catch (cause) {
    throw new PreconditionError(
      'document_unreadable',
      'is not a readable PDF (damaged or protected)',
      { cause },
    )
  }
  const letters = pages.reduce((sum, { text }) => sum + text.replace(/[\s\d\p{P}]/gu, '').length, 0)
  if (letters < LEAST_LETTERS_PER_PAGE * Math.max(1, pages.length)) {
    throw new PreconditionError('document_scanned', 'has no text layer (a scan): run OCR first')
  }
  return assemblePages(pages)
}

function assemblePages(pages: readonly { page: number; text: string }[]): PdfText {
  const starts: PdfText['pages'] = []
  let text = ''
  for (const { page, text: body } of pages) {
    const lines = body.split(/\r?\n/).filter((line) => !PAGE_NUMBER.test(line))
    const own = joinBrokenLines(lines)
    // A sentence may run over the page; a heading or a finished sentence does not.
    const runsOn = text !== '' && !ENDS_SENTENCE.test(text) && !STARTS_NEW.test(own)
    text += text === '' || runsOn ? '' : '\n'
    starts.push({ page, offset: text.length })
    text += own
  }
  const title = text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim()
  return {
    text,
    pages: starts,
    title: title !== undefined && title.length <= 60 ? title : undefined,
  }
}

/** The page on which a passage begins, looking on from the passage before it. */
export function pageFinder(pdf: PdfText): (passage: string) => number | null {
  let from = 0
  return (passage) => {
    const start = passage.slice(0, 24).split('\n')[0] ?? ''
    const found = pdf.text.indexOf(start, from)
    if (found < 0) return null
    from = found
    return pdf.pages.findLast(({ offset }) => offset <= found)?.page ?? null
  }
}
