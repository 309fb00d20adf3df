import type { Sql } from '../db/client.ts'

export type EmbeddingModelRow = { id: number; name: string; dimensions: number }

/** The model by name, when every searchable chunk has its vector: a half-filled one would hide the rest. */
export async function findReadyModel(
  sql: Sql,
  name: string,
): Promise<EmbeddingModelRow | undefined> {
  const [row] = await sql<EmbeddingModelRow[]>`
    select id, name, dimensions from embedding_models where name = ${name} and complete_at is not null`
  return row
}
