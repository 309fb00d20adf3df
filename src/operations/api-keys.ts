import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { actorLabel, hasRole } from '../shared/actor.ts'
import { ForbiddenError, NotFoundError, UnauthenticatedError } from '../shared/errors.ts'
import { hashToken, newId, randomToken } from '../shared/ids.ts'
import {
  API_SCOPES,
  findApiKeyByHash,
  insertApiKey,
  listApiKeyRows,
  revokeApiKeyRow,
  touchApiKey,
  type ApiKey,
  type ApiScope,
} from './api-keys-store.ts'
import { appendAudit } from './audit.ts'
import { hitLimit } from './limits.ts'

export const AddApiKeyInput = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .array(z.enum(API_SCOPES))
    .min(1)
    .default([...API_SCOPES]),
  per_minute: z.number().int().min(1).max(100_000).default(60),
  per_day: z.number().int().min(1).max(100_000_000).default(5_000),
})

type KeyContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

export function requireKeyKeeper(ctx: Pick<ServiceContext, 'actor'>): void {
  if (ctx.actor.kind !== 'system' && !hasRole(ctx.actor, 'admin')) {
    throw new ForbiddenError('keys are for administrators')
  }
}

const HINT_LENGTH = 7

/** The key is returned once and stored as a digest. */
export async function addApiKey(
  ctx: KeyContext,
  input: z.output<typeof AddApiKeyInput>,
): Promise<{ id: string; key: string }> {
  requireKeyKeeper(ctx)
  const id = newId('key')
  const key = `gw_${randomToken(256)}`
  const at = ctx.clock.now()
  const keyHash = await hashToken(key)
  const scopes = [...new Set(input.scopes)]
  await withTransaction(ctx.sql, async (tx) => {
    await insertApiKey(tx, {
      id,
      name: input.name,
      keyHash,
      hint: key.slice(0, HINT_LENGTH),
      scopes,
      perMinute: input.per_minute,
      perDay: input.per_day,
      createdAt: at,
      createdBy: actorLabel(ctx.actor),
    })
    const details = { name: input.name, scopes }
    await appendAudit(tx, { at, actor: ctx.actor, action: 'api_key.added', subject: id, details })
  })
  return { id, key }
}

export async function listApiKeys(
  ctx: Pick<KeyContext, 'sql' | 'actor'>,
): Promise<{ keys: ApiKey[] }> {
  requireKeyKeeper(ctx)
  return { keys: await listApiKeyRows(ctx.sql) }
}

/** Holds from the next request on, in every process. */
export async function revokeApiKey(ctx: KeyContext, input: { id: string }): Promise<void> {
  requireKeyKeeper(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    if (!(await revokeApiKeyRow(tx, { id: input.id, at }))) {
      throw new NotFoundError('api_key', input.id)
    }
    await appendAudit(tx, { at, actor: ctx.actor, action: 'api_key.revoked', subject: input.id })
  })
}

/** Who calls. The same answer for no key, an unknown one and a revoked one. */
export async function requireApiKey(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: { key: string | undefined },
): Promise<ApiKey> {
  const found =
    input.key === undefined
      ? undefined
      : await findApiKeyByHash(ctx.sql, await hashToken(input.key))
  if (found === undefined) throw new UnauthenticatedError('no valid api key', 'api_key')
  await touchApiKey(ctx.sql, { id: found.id, at: ctx.clock.now() })
  return found
}

export function requireScope(key: Pick<ApiKey, 'id' | 'scopes'>, scope: ApiScope): void {
  if (!key.scopes.includes(scope)) {
    throw new ForbiddenError(`${key.id} has no scope ${scope}`, 'api_key_scope')
  }
}

/** One request against the key's minute and day, counted in rows that all processes share. Throws LimitError. */
export async function countApiKeyUse(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'vault'>,
  key: Pick<ApiKey, 'id' | 'perMinute' | 'perDay'>,
): Promise<void> {
  const { id: subject, perMinute, perDay } = key
  await hitLimit(ctx, { name: 'key-minute', subject, max: perMinute, windowSeconds: 60 })
  await hitLimit(ctx, { name: 'key-day', subject, max: perDay, windowSeconds: 86_400 })
}
