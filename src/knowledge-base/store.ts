import type { Sql } from '../db/client.ts'

export type DocumentItem = {
  id: string
  slug: string
  title: string
  issuer: string
  docNo: string | null
  level: string
  jurisdiction: string
  status: string
  effectiveFrom: string | null
  effectiveTo: string | null
  reviewDue: string | null
  reviewedBy: string | null
  origin: string
  chunks: number
  updatedAt: Date
  /** As it stands on the day asked for, by dates, successors and withdrawals. */
  standing: 'in_force' | 'scheduled' | 'ended' | 'withdrawn'
  uses: number
}

export type DocumentFilter = { day: string; text: string; since: Date; id: string | null }

export async function readDocuments(sql: Sql, filter: DocumentFilter): Promise<DocumentItem[]> {
  return sql<DocumentItem[]>`
    with in_force as (select id from documents_in_force(${filter.day}::date)),
      used as (
        select c.document_id as id, count(distinct t.id)::int as uses
        from turns t cross join jsonb_array_elements(t.passages) as p
        join chunks c on c.passage_id = p ->> 'passageId'
        where t.started_at >= ${filter.since} and (p ->> 'used')::boolean group by 1)
    select d.id, d.slug, d.title, d.issuer, d.doc_no as "docNo", d.level, d.jurisdiction, d.status, d.origin,
      d.effective_from::text as "effectiveFrom", d.effective_to::text as "effectiveTo",
      d.review_due::text as "reviewDue", d.reviewed_by as "reviewedBy", d.updated_at as "updatedAt",
      (select count(*)::int from chunks c where c.document_id = d.id and c.generation = d.generation) as chunks,
      coalesce(u.uses, 0) as uses,
      case
        when exists (select 1 from withdrawn_documents w where w.slug = d.slug and w.lifted_at is null) then 'withdrawn'
        when f.id is not null then 'in_force'
        when d.effective_from > ${filter.day}::date then 'scheduled'
        else 'ended' end as standing
    from documents d left join in_force f on f.id = d.id left join used u on u.id = d.id
    where d.generation is not null and d.deleted_at is null
      and (${filter.id}::text is null or d.id = ${filter.id})
      and (${filter.text} = '' or position(lower(${filter.text}) in lower(d.title || ' ' || d.issuer || ' ' || coalesce(d.doc_no, ''))) > 0)
    order by d.updated_at desc, d.title limit 500`
}

export type ChunkText = {
  passageId: string
  heading: string
  path: string
  articleNo: string | null
  page: number | null
  text: string
  relatedQuestions: string[]
}

/** Published chunks, or the staged ones of a document that is not published yet. */
export async function readChunkTexts(sql: Sql, documentId: string): Promise<ChunkText[]> {
  return sql<ChunkText[]>`
    select c.passage_id as "passageId", c.heading, c.path, c.article_no as "articleNo", c.page, c.text,
      c.related_questions as "relatedQuestions"
    from chunks c join documents d on d.id = c.document_id
      and c.generation = coalesce(d.ingesting_generation, d.generation)
    where d.id = ${documentId} order by c.ordinal limit 2000`
}

export async function findSlug(sql: Sql, documentId: string): Promise<string | undefined> {
  const [row] = await sql<
    { slug: string }[]
  >`select slug from documents where id = ${documentId} and deleted_at is null`
  return row?.slug
}

export type Use = {
  turnId: string
  question: string
  outcome: string
  vote: 'up' | 'down' | null
  at: Date
}

export async function readUses(
  sql: Sql,
  input: { documentId: string; since: Date },
): Promise<Use[]> {
  return sql<Use[]>`
    select t.id as "turnId", t.text as question, t.outcome, f.vote, t.started_at as at
    from turns t left join feedback f on f.message_id = t.answer_message_id
    where t.started_at >= ${input.since} and t.outcome is not null and exists (
      select 1 from jsonb_array_elements(t.passages) as p join chunks c on c.passage_id = p ->> 'passageId'
      where (p ->> 'used')::boolean and c.document_id = ${input.documentId})
    order by t.started_at desc limit 500`
}

export type Withdrawal = {
  id: string
  slug: string
  reason: string
  withdrawnBy: string
  withdrawnByName: string
  withdrawnAt: Date
}

export async function insertWithdrawal(sql: Sql, row: Withdrawal): Promise<void> {
  await sql`insert into withdrawn_documents (id, slug, reason, withdrawn_by, withdrawn_by_name, withdrawn_at)
    values (${row.id}, ${row.slug}, ${row.reason}, ${row.withdrawnBy}, ${row.withdrawnByName}, ${row.withdrawnAt})`
}

export async function findWithdrawal(sql: Sql, slug: string): Promise<Withdrawal | undefined> {
  const [row] = await sql<Withdrawal[]>`select id, slug, reason, withdrawn_by as "withdrawnBy",
      withdrawn_by_name as "withdrawnByName", withdrawn_at as "withdrawnAt"
    from withdrawn_documents where slug = ${slug} and lifted_at is null`
  return row
}

export async function liftWithdrawal(
  sql: Sql,
  row: { id: string; by: string; byName: string; at: Date },
): Promise<void> {
  await sql`update withdrawn_documents set lifted_by = ${row.by}, lifted_by_name = ${row.byName}, lifted_at = ${row.at}
    where id = ${row.id}`
}
