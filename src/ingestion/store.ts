import type { Sql } from '../db/client.ts'
import { withTransaction } from '../db/client.ts'
import type { Level, SourceType } from '../retrieval/index.ts'
import type { DocumentFields } from './document.ts'

export type DocumentOrigin = 'bundled' | 'ingested' | 'uploaded'

export type DocumentRow = {
  id: string
  slug: string
  source_uri: string
  origin: DocumentOrigin
  content_hash: string
  title: string
  level_rank: number
  source_type: SourceType
} & Omit<DocumentFields, 'id' | 'source_type'>

export type ChunkRow = {
  passage_id: string
  document_id: string
  generation: number
  ordinal: number
  heading: string
  path: string
  article_no: string | null
  anchor: string
  page: number | null
  text: string
  related_questions: readonly string[]
  content_hash: string
  length: number
  lexical: string
  meaning: string
}

export type DocumentSummary = {
  documentId: string
  slug: string
  title: string
  level: Level
  jurisdiction: string
  status: string
  sourceUri: string
  effectiveFrom: string | null
  effectiveTo: string | null
  chunks: number
  updatedAt: Date
}

function documentColumns(sql: Sql) {
  return sql`id text, slug text, source_uri text, origin text, content_hash text, title text, issuer text,
    doc_no text, level text, level_rank integer, source_type text, jurisdiction text, published_at date,
    effective_from date, effective_to date, as_of text, status text, source_name text, source_version text,
    source_url text, licence text, rendition text, reviewed_by text, review_due date`
}

export async function readSourceHashes(
  sql: Sql,
  sourceUris: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ source_uri: string; hash: string }[]>`
    select s.source_uri, s.content_hash || ':' || s.parser_version as hash
    from jsonb_array_elements_text(${sql.json([...sourceUris])}::jsonb) as wanted (uri)
    join ingested_sources s on s.source_uri = wanted.uri`
  return new Map(rows.map((row) => [row.source_uri, row.hash]))
}

export async function listSourcesUnder(sql: Sql, prefix: string): Promise<string[]> {
  const rows = await sql<{ source_uri: string }[]>`
    select source_uri from ingested_sources where starts_with(source_uri, ${prefix})
    union select source_uri from documents where starts_with(source_uri, ${prefix}) and deleted_at is null`
  return rows.map((row) => row.source_uri)
}

export async function saveSourceHash(
  sql: Sql,
  source: { uri: string; hash: string; parserVersion: number; at: Date },
): Promise<void> {
  await sql`
    insert into ingested_sources (source_uri, content_hash, parser_version, ingested_at)
    values (${source.uri}, ${source.hash}, ${source.parserVersion}, ${source.at})
    on conflict (source_uri) do update set content_hash = excluded.content_hash,
      parser_version = excluded.parser_version, ingested_at = excluded.ingested_at`
}

export async function forgetSource(sql: Sql, sourceUri: string): Promise<void> {
  await sql`delete from ingested_sources where source_uri = ${sourceUri}`
}

export type KnownDocument = {
  id: string
  slug: string
  title: string
  source_uri: string
  content_hash: string
  chunks: number
}

/** Published documents of these sources; a document that is only half written is not known yet. */
export async function readDocumentsOfSources(
  sql: Sql,
  sourceUris: readonly string[],
): Promise<KnownDocument[]> {
  return sql<KnownDocument[]>`
    select d.id, d.slug, d.title, d.source_uri, d.content_hash,
      (select count(*)::int from chunks c where c.document_id = d.id and c.generation = d.generation) as chunks
    from jsonb_array_elements_text(${sql.json([...sourceUris])}::jsonb) as wanted (uri)
    join documents d on d.source_uri = wanted.uri and d.generation is not null and d.deleted_at is null`
}

/** Which source holds each of these slugs now. */
export async function readSlugOwners(
  sql: Sql,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ slug: string; source_uri: string }[]>`
    select d.slug, d.source_uri from jsonb_array_elements_text(${sql.json([...slugs])}::jsonb) as wanted (slug)
    join documents d on d.slug = wanted.slug and d.deleted_at is null`
  return new Map(rows.map((row) => [row.slug, row.source_uri]))
}

/** Opens a new generation for each document. What is published now stays as it is until `publishDocuments`. */
export async function beginDocuments(
  sql: Sql,
  rows: readonly DocumentRow[],
  at: Date,
): Promise<Map<string, number>> {
  const opened = await sql<{ id: string; generation: number }[]>`
    insert into documents as known (id, slug, source_uri, origin, title, level, level_rank, source_type, status,
      last_generation, ingesting_generation, ingesting_since, updated_at)
    select id, slug, source_uri, origin, title, level, level_rank, source_type, status, 1, 1, ${at}, ${at}
    from jsonb_to_recordset(${sql.json(rows)}::jsonb) as row (${documentColumns(sql)})
    on conflict (id) do update set last_generation = known.last_generation + 1,
      ingesting_generation = known.last_generation + 1, ingesting_since = excluded.ingesting_since, deleted_at = null
    returning id, ingesting_generation as generation`
  return new Map(opened.map((row) => [row.id, row.generation]))
}

export async function insertChunks(sql: Sql, rows: readonly ChunkRow[]): Promise<void> {
  await sql`
    insert into chunks (passage_id, document_id, generation, ordinal, heading, path, article_no, anchor, page, text,
      related_questions, content_hash, length, lexical, meaning)
    select passage_id, document_id, generation, ordinal, heading, path, article_no, anchor, page, text,
      related_questions, content_hash, length, lexical::sparsevec, meaning::vector
    from jsonb_to_recordset(${sql.json(rows)}::jsonb) as row (passage_id text, document_id text,
      generation integer, ordinal integer, heading text, path text, article_no text, anchor text, page integer,
      text text, related_questions jsonb, content_hash text, length integer, lexical text, meaning text)`
}

/**
 * The moment a document changes: text, metadata and supersessions together. A document deleted or begun anew since
 * its generation was opened is left alone, and missing from the answer.
 */
export async function publishDocuments(
  sql: Sql,
  rows: readonly (DocumentRow & { generation: number })[],
  at: Date,
): Promise<Set<string>> {
  return withTransaction(sql, async (tx) => {
    const published = await tx<{ id: string }[]>`
      update documents d set generation = row.generation, ingesting_generation = null, ingesting_since = null,
        slug = row.slug, source_uri = row.source_uri, origin = row.origin, content_hash = row.content_hash,
        title = row.title, issuer = row.issuer, doc_no = row.doc_no, level = row.level, level_rank = row.level_rank,
        source_type = row.source_type, jurisdiction = row.jurisdiction, published_at = row.published_at,
        effective_from = row.effective_from, effective_to = row.effective_to, as_of = row.as_of, status = row.status,
        source_name = row.source_name, source_version = row.source_version, source_url = row.source_url,
        licence = row.licence, rendition = row.rendition, reviewed_by = row.reviewed_by, review_due = row.review_due, updated_at = ${at}
      from jsonb_to_recordset(${tx.json(rows)}::jsonb) as row (${documentColumns(tx)}, generation integer)
      where d.id = row.id and d.ingesting_generation = row.generation and d.deleted_at is null
      returning d.id`
    const ids = new Set(published.map((row) => row.id))
    await replaceSupersessions(
      tx,
      rows.filter((row) => ids.has(row.id)),
    )
    return ids
  })
}

/** Gives a staged document its fields and takes it out of the sweep for abandoned ingestions. */
export async function holdDocument(sql: Sql, row: DocumentRow, at: Date): Promise<void> {
  await withTransaction(sql, async (tx) => {
    await tx`
      update documents d set ingesting_since = null, title = row.title, issuer = row.issuer, doc_no = row.doc_no,
        level = row.level, level_rank = row.level_rank, source_type = row.source_type,
        jurisdiction = row.jurisdiction, published_at = row.published_at, effective_from = row.effective_from,
        effective_to = row.effective_to, as_of = row.as_of, status = row.status, source_name = row.source_name,
        source_version = row.source_version, source_url = row.source_url, licence = row.licence,
        rendition = row.rendition, review_due = row.review_due, updated_at = ${at}
      from jsonb_to_recordset(${tx.json([row])}::jsonb) as row (${documentColumns(tx)})
      where d.id = row.id`
    await replaceSupersessions(tx, [row])
  })
}

async function replaceSupersessions(sql: Sql, rows: readonly DocumentRow[]): Promise<void> {
  const ids = sql.json(rows.map((row) => row.id))
  await sql`delete from document_supersessions where document_id in (select jsonb_array_elements_text(${ids}::jsonb))`
  const pairs = rows.flatMap((row) => row.supersedes.map((slug) => ({ document_id: row.id, slug })))
  if (pairs.length === 0) return
  await sql`
    insert into document_supersessions (document_id, superseded_slug)
    select document_id, slug from jsonb_to_recordset(${sql.json(pairs)}::jsonb) as row (document_id text, slug text)
    on conflict do nothing`
}

/** Out of every search in one statement; the rows follow in `purgeChunks`. */
export async function markDeleted(sql: Sql, ids: readonly string[], at: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update documents set generation = null, ingesting_generation = null, ingesting_since = null, content_hash = null,
      deleted_at = ${at}
    where id in (select jsonb_array_elements_text(${sql.json([...ids])}::jsonb)) and deleted_at is null
    returning id`
  return rows.map((row) => row.id)
}

/** Removes up to `limit` chunks that no search can reach any more; returns how many. */
export async function purgeChunks(
  sql: Sql,
  documentIds: readonly string[],
  limit: number,
): Promise<number> {
  const rows = await sql`
    delete from chunks where id in (
      select c.id from jsonb_array_elements_text(${sql.json([...documentIds])}::jsonb) as wanted (id)
      join documents d on d.id = wanted.id
      join chunks c on c.document_id = d.id
        and c.generation is distinct from d.generation and c.generation is distinct from d.ingesting_generation
      limit ${limit})`
  return rows.count
}

/** Documents with leftovers: an ingestion that was killed, a deletion that was cut short. */
export async function findLeftovers(sql: Sql, abandonedBefore: Date): Promise<string[]> {
  await sql`
    update documents set ingesting_generation = null, ingesting_since = null
    where ingesting_since < ${abandonedBefore}`
  const rows = await sql<{ id: string }[]>`
    select d.id from documents d
    where exists (select 1 from chunks c where c.document_id = d.id
      and c.generation is distinct from d.generation and c.generation is distinct from d.ingesting_generation)`
  return rows.map((row) => row.id)
}

export async function findDocument(
  sql: Sql,
  key: { documentId?: string; slug?: string },
): Promise<{ id: string; source_uri: string } | undefined> {
  const [row] = await sql<{ id: string; source_uri: string }[]>`
    select id, source_uri from documents
    where (id = ${key.documentId ?? ''} or slug = ${key.slug ?? ''}) and deleted_at is null`
  return row
}

export async function readDocuments(
  sql: Sql,
  page: { after: string; limit: number },
): Promise<DocumentSummary[]> {
  return sql<DocumentSummary[]>`
    select d.id as "documentId", d.slug, d.title, d.level, d.jurisdiction, d.status, d.source_uri as "sourceUri",
      d.effective_from::text as "effectiveFrom", d.effective_to::text as "effectiveTo", d.updated_at as "updatedAt",
      (select count(*)::int from chunks c where c.document_id = d.id and c.generation = d.generation) as chunks
    from documents d
    where d.generation is not null and d.deleted_at is null and d.slug > ${page.after}
    order by d.slug limit ${page.limit}`
}

export async function refreshStatistics(sql: Sql): Promise<void> {
  await sql`analyze documents, document_supersessions, chunks, term_statistics`
}

/** PGlite tells by how it was compiled. */
export async function isEmbedded(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ embedded: boolean }[]>`select version() ~* 'emscripten' as embedded`
  return row?.embedded === true
}

type CorpusSize = { chunks: number; indexed: boolean; fresh: number }

export async function countChunks(sql: Sql): Promise<CorpusSize> {
  const [row] = await sql<CorpusSize[]>`
    select s.documents as chunks, h.last_chunk_id > 0 as indexed,
      (select count(*)::int from chunks c where c.id > h.last_chunk_id) as fresh
    from corpus_statistics s, search_horizon h where s.id = 1 and h.id = 1`
  return row ?? { chunks: 0, indexed: false, fresh: 0 }
}

export async function buildChunkIndexes(sql: Sql): Promise<void> {
  await sql`select build_chunk_indexes()`
}
