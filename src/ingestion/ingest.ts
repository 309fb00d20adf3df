import { pathToFileURL } from 'node:url'
import { INDEX_VERSION } from '../retrieval/index.ts'
import { isAppError, NotFoundError } from '../shared/errors.ts'
import { errorFields } from '../shared/logger.ts'
import type { DocumentDefaults, ParsedDocument, Problem } from './document.ts'
import { ensureChunkIndexes } from './index-corpus.ts'
import type { IngestContext } from './ingest-context.ts'
import { fetchDocument, type FetchOptions } from './fetch-url.ts'
import { KNOWN_EXTENSIONS, parseFile } from './parse-file.ts'
import { hashBytes, listFiles, type SourceFile } from './read-source.ts'
import {
  findDocument,
  findLeftovers,
  forgetSource,
  readDocumentsOfSources,
  readSlugOwners,
  refreshStatistics,
  readSourceHashes,
  saveSourceHash,
  type DocumentOrigin,
} from './store.ts'
import {
  purgeUnreachable,
  removeDocuments,
  writeDocuments,
  type DocumentChange,
} from './write-documents.ts'

/** Raised when a parser changes what it makes of the same bytes. */
export const PARSER_VERSION = 2
/** An ingestion that has not moved for this long was killed. */
const ABANDONED_AFTER_MS = 3_600_000

export type IngestProgress = { file: string; files: number; filesDone: number; chunks: number }

export type IngestReport = {
  documents: DocumentChange[]
  problems: Problem[]
  chunks: number
  durationMs: number
}

export type IngestInput = {
  path: string
  defaults?: DocumentDefaults | undefined
  onProgress?: ((progress: IngestProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

type SourceJob = {
  file: SourceFile
  sourceUri: string
  origin: DocumentOrigin
  defaults: DocumentDefaults
  knownHash: string | undefined
  /** Sources of this run: a slug held by another of them is a mistake, one held elsewhere has moved here. */
  sources: ReadonlySet<string>
  signal: AbortSignal | undefined
  onChunks: (written: number) => void
}

type SourceResult = { documents: DocumentChange[]; problems: Problem[]; unchanged: boolean }

function sourceHash(bytes: Uint8Array, defaults: DocumentDefaults): string {
  return hashBytes(
    new TextEncoder().encode(hashBytes(bytes) + INDEX_VERSION + JSON.stringify(defaults)),
  )
}

async function ingestFile(ctx: IngestContext, job: SourceJob): Promise<SourceResult> {
  const { file, sourceUri } = job
  try {
    const bytes = await file.read()
    const hash = sourceHash(bytes, job.defaults)
    if (job.knownHash === `${hash}:${PARSER_VERSION}`) {
      return { documents: [], problems: [], unchanged: true }
    }
    const parsed = await parseFile({ file, sourceUri, bytes, defaults: job.defaults })
    const taken = await findTakenSlugs(ctx, parsed.documents, job)
    const problems = [...parsed.problems, ...taken]
    const own = parsed.documents.filter(
      (document) => !taken.some(({ slug }) => slug === document.slug),
    )
    // A file with nothing usable keeps what it gave before: a typo in a date must not empty the knowledge base.
    if (own.length === 0) return { documents: [], problems, unchanged: false }
    const documents = await writeDocuments(ctx, own, job)
    if (problems.length === 0) {
      const at = ctx.clock.now()
      await saveSourceHash(ctx.sql, { uri: sourceUri, hash, parserVersion: PARSER_VERSION, at })
    }
    return { documents, problems, unchanged: false }
  } catch (error) {
    if (!isAppError(error)) throw error
    ctx.logger.log('warn', 'ingest.refused', { file: file.name, ...errorFields(error) })
    const problem = { file: file.name, field: null, message: error.message }
    return { documents: [], problems: [problem], unchanged: false }
  }
}

/** Slugs are the documents' names for each other; two files that claim one would overwrite each other in turn. */
async function findTakenSlugs(
  ctx: IngestContext,
  documents: readonly ParsedDocument[],
  job: SourceJob,
): Promise<(Problem & { slug: string })[]> {
  const slugs = documents.map((document) => document.slug)
  const owners = await readSlugOwners(ctx.sql, slugs)
  return slugs.flatMap((slug) => {
    const owner = owners.get(slug)
    if (owner === undefined || owner === job.sourceUri || !job.sources.has(owner)) return []
    const message = `"${slug}" belongs to ${owner} already`
    return [{ file: job.file.name, field: 'id', message, slug }]
  })
}

export async function ingestFiles(
  ctx: IngestContext,
  files: readonly SourceFile[],
  input: Omit<IngestInput, 'path'> & { origin: DocumentOrigin },
): Promise<IngestReport> {
  const started = performance.now()
  const report: IngestReport = { documents: [], problems: [], chunks: 0, durationMs: 0 }
  const uris = files.map((file) => file.uri)
  const known = await readSourceHashes(ctx.sql, uris)
  const unchanged: string[] = []
  for (const [at, file] of files.entries()) {
    input.signal?.throwIfAborted()
    const tell = (done = at): void =>
      input.onProgress?.({
        file: file.name,
        files: files.length,
        filesDone: done,
        chunks: report.chunks,
      })
    const sourceUri = file.uri
    const result = await ingestFile(ctx, {
      file,
      sourceUri,
      origin: input.origin,
      defaults: input.defaults ?? {},
      knownHash: known.get(sourceUri),
      sources: new Set(uris),
      signal: input.signal,
      onChunks: (written) => {
        report.chunks += written
        tell()
      },
    })
    if (result.unchanged) unchanged.push(sourceUri)
    report.documents.push(...result.documents)
    report.problems.push(...result.problems)
    tell(at + 1)
  }
  // The embedded database has nobody who would do it, and plans for an empty table are slow on a full one.
  if (report.chunks > 0) {
    await refreshStatistics(ctx.sql)
    await ensureChunkIndexes(ctx)
  }
  report.documents.push(...(await describeUnchanged(ctx, unchanged)))
  return { ...report, durationMs: performance.now() - started }
}

async function describeUnchanged(
  ctx: IngestContext,
  sourceUris: readonly string[],
): Promise<DocumentChange[]> {
  if (sourceUris.length === 0) return []
  const rows = await readDocumentsOfSources(ctx.sql, sourceUris)
  return rows.map(({ id, slug, title, chunks }) => {
    return { documentId: id, slug, title, chunks, change: 'unchanged' as const }
  })
}

/** A file, a folder or a web page into the knowledge base; the same bytes a second time change nothing. */
export async function ingestPath(
  ctx: IngestContext,
  input: IngestInput & { fetch?: FetchOptions },
): Promise<IngestReport> {
  await sweepLeftovers(ctx)
  const isUrl = /^https?:\/\//i.test(input.path)
  const files = isUrl
    ? [await fetchDocument(input.path, input.fetch)]
    : await listFiles(input.path, KNOWN_EXTENSIONS, (absolute) => pathToFileURL(absolute).href)
  const defaults = isUrl ? { source_url: input.path, ...input.defaults } : input.defaults
  return ingestFiles(ctx, files, { ...input, defaults, origin: 'ingested' })
}

/** Removes what killed ingestions and deletions left behind; none of it was searchable. */
export async function sweepLeftovers(ctx: IngestContext): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER_MS)
  await purgeUnreachable(ctx, await findLeftovers(ctx.sql, before))
}

export async function deleteDocument(
  ctx: IngestContext,
  input: { documentId?: string; slug?: string },
): Promise<void> {
  const found = await findDocument(ctx.sql, input)
  if (found === undefined) throw new NotFoundError('document', input.documentId ?? input.slug ?? '')
  await removeDocuments(ctx, [found.id])
  // Otherwise the next ingestion of the same file would take it for unchanged and not bring the document back.
  await forgetSource(ctx.sql, found.source_uri)
}
