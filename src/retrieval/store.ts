import type { Sql } from '../db/client.ts'
import type { Level } from './levels.ts'
import type { Passage } from './passage.ts'
import type { TermStatistics } from './bm25.ts'
import type { QueryPlan } from './plan-query.ts'
import type { Candidate } from './rank-candidates.ts'
import { formatSparse } from './terms.ts'

export type SearchFilter = {
  /** Division code of the resident as a prefix path; a document applies when its prefix starts it. */
  resident: string
  /** `2026-11-23`, as the calendar reads in the city. */
  day: string
  levels: readonly Level[] | null
  /** True: only what does NOT apply here, to say whose rule it is. */
  elsewhere: boolean
}

/** A row of any list with every inner product of the plan: what ranking needs, and nothing to read aloud. */
export type CandidateRow = Candidate & { readonly embedding: number | null }

export type EmbeddedQuery = { readonly modelId: number; readonly vector: readonly number[] }

/** How many rows each list gives. */
export type ListSizes = { words: number; meaning: number; embeddings: number }

type PassageRow = Omit<Passage, 'rank' | 'scores' | 'outrankedBy'> & { chunkId: string }

export async function readTermStatistics(
  sql: Sql,
  places: readonly number[],
): Promise<TermStatistics> {
  const rows = await sql<{ place: number; documents: number }[]>`
    select 0 as place, documents from corpus_statistics where id = 1
    union all
    select t.place, t.documents from jsonb_array_elements_text(${sql.json([...places])}::jsonb) as wanted (place)
    join term_statistics t on t.place = wanted.place::integer`
  const frequencies = new Map(rows.map((row) => [row.place, Math.max(0, row.documents)]))
  const documents = frequencies.get(0) ?? 0
  frequencies.delete(0)
  return { documents, frequencies }
}

/** Single precision is all the column holds: more digits are only more bytes to write and to read. */
function formatVector(values: Iterable<number>): string {
  return `[${Array.from(values, (value) => Number(value.toPrecision(8))).join(',')}]`
}

/** All lists, the filters inside each of them, and every score of their union: one round trip. */
export async function searchCandidates(
  sql: Sql,
  plan: Pick<QueryPlan, 'lexical' | 'unigram' | 'dense'>,
  filter: SearchFilter,
  options: { sizes: ListSizes; embedded: EmbeddedQuery | undefined },
): Promise<CandidateRow[]> {
  const { sizes, embedded } = options
  const levels = filter.levels === null ? null : sql.json([...filter.levels])
  const filters = sql`${filter.day}::date, ${filter.resident}::text, ${levels}::jsonb, ${filter.elsewhere}::boolean`
  const words = sql`${formatSparse(plan.lexical)}::sparsevec`
  const meaning = sql`${formatVector(plan.dense)}::vector`
  const embeddings =
    embedded === undefined
      ? sql``
      : sql`union all select chunk_id, score from search_embeddings(${embedded.modelId}::integer,
          ${formatVector(embedded.vector)}::text, ${sizes.embeddings}::integer, ${filters})`
  return sql<CandidateRow[]>`
    with found as materialized (
      select chunk_id, null::double precision as score
      from search_lists(${words}, ${meaning}, ${sizes.words}::integer, ${sizes.meaning}::integer, ${filters})
      ${embeddings}
    )
    select c.id, d.title, c.article_no as "articleNo", c.document_id as "documentId", c.ordinal, c.length,
      -(c.lexical <#> ${words}) as lexical,
      -(c.lexical <#> ${formatSparse(plan.unigram)}::sparsevec) as unigram,
      -(c.meaning <#> ${meaning}) as dense,
      lists.score as embedding
    from (select chunk_id, max(score) as score from found group by chunk_id) lists
    join chunks c on c.id = lists.chunk_id
    join documents d on d.id = c.document_id`
}

/** Dates as text: a date has no time zone, and a driver that makes it an instant moves it by a day. */
function passageColumns(sql: Sql, day: string) {
  return sql`
    c.id as "chunkId", c.passage_id as "passageId", c.document_id as "documentId", d.title, c.heading, c.path,
    c.article_no as "articleNo", d.doc_no as "docNo", d.issuer, d.level, d.level_rank as "levelRank", d.jurisdiction,
    d.source_type as "sourceType", d.published_at::text as "publishedAt", d.effective_from::text as "effectiveFrom",
    d.effective_to::text as "effectiveTo", d.as_of::text as "asOf", d.source_name as "sourceName",
    d.source_version as "sourceVersion", d.rendition = 'restated' as restated, c.anchor, c.page, c.ordinal, c.text,
    c.related_questions as "relatedQuestions",
    case
      when d.effective_from > ${day}::date then 'not_yet'
      when d.id in (select id from documents_in_force(${day}::date)) then 'effective'
      when d.status = 'effective' and d.effective_to is null then 'superseded'
      when d.status in ('effective', 'not_yet') then 'repealed'
      else d.status
    end as status`
}

export async function readChunks(
  sql: Sql,
  chunkIds: readonly string[],
  day: string,
): Promise<PassageRow[]> {
  if (chunkIds.length === 0) return []
  return sql<PassageRow[]>`
    select ${passageColumns(sql, day)}
    from jsonb_array_elements_text(${sql.json([...chunkIds])}::jsonb) as wanted (id)
    join chunks c on c.id = wanted.id::bigint
    join documents d on d.id = c.document_id and d.generation = c.generation and d.deleted_at is null`
}

export async function readPassages(
  sql: Sql,
  passageIds: readonly string[],
  day: string,
): Promise<PassageRow[]> {
  if (passageIds.length === 0) return []
  return sql<PassageRow[]>`
    select ${passageColumns(sql, day)}
    from jsonb_array_elements_text(${sql.json([...passageIds])}::jsonb) as wanted (id)
    join chunks c on c.passage_id = wanted.id
    join documents d on d.id = c.document_id and d.generation = c.generation and d.deleted_at is null`
}

/** Text of the chunks just before and after, for reading a citation in its place. */
export async function readNeighbours(
  sql: Sql,
  documentId: string,
  ordinal: number,
): Promise<{ before: string | null; after: string | null }> {
  const rows = await sql<{ ordinal: number; text: string }[]>`
    select c.ordinal, c.text from chunks c
    join documents d on d.id = c.document_id and d.generation = c.generation
    where c.document_id = ${documentId} and c.ordinal in (${ordinal - 1}, ${ordinal + 1})`
  const textAt = (wanted: number) => rows.find((row) => row.ordinal === wanted)?.text ?? null
  return { before: textAt(ordinal - 1), after: textAt(ordinal + 1) }
}

export type SectionRow = { ordinal: number; passageId: string; heading: string; text: string }

/** The document from `reach` chunks before `ordinal` to `reach` after it, in its own order. */
export async function readSections(
  sql: Sql,
  input: { documentId: string; ordinal: number; reach: number },
): Promise<SectionRow[]> {
  const { documentId, ordinal, reach } = input
  return sql<SectionRow[]>`
    select c.ordinal, c.passage_id as "passageId", c.heading, c.text from chunks c
    join documents d on d.id = c.document_id and d.generation = c.generation
    where c.document_id = ${documentId}
      and c.ordinal between ${ordinal - reach} and ${ordinal + reach}
    order by c.ordinal`
}

/** One related question of each guide that applies here today, the most general guides first. */
export async function readQuickQuestions(
  sql: Sql,
  filter: Pick<SearchFilter, 'resident' | 'day'>,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ question: string }[]>`
    select question from (
      select distinct on (d.id) d.id, d.jurisdiction, d.slug, c.related_questions ->> 0 as question
      from documents_in_force(${filter.day}::date) d
      join chunks c on c.document_id = d.id and c.generation = d.generation
      where starts_with(${filter.resident}::text, d.jurisdiction) and d.source_type <> 'press'
        and jsonb_array_length(c.related_questions) > 0
      order by d.id, c.ordinal
    ) firsts
    order by length(jurisdiction) desc, slug
    limit ${limit}`
  return rows.map((row) => row.question)
}
