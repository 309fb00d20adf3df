import { z } from 'zod'
import { withTransaction, type Sql } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { StaffActor } from '../shared/actor.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionError,
} from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireEditor, requireReader, requireReviewer } from './access.ts'
import { resolveGaps } from './gap-store.ts'
import { parseVersion } from './parse-versions.ts'
import { findSlug, readChunkTexts, type ChunkText } from './store.ts'
import {
  findArticleOf,
  findVersion,
  insertVersion,
  listOpenVersions,
  lockVersion,
  markDecided,
  markSubmitted,
  publishStaged,
  reopenVersion,
  type SourceKind,
  type Version,
  type VersionState,
} from './version-store.ts'

const day = z.iso.date().nullable()

/** What a person may correct; the reader of documents checks each value again. */
export const VersionEdits = z
  .object({
    title: z.string().trim().min(1).max(300),
    issuer: z.string().trim().max(200),
    doc_no: z.string().trim().max(100).nullable(),
    level: z.string().max(20),
    jurisdiction: z.string().regex(/^\d{0,12}$/),
    published_at: day,
    effective_from: day,
    effective_to: day,
    review_due: day,
    source_url: z.string().max(2000).nullable(),
    source_name: z.string().max(300),
  })
  .partial()
export type VersionEdits = z.output<typeof VersionEdits>

const gapIds = z.array(z.string().max(60)).max(200).default([])
const replaces = z.string().max(80).nullable().default(null)
export const StartVersionInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('url'),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    replaces,
    edits: VersionEdits.default({}),
  }),
  z.object({
    kind: z.literal('text'),
    title: z.string().trim().min(1).max(300),
    text: z.string().trim().min(1).max(200_000),
    replaces,
    gap_ids: gapIds,
    edits: VersionEdits.default({}),
  }),
])
export type StartVersionInput = z.output<typeof StartVersionInput>

export const EditVersionInput = z.object({
  revision: z.number().int(),
  edits: VersionEdits,
  text: z.string().trim().min(1).max(200_000).optional(),
})
export const SubmitVersionInput = z.object({
  revision: z.number().int(),
  note: z.string().trim().max(1000).default(''),
})
export const DecideVersionInput = z.object({
  revision: z.number().int(),
  decision: z.enum(['publish', 'send_back']),
  reason: z.string().trim().max(1000).default(''),
})

export const ACCEPTED_FILES = /\.(pdf|docx|html?|md|markdown|txt)$/i

export type VersionDetail = { version: Version; chunks: ChunkText[]; replaced: ChunkText[] }

async function start(
  ctx: ServiceContext,
  actor: StaffActor,
  input: {
    title: string
    kind: SourceKind
    name: string
    bytes: Uint8Array | null
    replaces: string | null
    gapIds: string[]
    edits: VersionEdits
  },
): Promise<Version> {
  const id = newId('kbv')
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    const former = input.replaces === null ? undefined : await findSlug(tx, input.replaces)
    if (input.replaces !== null && former === undefined)
      throw new NotFoundError('document', input.replaces)
    const articleId =
      (input.replaces === null ? undefined : await findArticleOf(tx, input.replaces)) ??
      newId('kba')
    await insertVersion(tx, {
      id,
      articleId,
      title: input.title,
      edits: { ...input.edits, ...(former === undefined ? {} : { supersedes: [former] }) },
      replacesDocumentId: input.replaces,
      sourceKind: input.kind,
      sourceName: input.name,
      gapIds: input.gapIds,
      note: '',
      bytes: input.bytes,
      author: actor.id,
      authorName: actor.name,
      at,
    })
    const details = { source: input.kind, name: input.name, replaces: input.replaces }
    await appendAudit(tx, { at, actor, action: 'knowledge.uploaded', subject: id, details })
  })
  await parseVersion(ctx, id)
  return requireVersion(ctx.sql, id)
}

export async function startVersion(
  ctx: ServiceContext,
  input: StartVersionInput,
): Promise<Version> {
  const actor = requireEditor(ctx)
  const { edits } = input
  if (input.kind === 'url') {
    const { url, replaces: replaced } = input
    const source = { kind: 'url' as const, name: url, bytes: null, title: edits.title ?? url }
    return start(ctx, actor, { ...source, replaces: replaced, gapIds: [], edits })
  }
  const bytes = new TextEncoder().encode(input.text)
  const source = { kind: 'text' as const, name: 'article.md', bytes, title: input.title }
  return start(ctx, actor, {
    ...source,
    replaces: input.replaces,
    gapIds: input.gap_ids,
    edits: { ...edits, title: input.title },
  })
}

export async function uploadVersion(
  ctx: ServiceContext,
  input: { name: string; bytes: Uint8Array; replaces: string | null },
): Promise<Version> {
  const actor = requireEditor(ctx)
  if (!ACCEPTED_FILES.test(input.name))
    throw new PreconditionError('knowledge_format', `${input.name} is not read`)
  if (input.bytes.length === 0) throw new PreconditionError('knowledge_empty', 'the file is empty')
  const title = input.name.replace(/\.[^.]+$/, '')
  return start(ctx, actor, { ...input, title, kind: 'file', gapIds: [], edits: {} })
}

async function requireVersion(sql: Sql, id: string): Promise<Version> {
  const version = await findVersion(sql, id)
  if (version === undefined) throw new NotFoundError('version', id)
  return version
}

export async function listVersions(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ versions: Version[] }> {
  requireReader(ctx)
  return { versions: await listOpenVersions(ctx.sql) }
}

/** A version with its passages, and those of the document it is to replace, for the comparison. */
export async function getVersion(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  id: string,
): Promise<VersionDetail> {
  requireReader(ctx)
  const version = await requireVersion(ctx.sql, id)
  const textsOf = async (documentId: string | null) =>
    documentId === null ? [] : readChunkTexts(ctx.sql, documentId)
  return {
    version,
    chunks: await textsOf(version.documentId),
    replaced: await textsOf(version.replacesDocumentId),
  }
}

/** Holds the row, checks that it is still what the person saw, and acts on it in one transaction. */
async function actOn(
  ctx: ServiceContext,
  input: { id: string; revision: number; from: readonly VersionState[] },
  act: (tx: Sql, version: Version) => Promise<void>,
): Promise<Version> {
  await withTransaction(ctx.sql, async (tx) => {
    const version = await lockVersion(tx, input.id)
    if (version === undefined) throw new NotFoundError('version', input.id)
    if (version.revision !== input.revision)
      throw new ConflictError('version_conflict', 'changed meanwhile')
    if (!input.from.includes(version.state))
      throw new ConflictError('invalid_transition', `is ${version.state}`)
    await act(tx, version)
  })
  return requireVersion(ctx.sql, input.id)
}

export async function editVersion(
  ctx: ServiceContext,
  id: string,
  input: z.output<typeof EditVersionInput>,
): Promise<Version> {
  const actor = requireEditor(ctx)
  const from = ['draft', 'unreadable', 'submitted', 'pending_parse'] as const
  await actOn(ctx, { id, revision: input.revision, from }, async (tx, version) => {
    const edits = { ...version.edits, ...input.edits }
    const bytes = input.text === undefined ? null : new TextEncoder().encode(input.text)
    if (bytes !== null && version.sourceKind !== 'text')
      throw new PreconditionError('knowledge_format', 'only a written article has a text to edit')
    const title = input.edits.title ?? version.title
    await reopenVersion(tx, { id, edits, title, author: actor.id, bytes })
  })
  await parseVersion(ctx, id)
  return requireVersion(ctx.sql, id)
}

export async function submitVersion(
  ctx: ServiceContext,
  id: string,
  input: z.output<typeof SubmitVersionInput>,
): Promise<Version> {
  const actor = requireEditor(ctx)
  const at = ctx.clock.now()
  return actOn(ctx, { id, revision: input.revision, from: ['draft'] }, async (tx) => {
    await markSubmitted(tx, { id, by: actor.id, byName: actor.name, note: input.note, at })
    await appendAudit(tx, { at, actor, action: 'knowledge.submitted', subject: id })
  })
}

/** R-KB-8: the second person is none of those who wrote it, checked here and nowhere else. */
export async function decideVersion(
  ctx: ServiceContext,
  id: string,
  input: z.output<typeof DecideVersionInput>,
): Promise<Version> {
  const actor = requireReviewer(ctx)
  const at = ctx.clock.now()
  return actOn(ctx, { id, revision: input.revision, from: ['submitted'] }, async (tx, version) => {
    if (version.authors.includes(actor.id) || version.submittedBy === actor.id)
      throw new ForbiddenError('an author does not publish', 'second_person')
    if (input.decision === 'send_back' && input.reason === '')
      throw new PreconditionError('reason_missing', 'sending back needs a reason')
    const publish = input.decision === 'publish'
    if (publish) await makePublic(tx, version, { reviewedBy: actor.name, by: actor.id, at })
    const state = publish ? 'published' : 'draft'
    const { reason } = input
    await markDecided(tx, { id, state, by: actor.id, byName: actor.name, reason, at })
    const action = publish ? 'knowledge.published' : 'knowledge.sent_back'
    const details = { document: version.documentId, replaces: version.replacesDocumentId, reason }
    await appendAudit(tx, { at, actor, action, subject: id, details })
  })
}

async function makePublic(
  tx: Sql,
  version: Version,
  row: { reviewedBy: string; by: string; at: Date },
): Promise<void> {
  const { documentId } = version
  const done = documentId !== null && (await publishStaged(tx, { ...row, documentId }))
  if (!done) throw new ConflictError('invalid_transition', 'nothing is staged')
  const { by, at } = row
  if (version.gapIds.length > 0) await resolveGaps(tx, { ids: version.gapIds, by, documentId, at })
}

export async function discardVersion(
  ctx: ServiceContext,
  id: string,
  input: { revision: number },
): Promise<Version> {
  const actor = requireEditor(ctx)
  const at = ctx.clock.now()
  const from = ['pending_parse', 'unreadable', 'draft', 'submitted'] as const
  return actOn(ctx, { id, revision: input.revision, from }, async (tx) => {
    const { id: by, name: byName } = actor
    await markDecided(tx, { id, state: 'discarded', by, byName, reason: '', at })
    await appendAudit(tx, { at, actor, action: 'knowledge.discarded', subject: id })
  })
}
