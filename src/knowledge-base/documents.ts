import { z } from 'zod'
import { isUniqueViolation, withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { localDate } from '../shared/clock.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireEditor, requireReader, requireReviewer } from './access.ts'
import {
  findSlug,
  insertWithdrawal,
  liftWithdrawal,
  findWithdrawal,
  readChunkTexts,
  readDocuments,
  readUses,
  type ChunkText,
  type DocumentItem,
  type Use,
  type Withdrawal,
} from './store.ts'
import { findArticleOf, listVersionsOf, type Version } from './version-store.ts'

const USES_DAYS = 30
const DAY_MS = 86_400_000

export const ListDocumentsInput = z.object({ text: z.string().trim().max(100).default('') })
export const WithdrawInput = z.object({ reason: z.string().trim().min(2).max(500) })

function window(ctx: Pick<ServiceContext, 'clock'>): { day: string; since: Date } {
  const now = ctx.clock.now()
  return { day: localDate(now), since: new Date(now.getTime() - USES_DAYS * DAY_MS) }
}

export async function listKnowledge(
  ctx: Pick<ServiceContext, 'sql' | 'actor' | 'clock'>,
  input: z.output<typeof ListDocumentsInput>,
): Promise<{ documents: DocumentItem[]; usesDays: number }> {
  requireReader(ctx)
  const documents = await readDocuments(ctx.sql, { ...window(ctx), text: input.text, id: null })
  return { documents, usesDays: USES_DAYS }
}

export type DocumentDetail = {
  document: DocumentItem
  withdrawal: Withdrawal | null
  chunks: ChunkText[]
  versions: Version[]
  uses: Use[]
  /** Answers that stood on it, by how they ended. */
  outcomes: Record<string, number>
}

export async function getKnowledge(
  ctx: Pick<ServiceContext, 'sql' | 'actor' | 'clock'>,
  id: string,
): Promise<DocumentDetail> {
  requireReader(ctx)
  const { day, since } = window(ctx)
  const [document] = await readDocuments(ctx.sql, { day, since, text: '', id })
  if (document === undefined) throw new NotFoundError('document', id)
  const articleId = await findArticleOf(ctx.sql, id)
  const uses = await readUses(ctx.sql, { documentId: id, since })
  const outcomes: Record<string, number> = {}
  for (const { outcome } of uses) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  return {
    document,
    withdrawal: (await findWithdrawal(ctx.sql, document.slug)) ?? null,
    chunks: await readChunkTexts(ctx.sql, id),
    versions: articleId === undefined ? [] : await listVersionsOf(ctx.sql, articleId),
    uses: uses.slice(0, 50),
    outcomes,
  }
}

/** Out of every search with this statement. One person is enough: silence is the safe direction. */
export async function withdrawDocument(
  ctx: ServiceContext,
  id: string,
  input: z.output<typeof WithdrawInput>,
): Promise<void> {
  const actor = requireEditor(ctx)
  const slug = await findSlug(ctx.sql, id)
  if (slug === undefined) throw new NotFoundError('document', id)
  const at = ctx.clock.now()
  const row = {
    id: newId('wdr'),
    slug,
    reason: input.reason,
    withdrawnBy: actor.id,
    withdrawnByName: actor.name,
    withdrawnAt: at,
  }
  try {
    await withTransaction(ctx.sql, async (tx) => {
      await insertWithdrawal(tx, row)
      const details = { reason: input.reason }
      await appendAudit(tx, { at, actor, action: 'knowledge.withdrawn', subject: id, details })
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError('invalid_transition', 'is withdrawn')
    throw error
  }
}

/** Speaking again is a publication: a reviewer, and not the person who withdrew it. */
export async function restoreDocument(ctx: ServiceContext, id: string): Promise<void> {
  const actor = requireReviewer(ctx)
  const slug = await findSlug(ctx.sql, id)
  if (slug === undefined) throw new NotFoundError('document', id)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const withdrawal = await findWithdrawal(tx, slug)
    if (withdrawal === undefined) throw new ConflictError('invalid_transition', 'is not withdrawn')
    if (withdrawal.withdrawnBy === actor.id)
      throw new ForbiddenError('whoever withdrew does not restore', 'second_person')
    await liftWithdrawal(tx, { id: withdrawal.id, by: actor.id, byName: actor.name, at })
    await appendAudit(tx, { at, actor, action: 'knowledge.restored', subject: id })
  })
}
