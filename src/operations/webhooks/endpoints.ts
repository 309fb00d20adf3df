import { z } from 'zod'
import { withTransaction } from '../../db/client.ts'
import type { ServiceContext } from '../../ports.ts'
import { hasRole } from '../../shared/actor.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { appendAudit } from '../audit.ts'
import { checkEndpointUrl } from './endpoint-url.ts'
import { WEBHOOK_TYPES } from './enqueue.ts'
import {
  insertEndpoint,
  listDead,
  listEndpointStates,
  requeue,
  setEndpointActive,
  type DeadLetter,
  type EndpointState,
} from './store.ts'

type EndpointContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'actor'>

const SECRET_BYTES = 32
const DEAD_SHOWN = 200

function requireOperator(ctx: Pick<ServiceContext, 'actor'>): void {
  if (ctx.actor.kind !== 'system' && !hasRole(ctx.actor, 'admin')) {
    throw new ForbiddenError('for administrators')
  }
}

/** What an administrator may enter in the console. */
export const AddWebhookInput = z.object({
  name: z.string().trim().min(1).max(80),
  url: z.string().trim().max(500),
  event_types: z.array(z.enum(WEBHOOK_TYPES)).default([]),
})

/** The secret is returned once. An address in one's own network can only be entered at the command line. */
export async function addWebhook(
  ctx: EndpointContext,
  input: { url: string; name: string; eventTypes: readonly string[]; allowPrivate: boolean },
): Promise<{ id: string; secret: string }> {
  requireOperator(ctx)
  if (input.allowPrivate && ctx.actor.kind !== 'system') {
    throw new ForbiddenError('a private address is entered at the command line')
  }
  const unknown = input.eventTypes.find((type) => !WEBHOOK_TYPES.some((known) => known === type))
  if (unknown !== undefined) {
    throw new ValidationError('event_types', `unknown ${unknown}; ${WEBHOOK_TYPES.join(', ')}`)
  }
  const url = checkEndpointUrl(input.url, input.allowPrivate).href
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  const secret = `whsec_${btoa(String.fromCharCode(...bytes))}`
  const id = newId('whk')
  const { actor } = ctx
  const at = ctx.clock.now()
  const row = {
    id,
    url,
    name: input.name,
    secretSealed: await ctx.vault.encrypt(secret),
    eventTypes: [...input.eventTypes],
    allowPrivate: input.allowPrivate,
    at,
  }
  await withTransaction(ctx.sql, async (tx) => {
    await insertEndpoint(tx, row)
    const details = { name: input.name, host: new URL(url).host }
    await appendAudit(tx, { at, actor, action: 'webhook.added', subject: id, details })
  })
  return { id, secret }
}

export async function switchWebhook(
  ctx: EndpointContext,
  input: { id: string; active: boolean },
): Promise<void> {
  requireOperator(ctx)
  const reason = input.active ? null : 'switched off'
  const { actor } = ctx
  const at = ctx.clock.now()
  const action = input.active ? 'webhook.switched_on' : 'webhook.switched_off'
  await withTransaction(ctx.sql, async (tx) => {
    if (!(await setEndpointActive(tx, { ...input, reason }))) {
      throw new NotFoundError('webhook', input.id)
    }
    await appendAudit(tx, { at, actor, action, subject: input.id })
  })
}

export async function listWebhooks(
  ctx: Pick<EndpointContext, 'sql' | 'actor'>,
): Promise<{ endpoints: Omit<EndpointState, 'secretSealed'>[]; dead: DeadLetter[] }> {
  requireOperator(ctx)
  const [states, dead] = await Promise.all([
    listEndpointStates(ctx.sql),
    listDead(ctx.sql, DEAD_SHOWN),
  ])
  return { endpoints: states.map(({ secretSealed: _sealed, ...shown }) => shown), dead }
}

export async function replayWebhooks(
  ctx: EndpointContext,
  input: { endpointId: string | null; eventId: string | null },
): Promise<{ queued: number }> {
  requireOperator(ctx)
  return { queued: await requeue(ctx.sql, { ...input, now: ctx.clock.now() }) }
}
