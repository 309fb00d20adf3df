import { basename } from 'node:path'
import {
  DocumentFields,
  type DocumentDefaults,
  type ParsedDocument,
  type Problem,
} from './document.ts'
import { parseFrontMatter, type FrontMatter } from './front-matter.ts'
import { guessJurisdiction, guessLevel } from './guess-source.ts'
import { parseJsonLines } from './parse-jsonl.ts'
import { parseMarkdown, parsePlainText, readMarkdownTitle } from './parse-markdown.ts'
import type { SourceFile } from './read-source.ts'

export type ParsedSource = { documents: ParsedDocument[]; problems: Problem[] }

type ParseInput = { file: SourceFile; sourceUri: string; text: string; defaults: DocumentDefaults }

const LIST_FIELDS = new Set(['supersedes'])

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
function parseTextDocument({ file, sourceUri, text, defaults }: ParseInput): ParsedSource {
  const matter = parseFrontMatter(text)
  const title =
    typeof matter.fields['title'] === 'string'
      ? matter.fields['title']
      : (readMarkdownTitle(matter.body) ?? basename(file.name).replace(/\.[^.]+$/, ''))
  const problems = fieldProblems(matter, file.name)
  const jurisdiction = guessJurisdiction(title)
  const parsed = DocumentFields.safeParse({
    level: guessLevel(title),
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
  const isMarkdown = file.extension !== '.txt'
  const chunks = isMarkdown ? parseMarkdown(matter.body, title) : parsePlainText(matter.body, title)
  if (chunks.length === 0) {
    return { documents: [], problems: [{ file: file.name, field: null, message: 'has no text' }] }
  }
  return {
    documents: [{ slug: parsed.data.id ?? sourceUri, fields: parsed.data, chunks }],
    problems: [],
  }
}

export function parseTextFile(input: ParseInput): ParsedSource {
  if (input.file.extension.startsWith('.jsonl')) {
    return parseJsonLines(input.text, input.sourceUri, input.defaults)
  }
  return parseTextDocument(input)
}
