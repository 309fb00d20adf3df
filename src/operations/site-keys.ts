import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { actorLabel } from '../shared/actor.ts'
import { NotFoundError } from '../shared/errors.ts'
import { newId, randomToken } from '../shared/ids.ts'
import { requireKeyKeeper } from './api-keys.ts'
import { appendAudit } from './audit.ts'
import {
  findSiteKeyRow,
  insertSiteKey,
  listSiteKeyRows,
  revokeSiteKeyRow,
  type SiteKey,
} from './site-keys-store.ts'

/** An exact origin: no path, no wildcard, and plain http only for a machine of one's own. */
export function isAllowedOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const own = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return (
    url.origin === text &&
    !url.hostname.includes('*') &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && own))
  )
}

export const AddSiteKeyInput = z.object({
  name: z.string().trim().min(1).max(80),
  origins: z
    .array(
      z
        .string()
        .max(200)
        .refine(isAllowedOrigin, 'must be an origin such as https://example.gov.cn'),
    )
    .max(50)
    .default([]),
  per_minute: z.number().int().min(1).max(1_000_000).default(600),
})

type KeyContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

const KEY_BITS = 100

/** With no origin the key lets nobody frame the page. */
export async function addSiteKey(
  ctx: KeyContext,
  input: z.output<typeof AddSiteKeyInput>,
): Promise<{ id: string; key: string }> {
  requireKeyKeeper(ctx)
  const id = newId('sit')
  const key = `site_${randomToken(KEY_BITS)}`
  const at = ctx.clock.now()
  const origins = [...new Set(input.origins)]
  await withTransaction(ctx.sql, async (tx) => {
    await insertSiteKey(tx, {
      id,
      key,
      name: input.name,
      origins,
      perMinute: input.per_minute,
      createdAt: at,
      createdBy: actorLabel(ctx.actor),
    })
    const details = { name: input.name, origins }
    await appendAudit(tx, { at, actor: ctx.actor, action: 'site_key.added', subject: id, details })
  })
  return { id, key }
}

export async function listSiteKeys(
  ctx: Pick<KeyContext, 'sql' | 'actor'>,
): Promise<{ keys: SiteKey[] }> {
  requireKeyKeeper(ctx)
  return { keys: await listSiteKeyRows(ctx.sql) }
}

export async function revokeSiteKey(ctx: KeyContext, input: { id: string }): Promise<void> {
  requireKeyKeeper(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    if (!(await revokeSiteKeyRow(tx, { id: input.id, at }))) {
      throw new NotFoundError('site_key', input.id)
    }
    await appendAudit(tx, { at, actor: ctx.actor, action: 'site_key.revoked', subject: input.id })
  })
}

/** The site a key names; undefined for an unknown or revoked one. */
export async function findSite(
  ctx: Pick<ServiceContext, 'sql'>,
  key: string,
): Promise<Pick<SiteKey, 'id' | 'origins' | 'perMinute'> | undefined> {
  return /^site_\w{8,60}$/.test(key) ? findSiteKeyRow(ctx.sql, key) : undefined
}
