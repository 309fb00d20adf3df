import type { Sql } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { actorLabel, hasRole, type Actor } from '../shared/actor.ts'
import { ForbiddenError } from '../shared/errors.ts'
import { sha256Hex } from '../shared/ids.ts'
import {
  insertAudit,
  lastAuditHash,
  lockAudit,
  readAudit,
  readAuditChain,
  type AuditRow,
} from './audit-store.ts'

const PAGE = 100
const CHAIN_STEP = 500

export type AuditEntry = {
  at: Date
  actor: Actor
  /** `knowledge.published`, `staff.roles_changed`: area, then what was done. */
  action: string
  subject: string
  details?: Record<string, unknown>
}

/** jsonb does not keep key order, so the hash is taken over sorted keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)])
}

async function hashRow(row: Omit<AuditRow, 'seq' | 'hash'>): Promise<string> {
  const { at, actor, action, subject, details, previousHash } = row
  return sha256Hex(
    JSON.stringify([at.toISOString(), actor, action, subject, canonical(details), previousHash]),
  )
}

/** Call inside the transaction of the act itself: one is not stored without the other. */
export async function appendAudit(tx: Sql, entry: AuditEntry): Promise<void> {
  await lockAudit(tx)
  const row = {
    at: entry.at,
    actor: actorLabel(entry.actor),
    action: entry.action,
    subject: entry.subject,
    details: entry.details ?? {},
    previousHash: await lastAuditHash(tx),
  }
  await insertAudit(tx, { ...row, hash: await hashRow(row) })
}

function requireAuditReader(ctx: Pick<ServiceContext, 'actor'>): void {
  if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the audit log')
}

export async function listAudit(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { before?: number | undefined; action?: string | undefined },
): Promise<{ entries: Omit<AuditRow, 'previousHash' | 'hash'>[] }> {
  requireAuditReader(ctx)
  const page = { before: input.before ?? null, action: input.action ?? null, limit: PAGE }
  const rows = await readAudit(ctx.sql, page)
  return {
    entries: rows.map(({ seq, at, actor, action, subject, details }) => {
      return { seq, at, actor, action, subject, details }
    }),
  }
}

/** Walks the chain from its start; tells the first row that does not follow from the one before. */
export async function verifyAudit(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ rows: number; brokenAt: number | null }> {
  requireAuditReader(ctx)
  let rows = 0
  let previous = ''
  let after = 0
  for (;;) {
    const chain = await readAuditChain(ctx.sql, after, CHAIN_STEP)
    for (const row of chain) {
      rows += 1
      const follows = row.previousHash === previous && row.hash === (await hashRow(row))
      if (!follows) return { rows, brokenAt: row.seq }
      previous = row.hash
      after = row.seq
    }
    if (chain.length < CHAIN_STEP) return { rows, brokenAt: null }
  }
}
