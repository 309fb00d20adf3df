import type { Sql } from '../../db/client.ts'

const CHUNK = 256 * 1024

export async function insertPhoto(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    type: string
    bytes: Uint8Array
    sha256: string
    at: Date
  },
): Promise<void> {
  const { id, bytes, at } = row
  await sql`insert into blobs (id, content_type, size, sha256, created_at)
    values (${id}, ${row.type}, ${bytes.length}, ${row.sha256}, ${at})`
  for (let seq = 0; seq * CHUNK < bytes.length; seq += 1) {
    const chunk = bytes.slice(seq * CHUNK, (seq + 1) * CHUNK)
    await sql`insert into blob_chunks (blob_id, seq, bytes) values (${id}, ${seq}, ${chunk})`
  }
  await sql`insert into photos (id, conversation_id, created_at)
    values (${id}, ${row.conversationId}, ${at})`
}

export async function countPhotos(sql: Sql, conversationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from photos where conversation_id = ${conversationId}`
  return row?.count ?? 0
}

export async function listPhotoIds(sql: Sql, ticketId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from photos where ticket_id = ${ticketId} order by created_at, id`
  return rows.map(({ id }) => id)
}

export async function readPhotoBytes(
  sql: Sql,
  input: { id: string; conversationId?: string; ticketId?: string },
): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | undefined> {
  const { id, conversationId = null, ticketId = null } = input
  const [photo] = await sql<{ type: string; size: number }[]>`
    select b.content_type as type, b.size from photos p join blobs b on b.id = p.id
    where p.id = ${id} and (p.conversation_id = ${conversationId} or p.ticket_id = ${ticketId})`
  if (photo === undefined) return undefined
  const chunks = await sql<{ bytes: Uint8Array }[]>`
    select bytes from blob_chunks where blob_id = ${id} order by seq`
  const bytes = new Uint8Array(photo.size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk.bytes, at)
    at += chunk.bytes.length
  }
  return { type: photo.type, bytes }
}

/** Only photos of one's own conversation that hang on no ticket yet; returns how many there were. */
export async function attachPhotos(
  sql: Sql,
  input: { ids: readonly string[]; conversationId: string; ticketId: string },
): Promise<number> {
  const { count } = await sql`update photos set ticket_id = ${input.ticketId}
    where id in ${sql([...input.ids])} and conversation_id = ${input.conversationId} and ticket_id is null`
  return count
}

export async function deleteLoosePhoto(
  sql: Sql,
  input: { id: string; conversationId: string },
): Promise<boolean> {
  const { count } = await sql`delete from blobs where id in (select id from photos
    where id = ${input.id} and conversation_id = ${input.conversationId} and ticket_id is null)`
  return count > 0
}

export async function deletePhotosOf(
  sql: Sql,
  owner: { conversationId: string } | { ticketId: string },
): Promise<number> {
  const mine =
    'ticketId' in owner
      ? sql`ticket_id = ${owner.ticketId}`
      : sql`conversation_id = ${owner.conversationId}`
  const { count } = await sql`delete from blobs where id in (select id from photos where ${mine})`
  return count
}

/** Chosen for a draft that was never confirmed. */
export async function deleteOldLoosePhotos(
  sql: Sql,
  input: { before: Date; limit: number },
): Promise<number> {
  const { count } = await sql`delete from blobs where id in (select id from photos
    where ticket_id is null and created_at < ${input.before} limit ${input.limit})`
  return count
}
