import { Webhook } from 'standardwebhooks'
import type { Ports } from '../../ports.ts'
import { checkEndpointUrl } from './endpoint-url.ts'
import { waitAfter } from './retry-schedule.ts'
import {
  claimDeliveries,
  deleteOldEvents,
  finishDelivery,
  setEndpointActive,
  type DueDelivery,
} from './store.ts'

type DeliverContext = Pick<Ports, 'sql' | 'clock' | 'vault' | 'logger' | 'postOutside'>
export type DeliverResult = { delivered: number; failed: number; dead: number }
type Attempt = { status: number | null; error: string | null }

const BATCH = 50
/** Jobs run one after another: stalling receivers may hold the others up for a minute at most. */
const MOST_BATCHES = 4
const TIMEOUT_MS = 15_000
const LEASE_MS = 60_000
const GONE = 410
const KEEP_MS = 30 * 86_400_000

/**
 * Sends what is due: at least once, always under the same id. No transaction is open while a receiver is waited for.
 * `timeoutMs` and `random` are for tests.
 */
export async function deliverWebhooks(
  ctx: DeliverContext,
  options: { timeoutMs?: number; random?: () => number } = {},
): Promise<DeliverResult> {
  const result: DeliverResult = { delivered: 0, failed: 0, dead: 0 }
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const now = ctx.clock.now()
    const due = await claimDeliveries(ctx.sql, {
      now,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
      limit: BATCH,
    })
    const states = await Promise.all(
      due.map(async (delivery) => {
        const attempt = await attemptDelivery(ctx, delivery, options.timeoutMs ?? TIMEOUT_MS)
        return settle(ctx, { delivery, attempt, random: (options.random ?? Math.random)() })
      }),
    )
    for (const state of states) result[state] += 1
    if (due.length < BATCH) break
  }
  await deleteOldEvents(ctx.sql, new Date(ctx.clock.now().getTime() - KEEP_MS))
  return result
}

async function attemptDelivery(
  ctx: DeliverContext,
  delivery: DueDelivery,
  timeoutMs: number,
): Promise<Attempt> {
  const at = ctx.clock.now()
  try {
    const url = checkEndpointUrl(delivery.url, delivery.allowPrivate)
    const secret = await ctx.vault.decrypt(delivery.secretSealed)
    const body = await bodyOf(ctx, delivery)
    const status = await ctx.postOutside(url, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'grid-worker-webhooks/1',
        'webhook-id': delivery.eventId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(delivery.eventId, at, body),
      },
      body,
      timeoutMs,
      allowPrivate: delivery.allowPrivate,
    })
    // A redirect is no delivery: following it would carry the signed body to an address nobody entered.
    const error = status >= 200 && status < 300 ? null : `HTTP ${status}`
    return { status, error }
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) }
  }
}

/** What was written down, and for a notice to a resident the address it goes to, opened for this attempt. */
async function bodyOf(
  ctx: Pick<Ports, 'vault'>,
  { payload, toSealed }: DueDelivery,
): Promise<string> {
  if (toSealed === null) return payload
  const message = JSON.parse(payload) as { data: Record<string, unknown> }
  const data = { ...message.data, to: await ctx.vault.decrypt(toSealed) }
  return JSON.stringify({ ...message, data })
}

async function settle(
  ctx: DeliverContext,
  input: { delivery: DueDelivery; attempt: Attempt; random: number },
): Promise<keyof DeliverResult> {
  const { delivery, attempt } = input
  const at = ctx.clock.now()
  const { eventId, endpointId, attempts } = delivery
  const row = { eventId, endpointId, httpStatus: attempt.status, error: attempt.error, at }
  if (attempt.error === null) {
    await finishDelivery(ctx.sql, { ...row, status: 'delivered', nextAttemptAt: at })
    return 'delivered'
  }
  const wait = attempt.status === GONE ? undefined : waitAfter(attempts, input.random)
  ctx.logger.log('warn', 'webhook.failed', { event: eventId, endpoint: endpointId, attempts })
  if (attempt.status === GONE) {
    await setEndpointActive(ctx.sql, { id: endpointId, active: false, reason: 'HTTP 410' })
  }
  const nextAttemptAt = new Date(at.getTime() + (wait ?? 0))
  const status = wait === undefined ? 'dead' : 'pending'
  await finishDelivery(ctx.sql, { ...row, status, nextAttemptAt })
  return wait === undefined ? 'dead' : 'failed'
}
