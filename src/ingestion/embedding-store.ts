import type { Sql } from '../db/client.ts'

export type EmbeddingModelRow = { id: number; dimensions: number }
export type UnembeddedChunk = { content_hash: string; text: string }

/** The model's row, made at its first vector: only an answer says how wide the model is. */
export async function registerModel(
  sql: Sql,
  model: { name: string; dimensions: number; at: Date },
): Promise<EmbeddingModelRow> {
  await sql`
    insert into embedding_models (name, dimensions, created_at) values (${model.name}, ${model.dimensions}, ${model.at})
    on conflict (name) do nothing`
  const [row] = await sql<EmbeddingModelRow[]>`
    select id, dimensions from embedding_models where name = ${model.name}`
  if (row === undefined) throw new Error(`embedding model ${model.name} was removed meanwhile`)
  return row
}

export async function findModel(sql: Sql, name: string): Promise<EmbeddingModelRow | undefined> {
  const [row] = await sql<EmbeddingModelRow[]>`
    select id, dimensions from embedding_models where name = ${name}`
  return row
}

export async function countUnembedded(sql: Sql, modelId: number): Promise<number> {
  const [row] = await sql<{ missing: number }[]>`
    select count(distinct c.content_hash)::int as missing from chunks c
    join documents d on d.id = c.document_id and d.generation = c.generation
    where not exists (select 1 from embeddings e where e.model_id = ${modelId} and e.content_hash = c.content_hash)`
  return row?.missing ?? 0
}

export async function countEmbeddings(sql: Sql, modelId: number): Promise<number> {
  const [row] = await sql<{ held: number }[]>`
    select count(*)::int as held from embeddings where model_id = ${modelId}`
  return row?.held ?? 0
}

export async function readUnembedded(
  sql: Sql,
  modelId: number,
  limit: number,
): Promise<UnembeddedChunk[]> {
  return sql<UnembeddedChunk[]>`
    select distinct on (c.content_hash) c.content_hash, concat_ws(E'\\n', d.title, c.heading, c.text) as text
    from chunks c
    join documents d on d.id = c.document_id and d.generation = c.generation
    where not exists (select 1 from embeddings e where e.model_id = ${modelId} and e.content_hash = c.content_hash)
    order by c.content_hash
    limit ${limit}`
}

export async function saveEmbeddings(
  sql: Sql,
  modelId: number,
  rows: readonly { content_hash: string; embedding: string }[],
): Promise<void> {
  await sql`
    insert into embeddings (model_id, content_hash, embedding)
    select ${modelId}, content_hash, embedding::vector
    from jsonb_to_recordset(${sql.json(rows)}::jsonb) as row (content_hash text, embedding text)
    on conflict do nothing`
}

export async function buildEmbeddingIndex(sql: Sql, modelId: number): Promise<void> {
  await sql`select build_embedding_index(${modelId}::integer)`
}

export async function markComplete(sql: Sql, modelId: number, at: Date): Promise<void> {
  await sql`update embedding_models set complete_at = ${at} where id = ${modelId} and complete_at is null`
}

/** Vectors whose text no document holds any more, searchable or being written. */
export async function removeUnusedEmbeddings(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from embeddings e
    where not exists (select 1 from chunks c where c.content_hash = e.content_hash)`
  return rows.count
}

export type KnownModel = { name: string; dimensions: number; complete: boolean; held: number }

export async function listModels(sql: Sql): Promise<KnownModel[]> {
  return sql<KnownModel[]>`
    select m.name, m.dimensions, m.complete_at is not null as complete,
      (select count(*)::int from embeddings e where e.model_id = m.id) as held
    from embedding_models m order by m.name`
}

/** The model's vectors and their graph; false when there is none of that name. */
export async function removeModel(sql: Sql, name: string): Promise<boolean> {
  const rows = await sql`select forget_embedding_model(${name}::text) as id`
  return rows[0]?.['id'] !== null
}
