import { createHash } from 'node:crypto'
import { indexChunk, INDEX_VERSION } from '../retrieval/index.ts'
import { describeSource, type ParsedDocument } from './document.ts'
import type { IngestContext } from './ingest-context.ts'
import {
  beginDocuments,
  insertChunks,
  markDeleted,
  publishDocuments,
  purgeChunks,
  readDocumentsOfSources,
  type ChunkRow,
  type DocumentOrigin,
  type DocumentRow,
} from './store.ts'

export type DocumentChange = {
  documentId: string
  slug: string
  title: string
  chunks: number
  change: 'added' | 'replaced' | 'unchanged' | 'removed' | 'discarded'
}

type WriteOptions = {
  sourceUri: string
  origin: DocumentOrigin
  signal?: AbortSignal | undefined
  onChunks?: (written: number) => void
}

/** An embedded database serves nobody else during a statement, so a batch aims at this. */
const BATCH_GOAL_MS = 40
const LARGEST_BATCH = 500
const SMALLEST_BATCH = 8

export function nextBatchSize(size: number, tookMs: number): number {
  const scaled = Math.round(size * Math.min(2, Math.max(0.5, BATCH_GOAL_MS / Math.max(1, tookMs))))
  return Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, scaled))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function documentIdOf(slug: string): string {
  return `doc_${digest(slug).slice(0, 24)}`
}

function toDocumentRow(document: ParsedDocument, options: WriteOptions): DocumentRow {
  const { id: _, source_type: __, ...fields } = document.fields
  const { levelRank, sourceType } = describeSource(document.fields)
  return {
    ...fields,
    id: documentIdOf(document.slug),
    slug: document.slug,
    source_uri: options.sourceUri,
    origin: options.origin,
    level_rank: levelRank,
    source_type: sourceType,
    content_hash: digest(JSON.stringify([INDEX_VERSION, document.fields, document.chunks])),
  }
}

function toChunkRow(
  document: ParsedDocument,
  row: DocumentRow,
  ordinal: number,
): Omit<ChunkRow, 'generation'> {
  const chunk = document.chunks[ordinal]
  if (chunk === undefined) throw new RangeError(`no chunk ${ordinal} in ${document.slug}`)
  const { lexical, meaning, length } = indexChunk({
    ...chunk,
    title: row.title,
    docNo: row.doc_no,
  })
  return {
    // Same document, same place, same words: the same passage after any number of re-ingestions.
    passage_id: `psg_${digest(`${row.id}\n${chunk.anchor}\n${chunk.text}`).slice(0, 24)}`,
    document_id: row.id,
    ordinal,
    heading: chunk.heading,
    path: chunk.path,
    article_no: chunk.articleNo,
    anchor: chunk.anchor,
    page: chunk.page,
    text: chunk.text,
    related_questions: chunk.relatedQuestions,
    content_hash: digest([row.title, chunk.heading, chunk.text].join('\n')),
    length,
    lexical,
    meaning,
  }
}

type Pending = { document: ParsedDocument; row: DocumentRow; written: number; generation: number }

/**
 * Brings one source's documents to what was parsed from it: unchanged ones are left, changed ones replaced at one
 * moment each, vanished ones removed. Killed at any point, it leaves every document whole, old or new.
 */
export async function writeDocuments(
  ctx: IngestContext,
  documents: readonly ParsedDocument[],
  options: WriteOptions,
): Promise<DocumentChange[]> {
  const known = new Map(
    (await readDocumentsOfSources(ctx.sql, [options.sourceUri])).map((row) => [row.id, row]),
  )
  const changes: DocumentChange[] = []
  const queue: Pending[] = []
  for (const document of documents) {
    const row = toDocumentRow(document, options)
    const before = known.get(row.id)
    known.delete(row.id)
    const summary = {
      documentId: row.id,
      slug: row.slug,
      title: row.title,
      chunks: document.chunks.length,
    }
    if (before?.content_hash === row.content_hash) changes.push({ ...summary, change: 'unchanged' })
    else {
      changes.push({ ...summary, change: before === undefined ? 'added' : 'replaced' })
      queue.push({ document, row, written: 0, generation: 0 })
    }
  }
  const discarded = await writeQueue(ctx, queue, options)
  await removeDocuments(ctx, [...known.keys()])
  const removed = [...known.values()].map((row): DocumentChange => {
    return {
      documentId: row.id,
      slug: row.slug,
      title: row.title,
      chunks: row.chunks,
      change: 'removed',
    }
  })
  const settled = changes.map((change): DocumentChange =>
    discarded.has(change.documentId) ? { ...change, change: 'discarded' } : change,
  )
  return [...settled, ...removed]
}

/** Writes a document's chunks under a new generation and leaves it unpublished; earlier unpublished ones are cleared. */
export async function writeStaged(
  ctx: IngestContext,
  document: ParsedDocument,
  sourceUri: string,
): Promise<DocumentRow> {
  const row = toDocumentRow(document, { sourceUri, origin: 'uploaded' })
  const generation = (await beginDocuments(ctx.sql, [row], ctx.clock.now())).get(row.id) ?? 0
  let size = 64
  for (let at = 0; at < document.chunks.length;) {
    const count = Math.min(size, document.chunks.length - at)
    const rows = Array.from({ length: count }, (_, step) => ({
      ...toChunkRow(document, row, at + step),
      generation,
    }))
    const started = performance.now()
    await insertChunks(ctx.sql, rows)
    size = nextBatchSize(size, performance.now() - started)
    at += count
  }
  await purgeAll(ctx, [row.id])
  return row
}

/** Batches run across documents, so that a thousand short documents cost as little as one long one. */
async function writeQueue(
  ctx: IngestContext,
  queue: Pending[],
  options: WriteOptions,
): Promise<Set<string>> {
  const discarded = new Set<string>()
  let size = 64
  let at = 0
  while (at < queue.length) {
    options.signal?.throwIfAborted()
    const batch = takeBatch(queue, at, size)
    const opening = batch
      .filter(({ pending }) => pending.written === 0)
      .map(({ pending }) => pending)
    const rows = batch.flatMap(({ pending, from, to }) =>
      Array.from({ length: to - from }, (_, step) =>
        toChunkRow(pending.document, pending.row, from + step),
      ),
    )
    const started = performance.now()
    await openGenerations(ctx, opening)
    const generations = new Map(batch.map(({ pending }) => [pending.row.id, pending.generation]))
    await insertChunks(
      ctx.sql,
      rows.map((row) => ({ ...row, generation: generations.get(row.document_id) ?? 0 })),
    )
    size = nextBatchSize(
      rows.length === 0 ? size : Math.max(rows.length, SMALLEST_BATCH),
      performance.now() - started,
    )
    for (const { pending, to } of batch) pending.written = to
    const complete = batch.map(({ pending }) => pending).filter(isComplete)
    for (const id of await publish(ctx, complete)) discarded.add(id)
    at += complete.length
    options.onChunks?.(rows.length)
  }
  return discarded
}

function isComplete(pending: Pending): boolean {
  return pending.written === pending.document.chunks.length
}

type Slice = { pending: Pending; from: number; to: number }

function takeBatch(queue: readonly Pending[], at: number, size: number): Slice[] {
  const slices: Slice[] = []
  let room = size
  for (let next = at; next < queue.length && room > 0; next += 1) {
    const pending = queue[next]
    if (pending === undefined) break
    const to = Math.min(pending.document.chunks.length, pending.written + room)
    slices.push({ pending, from: pending.written, to })
    // An empty document still takes a place, or a run of them would make one endless batch.
    room -= Math.max(1, to - pending.written)
  }
  return slices
}

async function openGenerations(ctx: IngestContext, opening: readonly Pending[]): Promise<void> {
  if (opening.length === 0) return
  const rows = opening.map((pending) => pending.row)
  const generations = await beginDocuments(ctx.sql, rows, ctx.clock.now())
  for (const pending of opening) pending.generation = generations.get(pending.row.id) ?? 0
}

/** Publishes, then clears what the documents' older generations left. Returns ids that were deleted meanwhile. */
async function publish(ctx: IngestContext, complete: readonly Pending[]): Promise<string[]> {
  if (complete.length === 0) return []
  const rows = complete.map((pending) => ({ ...pending.row, generation: pending.generation }))
  const published = await publishDocuments(ctx.sql, rows, ctx.clock.now())
  const stale = complete.filter(
    (pending) => pending.generation > 1 || !published.has(pending.row.id),
  )
  await purgeAll(
    ctx,
    stale.map((pending) => pending.row.id),
  )
  return rows.map((row) => row.id).filter((id) => !published.has(id))
}

async function purgeAll(ctx: IngestContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  let size = 64
  for (;;) {
    const started = performance.now()
    const purged = await purgeChunks(ctx.sql, ids, size)
    if (purged < size) return
    size = nextBatchSize(size, performance.now() - started)
  }
}

export async function removeDocuments(ctx: IngestContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await purgeAll(ctx, await markDeleted(ctx.sql, ids, ctx.clock.now()))
}

export { purgeAll as purgeUnreachable }
