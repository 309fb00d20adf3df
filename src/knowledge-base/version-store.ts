import type { Sql } from '../db/client.ts'
import type { DocumentProblem } from '../ports.ts'

export type VersionState =
  | 'pending_parse'
  | 'unreadable'
  | 'draft'
  | 'submitted'
  | 'published'
  | 'discarded'
export type SourceKind = 'file' | 'url' | 'text'

export type Version = {
  id: string
  articleId: string
  number: number
  state: VersionState
  title: string
  edits: Record<string, unknown>
  fields: Record<string, unknown>
  documentId: string | null
  replacesDocumentId: string | null
  sourceKind: SourceKind
  sourceName: string
  problems: DocumentProblem[]
  authors: string[]
  gapIds: string[]
  note: string
  createdByName: string
  createdAt: Date
  submittedBy: string | null
  submittedByName: string | null
  submittedAt: Date | null
  decidedByName: string | null
  decidedAt: Date | null
  decisionReason: string
  revision: number
}

function columns(sql: Sql) {
  return sql`id, article_id as "articleId", number, state, title, edits, fields, document_id as "documentId",
    replaces_document_id as "replacesDocumentId", source_kind as "sourceKind", source_name as "sourceName", problems,
    authors, gap_ids as "gapIds", note, created_by_name as "createdByName", created_at as "createdAt",
    submitted_by as "submittedBy", submitted_by_name as "submittedByName", submitted_at as "submittedAt",
    decided_by_name as "decidedByName", decided_at as "decidedAt", decision_reason as "decisionReason", revision`
}

export type NewVersion = Pick<
  Version,
  'id' | 'title' | 'edits' | 'replacesDocumentId' | 'sourceKind' | 'sourceName' | 'gapIds' | 'note'
> & { articleId: string; bytes: Uint8Array | null; author: string; authorName: string; at: Date }

export async function insertVersion(sql: Sql, row: NewVersion): Promise<void> {
  await sql`insert into knowledge_versions (id, article_id, number, state, title, edits, replaces_document_id,
      source_kind, source_name, source, authors, gap_ids, note, created_by_name, created_at)
    select ${row.id}, ${row.articleId}, coalesce(max(v.number), 0) + 1, 'pending_parse', ${row.title},
      ${sql.json(row.edits as never)}::jsonb, ${row.replacesDocumentId}, ${row.sourceKind}, ${row.sourceName},
      ${row.bytes}::bytea, ${sql.json([row.author])}::jsonb, ${sql.json(row.gapIds)}::jsonb, ${row.note},
      ${row.authorName}, ${row.at}::timestamptz
    from knowledge_versions v where v.article_id = ${row.articleId}`
}

export async function findVersion(sql: Sql, id: string): Promise<Version | undefined> {
  const [row] = await sql<
    Version[]
  >`select ${columns(sql)} from knowledge_versions where id = ${id}`
  return row
}

export async function lockVersion(sql: Sql, id: string): Promise<Version | undefined> {
  const [row] = await sql<
    Version[]
  >`select ${columns(sql)} from knowledge_versions where id = ${id} for update`
  return row
}

/** The line of versions a published document belongs to, if it came from the console. */
export async function findArticleOf(sql: Sql, documentId: string): Promise<string | undefined> {
  const [row] = await sql<{ articleId: string }[]>`
    select article_id as "articleId" from knowledge_versions where document_id = ${documentId}`
  return row?.articleId
}

export async function listOpenVersions(sql: Sql): Promise<Version[]> {
  return sql<Version[]>`select ${columns(sql)} from knowledge_versions
    where state in ('pending_parse', 'unreadable', 'draft', 'submitted') order by created_at desc limit 200`
}

export async function listVersionsOf(sql: Sql, articleId: string): Promise<Version[]> {
  return sql<Version[]>`select ${columns(sql)} from knowledge_versions
    where article_id = ${articleId} and state <> 'discarded' order by number desc`
}

/** Takes the source for parsing; a process that died with it loses it after the lease. */
export async function claimSource(
  sql: Sql,
  input: { id: string | null; at: Date; until: Date },
): Promise<
  | (Pick<Version, 'id' | 'sourceKind' | 'sourceName' | 'edits'> & { bytes: Uint8Array | null })
  | undefined
> {
  const [row] = await sql<
    (Pick<Version, 'id' | 'sourceKind' | 'sourceName' | 'edits'> & { bytes: Uint8Array | null })[]
  >`update knowledge_versions set parsing_until = ${input.until}
    where id = (select id from knowledge_versions
      where state = 'pending_parse' and (parsing_until is null or parsing_until < ${input.at})
        and (${input.id}::text is null or id = ${input.id})
      order by created_at limit 1 for update skip locked)
    returning id, source_kind as "sourceKind", source_name as "sourceName", edits, source as bytes`
  return row
}

export async function saveParsed(
  sql: Sql,
  row: { id: string; title: string; fields: Record<string, unknown>; documentId: string },
): Promise<void> {
  await sql`update knowledge_versions set state = 'draft', title = ${row.title},
      fields = ${sql.json(row.fields as never)}, document_id = ${row.documentId}, problems = '[]', parsing_until = null
    where id = ${row.id}`
}

export async function saveUnreadable(
  sql: Sql,
  row: { id: string; problems: readonly DocumentProblem[] },
): Promise<void> {
  await sql`update knowledge_versions set state = 'unreadable', problems = ${sql.json([...row.problems])},
      parsing_until = null
    where id = ${row.id}`
}

/** Back to be parsed with what was corrected; whoever corrected it is an author from here on. */
export async function reopenVersion(
  sql: Sql,
  row: {
    id: string
    edits: Record<string, unknown>
    title: string
    author: string
    bytes: Uint8Array | null
  },
): Promise<void> {
  await sql`update knowledge_versions set state = 'pending_parse', edits = ${sql.json(row.edits as never)},
      title = ${row.title}, source = coalesce(${row.bytes}::bytea, source), revision = revision + 1,
      authors = case when authors ? ${row.author} then authors else authors || ${sql.json([row.author])}::jsonb end
    where id = ${row.id}`
}

export async function markSubmitted(
  sql: Sql,
  row: { id: string; by: string; byName: string; note: string; at: Date },
): Promise<void> {
  await sql`update knowledge_versions set state = 'submitted', submitted_by = ${row.by},
      submitted_by_name = ${row.byName}, submitted_at = ${row.at}, note = ${row.note}, revision = revision + 1
    where id = ${row.id}`
}

export async function markDecided(
  sql: Sql,
  row: { id: string; state: VersionState; by: string; byName: string; reason: string; at: Date },
): Promise<void> {
  await sql`update knowledge_versions set state = ${row.state}, decided_by = ${row.by}, decided_by_name = ${row.byName},
      decided_at = ${row.at}, decision_reason = ${row.reason}, revision = revision + 1
    where id = ${row.id}`
}

/** The moment it can be found: its own row gets its generation. False when there is nothing to publish. */
export async function publishStaged(
  sql: Sql,
  row: { documentId: string; reviewedBy: string; at: Date },
): Promise<boolean> {
  const rows =
    await sql`update documents set generation = ingesting_generation, ingesting_generation = null,
      reviewed_by = ${row.reviewedBy}, updated_at = ${row.at}
    where id = ${row.documentId} and ingesting_generation is not null and deleted_at is null returning id`
  return rows.length === 1
}

/** For a trial inside a transaction that is rolled back: found now, whatever its dates, in the place of the old one. */
export async function pretendPublished(
  sql: Sql,
  row: { documentId: string; replaces: string | null },
): Promise<void> {
  await sql`update documents set generation = ingesting_generation, status = 'effective', effective_from = null,
      effective_to = null
    where id = ${row.documentId} and ingesting_generation is not null`
  if (row.replaces !== null)
    await sql`update documents set generation = null where id = ${row.replaces}`
}
