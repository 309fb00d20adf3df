import { splitArticleName } from './article-number.ts'
import {
  DocumentFields,
  type DocumentDefaults,
  type ParsedChunk,
  type ParsedDocument,
  type Problem,
} from './document.ts'
import { guessJurisdiction, guessLevel } from './guess-source.ts'
import { splitText } from './split-text.ts'

type Entry = { id: string; name: string; content: string; category: string | undefined }

function textOf(record: Record<string, unknown>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = record[key]
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

function readEntry(line: string, at: number, file: string): Entry | Problem {
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch {
    return { file, field: `line ${at + 1}`, message: 'is not JSON' }
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { file, field: `line ${at + 1}`, message: 'is not a JSON object' }
  }
  const fields: Record<string, unknown> = { ...record }
  const content = textOf(fields, 'content', 'text')
  const name = textOf(fields, 'name', 'title') ?? ''
  if (content === undefined || content.trim() === '') {
    return { file, field: `line ${at + 1} content`, message: 'is missing' }
  }
  const id = textOf(fields, 'id', '_id') ?? String(at + 1)
  return { id, name, content, category: textOf(fields, 'cat', 'level') }
}

function chunkOf(entry: Entry, articleNo: string | null, text: string, part: number): ParsedChunk {
  return {
    heading: articleNo ?? entry.name,
    path: '',
    articleNo,
    anchor: part === 0 ? entry.id : `${entry.id}~${part + 1}`,
    page: null,
    text,
    relatedQuestions: [],
  }
}

type Group = { title: string; category: string | undefined; chunks: ParsedChunk[]; slug: string }

/** Articles of one law become one document; any other record is a document of its own. */
function groupEntries(entries: readonly Entry[], file: string): Group[] {
  const groups = new Map<string, Group>()
  for (const entry of entries) {
    const article = splitArticleName(entry.name)
    const slug = `${file}#${article?.law ?? entry.id}`
    const group = groups.get(slug) ?? {
      title: article?.law ?? (entry.name || entry.content.slice(0, 40)),
      category: entry.category,
      chunks: [],
      slug,
    }
    groups.set(slug, group)
    if (article === undefined) {
      const pieces = splitText(entry.content)
      group.chunks.push(...pieces.map((piece, at) => chunkOf(entry, null, piece, at)))
    } else {
      group.chunks.push(chunkOf(entry, article.articleNo, entry.content, 0))
    }
  }
  return [...groups.values()]
}

export function parseJsonLines(
  text: string,
  file: string,
  defaults: DocumentDefaults,
): { documents: ParsedDocument[]; problems: Problem[] } {
  const entries: Entry[] = []
  const problems: Problem[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const entry = readEntry(line, at, file)
    if ('message' in entry) problems.push(entry)
    else entries.push(entry)
  }
  const documents = groupEntries(entries, file).map(({ title, category, chunks, slug }) => ({
    slug,
    chunks,
    fields: DocumentFields.parse({
      level: guessLevel(title, category),
      jurisdiction: guessJurisdiction(title) ?? '全国',
      ...defaults,
      title: title.slice(0, 300),
    }),
  }))
  return { documents, problems }
}
