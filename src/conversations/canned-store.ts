import type { Sql } from '../db/client.ts'

export type CannedReply = {
  id: string
  title: string
  text: string
  version: number
  own: boolean
  shared: boolean
  unitId: string | null
}

/** What a person may change: their own, and those of the units they administer. */
type Hands = { staffId: string; administered: readonly string[] }

function columns(sql: Sql, staffId: string) {
  return sql`id, title, text, version, staff_id is not distinct from ${staffId} as own,
    unit_id is not null as shared, unit_id as "unitId"`
}

function inHands(sql: Sql, { staffId, administered }: Hands) {
  return sql`(staff_id = ${staffId} or unit_id in (
    select jsonb_array_elements_text(${sql.json([...administered])}::jsonb)))`
}

/** One's own, those of one's unit (whoever wrote them), and those of everybody. */
export async function listCannedReplies(
  sql: Sql,
  input: { staffId: string; unitId: string | null },
): Promise<CannedReply[]> {
  return sql<CannedReply[]>`select ${columns(sql, input.staffId)} from staff_canned_replies
    where staff_id = ${input.staffId} or unit_id = ${input.unitId} or (staff_id is null and unit_id is null)
    order by own desc, title, id limit 200`
}

/** Those units share, by unit; nobody's own ones are among them. */
export async function listSharedReplies(sql: Sql, hands: Hands): Promise<CannedReply[]> {
  return sql<CannedReply[]>`select ${columns(sql, hands.staffId)} from staff_canned_replies
    where unit_id is not null and ${inHands(sql, hands)}
    order by unit_id, title, id limit 500`
}

export async function insertCannedReply(
  sql: Sql,
  row: {
    id: string
    staffId: string
    unitId: string | null
    title: string
    text: string
    at: Date
  },
): Promise<void> {
  await sql`insert into staff_canned_replies (id, staff_id, unit_id, title, text, created_at)
    values (${row.id}, ${row.staffId}, ${row.unitId}, ${row.title}, ${row.text}, ${row.at})`
}

/** Holds the row until the end of the transaction. */
export async function lockCannedReply(
  sql: Sql,
  { id, ...hands }: Hands & { id: string },
): Promise<CannedReply | undefined> {
  const [row] = await sql<CannedReply[]>`
    select ${columns(sql, hands.staffId)} from staff_canned_replies
    where id = ${id} and ${inHands(sql, hands)} for update`
  return row
}

export async function updateCannedReply(
  sql: Sql,
  row: { id: string; title: string; text: string; version: number },
): Promise<void> {
  await sql`update staff_canned_replies
    set title = ${row.title}, text = ${row.text}, version = ${row.version} where id = ${row.id}`
}

export async function deleteCannedReply(sql: Sql, id: string): Promise<void> {
  await sql`delete from staff_canned_replies where id = ${id}`
}
