import type { Sql } from '../db/client.ts'

export type AuditRow = {
  seq: number
  at: Date
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
  previousHash: string
  hash: string
}

/** Any constant does; it only has to be ours. Held to the end of the transaction: the chain has one writer. */
const AUDIT_LOCK = 7_266_184

export async function lockAudit(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`
}

function columns(sql: Sql) {
  return sql`seq::int as seq, at, actor, action, subject, details, previous_hash as "previousHash", hash`
}

export async function lastAuditHash(sql: Sql): Promise<string> {
  const [row] = await sql<{ hash: string }[]>`select hash from audit_log order by seq desc limit 1`
  return row?.hash ?? ''
}

export async function insertAudit(sql: Sql, row: Omit<AuditRow, 'seq'>): Promise<void> {
  await sql`insert into audit_log (at, actor, action, subject, details, previous_hash, hash)
    values (${row.at}, ${row.actor}, ${row.action}, ${row.subject}, ${sql.json(row.details as never)},
      ${row.previousHash}, ${row.hash})`
}

export async function readAudit(
  sql: Sql,
  page: { before: number | null; action: string | null; limit: number },
): Promise<AuditRow[]> {
  return sql<AuditRow[]>`select ${columns(sql)} from audit_log
    where (${page.before}::bigint is null or seq < ${page.before})
      and (${page.action}::text is null or starts_with(action, ${page.action}))
    order by seq desc limit ${page.limit}`
}

export async function readAuditChain(sql: Sql, after: number, limit: number): Promise<AuditRow[]> {
  return sql<
    AuditRow[]
  >`select ${columns(sql)} from audit_log where seq > ${after} order by seq limit ${limit}`
}
