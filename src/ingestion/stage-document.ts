import type { DocumentProblem, StageInput, StageResult } from '../ports.ts'
import { isAppError } from '../shared/errors.ts'
import { DocumentFields, type ParsedDocument } from './document.ts'
import { fetchDocument, type FetchOptions } from './fetch-url.ts'
import type { IngestContext } from './ingest-context.ts'
import { parseFile } from './parse-file.ts'
import { extensionOf, type SourceFile } from './read-source.ts'
import { holdDocument } from './store.ts'
import { writeStaged } from './write-documents.ts'

/**
 * A document cut and indexed under a generation that no search joins. It stays there, unlike the generation of a killed
 * ingestion, until somebody publishes it.
 */
export async function stageDocument(
  ctx: IngestContext,
  input: StageInput & { fetch?: FetchOptions },
): Promise<StageResult> {
  try {
    const file = await openSource(input)
    const bytes = await file.read()
    const sourceUri = `console/${input.slug}`
    const parsed = await parseFile({ file, sourceUri, bytes, defaults: {} })
    const [document] = parsed.documents
    if (document === undefined || parsed.documents.length !== 1) return refuse(parsed)
    const fields = DocumentFields.safeParse({ ...document.fields, ...input.edits, id: undefined })
    if (!fields.success) {
      const problems = fields.error.issues.map((issue): DocumentProblem => {
        return { field: issue.path.map(String).join('.') || null, message: issue.message }
      })
      return { ok: false, problems }
    }
    const staged: ParsedDocument = { ...document, slug: input.slug, fields: fields.data }
    const row = await writeStaged(ctx, staged, sourceUri)
    await holdDocument(ctx.sql, row, ctx.clock.now())
    return { ok: true, documentId: row.id, fields: fields.data, chunks: document.chunks.length }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { ok: false, problems: [{ field: null, message: error.message }] }
  }
}

function refuse(parsed: Awaited<ReturnType<typeof parseFile>>): StageResult {
  const problems = parsed.problems.map(({ field, message }) => ({ field, message }))
  if (parsed.documents.length > 1)
    problems.push({ field: null, message: 'holds several documents; upload them one by one' })
  return { ok: false, problems }
}

async function openSource(input: StageInput & { fetch?: FetchOptions }): Promise<SourceFile> {
  const { source } = input
  if (source.kind === 'url') return fetchDocument(source.url, input.fetch)
  return {
    name: source.name,
    extension: extensionOf(source.name),
    uri: `console/${input.slug}`,
    read: () => Promise.resolve(source.bytes),
  }
}
