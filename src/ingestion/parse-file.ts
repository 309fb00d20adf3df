import { basename } from 'node:path'
import { PreconditionError } from '../shared/errors.ts'
import {
  DocumentFields,
  type DocumentDefaults,
  type ParsedChunk,
  type ParsedDocument,
  type Problem,
} from './document.ts'
import { parseFrontMatter, type FrontMatter } from './front-matter.ts'
import { guessJurisdiction, guessLevel, isPressReport } from './guess-source.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { loadCsv } from './load-csv.ts'
import { loadDocx } from './load-docx.ts'
import { loadPdf, pageFinder } from './load-pdf.ts'
import { loadXlsx } from './load-xlsx.ts'
import { parseJsonLines } from './parse-jsonl.ts'
import { parseMarkdown, parsePlainText, readMarkdownTitle } from './parse-markdown.ts'
import { parseSheet } from './parse-table.ts'
import { stripInvisible } from './strip-hidden.ts'
import { decodeHtml, decodeText, type SourceFile } from './read-source.ts'

export type ParsedSource = { documents: ParsedDocument[]; problems: Problem[] }

export type ParseInput = {
  file: SourceFile
  sourceUri: string
  bytes: Uint8Array
  defaults: DocumentDefaults
}

const LIST_FIELDS = new Set(['supersedes'])
const NO_MATTER: FrontMatter = { fields: {}, body: '', problems: [] }

/** Empty values are left to the defaults; a single name where a list is due is a list of one. */
function shapeFields(matter: FrontMatter): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(matter.fields)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [
        key,
        LIST_FIELDS.has(key) && typeof value === 'string' ? [value] : value,
      ]),
  )
}

function fieldProblems(matter: FrontMatter, file: string): Problem[] {
  const unknown = Object.keys(matter.fields)
    .filter((key) => !(key in DocumentFields.shape))
    .map((field) => ({ file, field, message: 'is not a field of a document' }))
  const malformed = matter.problems.map(({ line, field, message }) => ({
    file,
    field: field ?? `line ${line}`,
    message,
  }))
  return [...malformed, ...unknown]
}

/**
 * A field that is wrong refuses the document rather than being guessed: a law with an unreadable date must not be
 * quoted as if it were always in force.
 */
function buildDocument(
  input: ParseInput,
  found: { title: string | undefined; text?: string; matter?: FrontMatter },
  cut: (title: string) => ParsedChunk[],
): ParsedSource {
  const { file, sourceUri, defaults } = input
  const matter = found.matter ?? NO_MATTER
  const named = matter.fields['title'] ?? defaults.title
  const title =
    typeof named === 'string' ? named : (found.title ?? basename(file.name).replace(/\.[^.]+$/, ''))
  const problems = fieldProblems(matter, file.name)
  const jurisdiction = guessJurisdiction(title)
  const parsed = DocumentFields.safeParse({
    level: isPressReport(found.text ?? '') ? '新闻' : guessLevel(title),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...defaults,
    title,
    ...shapeFields(matter),
  })
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) => ({
        file: file.name,
        field: issue.path.map(String).join('.') || null,
        message: issue.message,
      })),
    )
  }
  if (!parsed.success || problems.length > 0) return { documents: [], problems }
  const chunks = cut(title)
  if (chunks.length === 0) {
    return { documents: [], problems: [{ file: file.name, field: null, message: 'has no text' }] }
  }
  const slug = parsed.data.id ?? sourceUri
  return { documents: [{ slug, fields: parsed.data, chunks }], problems: [] }
}

type Parser = (input: ParseInput) => Promise<ParsedSource>

const parseMarkdownFile: Parser = async (input) => {
  const matter = parseFrontMatter(await decodeText(input.bytes, input.file))
  const title = readMarkdownTitle(matter.body)
  return buildDocument(input, { title, text: matter.body, matter }, (named) =>
    parseMarkdown(matter.body, named),
  )
}

const parseTextFile: Parser = async (input) => {
  const matter = parseFrontMatter(await decodeText(input.bytes, input.file))
  return buildDocument(input, { title: undefined, text: matter.body, matter }, (title) =>
    parsePlainText(matter.body, title),
  )
}

const parseJsonFile: Parser = async (input) =>
  parseJsonLines(await decodeText(input.bytes, input.file), input.sourceUri, input.defaults)

const parseHtmlFile: Parser = async (input) => {
  const { title, markdown } = await htmlToMarkdown(decodeHtml(input.bytes, input.file))
  return buildDocument(input, { title, text: markdown }, (named) => parseMarkdown(markdown, named))
}

const parseDocxFile: Parser = async (input) => {
  const { markdown } = await htmlToMarkdown(await loadDocx(input.bytes))
  const title = readMarkdownTitle(markdown)
  return buildDocument(input, { title, text: markdown }, (named) => parseMarkdown(markdown, named))
}

const parsePdfFile: Parser = async (input) => {
  const pdf = await loadPdf(input.bytes)
  const findPage = pageFinder(pdf)
  return buildDocument(input, { title: pdf.title, text: pdf.text }, (title) =>
    parsePlainText(pdf.text, title).map((chunk) => ({ ...chunk, page: findPage(chunk.text) })),
  )
}

const parseCsvFile: Parser = async (input) => {
  const sheet = await loadCsv(await decodeText(input.bytes, input.file))
  return buildDocument(input, { title: undefined }, (title) => parseSheet(sheet, title))
}

const parseXlsxFile: Parser = async (input) => {
  const sheets = loadXlsx(input.bytes)
  return buildDocument(input, { title: undefined }, (title) =>
    sheets.flatMap((sheet) => parseSheet(sheet, title)),
  )
}

const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ['.md', parseMarkdownFile],
  ['.markdown', parseMarkdownFile],
  ['.txt', parseTextFile],
  ['.jsonl', parseJsonFile],
  ['.jsonl.gz', parseJsonFile],
  ['.html', parseHtmlFile],
  ['.htm', parseHtmlFile],
  ['.docx', parseDocxFile],
  ['.pdf', parsePdfFile],
  ['.csv', parseCsvFile],
  ['.tsv', parseCsvFile],
  ['.xlsx', parseXlsxFile],
])

export const KNOWN_EXTENSIONS: readonly string[] = [...PARSERS.keys()]

export async function parseFile(input: ParseInput): Promise<ParsedSource> {
  const parser = PARSERS.get(input.file.extension)
  if (parser === undefined) {
    throw new PreconditionError(
      'document_format',
      `"${input.file.extension}" files are not read; known are ${KNOWN_EXTENSIONS.join(' ')}`,
    )
  }
  const { documents, problems } = await parser(input)
  return {
    documents: documents.map((document) => ({
      ...document,
      chunks: document.chunks.map(stripInvisible),
    })),
    problems,
  }
}
